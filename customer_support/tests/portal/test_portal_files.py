from odoo.tests import BaseCase, tagged

from odoo.addons.customer_support.logic.portal_files import (
    FileLimits,
    FileRefused,
    check_files,
    clean_name,
)

from .common import PortalCommon

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40

DANGEROUS = [
    ("page.html", b"<p>Hi</p>"),
    ("PAGE.HTML", b"<p>Hi</p>"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("run.exe", b"MZ\x90\x00"),
    ("script.js", b"alert(1)"),
    ("macro.docm", b"PK\x03\x04"),
    ("photo.png", b"  <script>alert(1)</script>"),
    ("photo.jpg", b"\xef\xbb\xbf<!DOCTYPE html><html>"),
    ("photo.gif", "<html>".encode("utf-16")),
    ("bill.pdf", b"MZ\x90\x00"),
    ("data.txt", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
    ("tool", b"#!/bin/sh"),
]
HARMLESS = [
    ("bill.pdf", b"%PDF-1.4"),
    ("bill.html.pdf", b"%PDF-1.4"),
    ("photo.png", PNG),
    ("notes.txt", b"2 < 3, and <b>so</b> on"),
    ("order.xml", b"<?xml version='1.0'?><Invoice/>"),
    ("archive.zip", b"PK\x03\x04"),
    ("büro.docx", b"PK\x03\x04"),
]


@tagged("post_install", "-at_install")
class TestPortalFileRules(BaseCase):
    def test_dangerous_files_are_refused(self):
        for name, content in DANGEROUS:
            with self.subTest(name), self.assertRaises(FileRefused) as refusal:
                check_files([(name, content)], FileLimits())
            self.assertEqual(refusal.exception.reason, "type")

    def test_harmless_files_pass(self):
        check_files(HARMLESS, FileLimits())

    def test_limits_are_exact(self):
        limits = FileLimits(max_files=2, max_file_bytes=10, max_total_bytes=15)
        check_files([("a.txt", b"x" * 10), ("b.txt", b"x" * 5)], limits)
        for reason, sizes in (
            ("size", [11]),
            ("total", [8, 8]),
            ("count", [1, 1, 1]),
            ("empty", [0]),
        ):
            files = [("a.txt", b"x" * size) for size in sizes]
            with self.subTest(reason), self.assertRaises(FileRefused) as refusal:
                check_files(files, limits)
            self.assertEqual(refusal.exception.reason, reason)

    def test_name_is_only_a_name(self):
        for given, cleaned in (
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\bill.pdf", "bill.pdf"),
            ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"),
            ("\u202egpj.exe", "gpj.exe"),
            ("", "file"),
            ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ):
            self.assertEqual(clean_name(given), cleaned)


@tagged("post_install", "-at_install")
class TestPortalFiles(PortalCommon):
    def setUp(self):
        super().setUp()
        self._log_in(self.ada)

    def _attach(self, ticket, post, name="paper.txt", **values):
        """Post a message with a file; return the file."""
        file = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"content of the file",
                "res_model": "support.ticket",
                "res_id": ticket.id,
            }
        )
        message = post(ticket, **values)
        message.sudo().attachment_ids = file
        return file

    def _download(self, ticket, file, **arguments):
        return self._get_page(f"{ticket.access_url}/file/{file.id}", **arguments)

    def test_files_of_an_answer_are_kept_and_come_back_as_downloads(self):
        self._answer(self.ticket, files=[("lamp.png", PNG)])
        file = self._get_messages(self.ticket).attachment_ids
        self.assertEqual((file.name, file.raw), ("lamp.png", PNG))
        answer = self._download(self.ticket, file)
        self.assertEqual(answer.content, PNG)
        self.assertEqual(answer.headers["Content-Type"], "application/octet-stream")
        self.assertIn("attachment", answer.headers["Content-Disposition"])
        self.assertEqual(answer.headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])

    def test_dangerous_file_is_refused_with_words_and_nothing_is_sent(self):
        page = self._answer(self.ticket, "My words", files=[("x.html", b"<script>")])
        self.assertEqual(page.status_code, 422)
        self.assertIn("x.html", page.text)
        self.assertIn("My words", page.text)
        self.assertFalse(self._get_messages(self.ticket))

    def test_too_large_file_is_refused(self):
        self.env["ir.config_parameter"].set_param(
            "customer_support.portal_max_file_mb", "1"
        )
        page = self._answer(self.ticket, files=[("big.txt", b"x" * (1 << 20) + b"x")])
        self.assertIn("larger than 1 MB", page.text)
        self.assertFalse(self._get_messages(self.ticket))

    def test_agent_never_gets_a_customers_markup_as_markup(self):
        self._answer(self.ticket, files=[("order.xml", b"<?xml version='1.0'?><a/>")])
        file = self._get_messages(self.ticket).attachment_ids
        self.assertEqual(file.mimetype, "text/plain")

    def test_file_of_an_internal_note_is_reached_by_no_way(self):
        file = self._attach(self.ticket, self._agent_notes)
        self.assertEqual(self._download(self.ticket, file).status_code, 404)
        for route in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
            self.assertNotIn(b"content of the file", self.url_open(route).content)
        on_ticket = [("res_model", "=", "support.ticket")]
        for method, records in (
            ("read", file.ids),
            ("search_read", on_ticket),
            ("export_data", file.ids),
        ):
            answer = self._call("ir.attachment", method, records, ["raw"])
            self.assertNotIn("result", answer, method)
            self.assertIn("data", answer, method)

    def test_file_sent_to_the_customer_is_reached_by_him_alone(self):
        file = self._attach(self.ticket, self._agent_answers)
        self.assertEqual(self._download(self.ticket, file).status_code, 200)
        self._log_in(self.bruno)
        self.assertEqual(self._download(self.ticket, file).status_code, 404)

    def test_file_sent_to_a_supplier_is_not_reached(self):
        file = self._attach(
            self.ticket, self._agent_answers, partner_ids=self.other_customer.ids
        )
        self.assertEqual(self._download(self.ticket, file).status_code, 404)

    def test_file_of_another_ticket_is_not_reached_through_ones_own(self):
        file = self._attach(self.firm_ticket, self._agent_answers)
        self.assertEqual(self._download(self.ticket, file).status_code, 404)

    def test_link_reaches_the_files_of_its_ticket_only(self):
        file = self._attach(self.ticket, self._agent_answers)
        other = self._attach(self.firm_ticket, self._agent_answers)
        token = self._get_token(self.ticket)
        self._log_in(None)
        allowed = self._download(self.ticket, file, access_token=token)
        blocked = self._download(self.firm_ticket, other, access_token=token)
        self.assertEqual((allowed.status_code, blocked.status_code), (200, 404))
        self.assertEqual(self._download(self.ticket, file).status_code, 404)

    def test_name_of_a_file_starts_no_header_and_no_tag(self):
        self._answer(self.ticket, files=[("<img src=x onerror=alert(1)>.txt", b"hi")])
        page = self._get_page(self.ticket.access_url)
        self.assertNotIn("<img src=x", page.text)
