from odoo.tests import BaseCase, tagged

from ...logic.portal_files import (
    FileLimits,
    FileRefused,
    check_files,
    clean_name,
)

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
    ("photo.png", b"\x89PNG\r\n\x1a\n0000"),
    ("notes.txt", b"2 < 3, and <b>so</b> on"),
    ("order.xml", b"<?xml version='1.0'?><Invoice/>"),
    ("archive.zip", b"PK\x03\x04"),
    ("büro.docx", b"PK\x03\x04"),
]


@tagged("post_install", "-at_install")
class TestLogicPortalFiles(BaseCase):
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
