from odoo.tests import tagged

from .common import PortalCommon

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40


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
