import email
import email.policy
import time
from datetime import datetime, timezone
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...logic import mail_repair

NOW = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)
HEAD = b"From: ida@corpus.example\nSubject: x\n"


@tagged("post_install", "-at_install")
class TestLogicMailRepair(BaseCase):
    """Any bytes in, a well-formed mail out, in linear time."""

    def _repair(self, raw):
        return mail_repair.repair(raw, NOW)

    def test_what_is_written_is_read_by_the_standard_library(self):
        raw = HEAD + (
            b'Content-Type: multipart/mixed; boundary="b"\n\n'
            b"--b\n\nGr\xc3\xbc\xc3\x9fe\n"
            b"--b\nContent-Disposition: attachment; "
            b'filename="\xc3\x9c.pdf"\n\n\x00\xff\n'
            b"--b--\n"
        )
        written = mail_repair.to_bytes(self._repair(raw), NOW)
        message = email.message_from_bytes(written, policy=email.policy.SMTP)
        text, file = message.iter_parts()
        self.assertIn("Grüße", text.get_content())
        self.assertEqual(file.get_filename(), "Ü.pdf")
        self.assertEqual(file.get_content(), b"\x00\xff")
        self.assertEqual(message["From"], "ida@corpus.example")
        self.assertFalse(message.defects)

    def test_long_file_name_survives(self):
        name = "Ü" * 80 + ".pdf"
        raw = HEAD + f'Content-Type: application/pdf; name="{name}"\n\nx'.encode()
        written = mail_repair.to_bytes(self._repair(raw), NOW)
        message = email.message_from_bytes(written, policy=email.policy.SMTP)
        self.assertEqual(list(message.iter_parts())[1].get_filename(), name)

    def test_own_headers_cannot_be_smuggled(self):
        raw = b"From: =?utf-8?q?a=0AX-Odoo-Objects=3A_x?= <a@b.example>\n"
        raw += b"Subject: a\rb: c\n\nx"
        written = mail_repair.to_bytes(self._repair(raw), NOW)
        message = email.message_from_bytes(written, policy=email.policy.SMTP)
        self.assertNotIn("X-Odoo-Objects", message)
        self.assertNotIn("b", message)

    def test_future_date_becomes_arrival(self):
        mail = self._repair(b"Date: Mon, 1 Jan 2091 10:00:00 +0000\n" + HEAD + b"\nx")
        self.assertEqual(mail.date, NOW)

    def test_message_id_of_same_bytes_is_the_same(self):
        first, second = (self._repair(HEAD + b"\nx") for _index in range(2))
        self.assertEqual(first.message_id, second.message_id)
        self.assertNotEqual(first.message_id, self._repair(HEAD + b"\ny").message_id)

    def test_broken_message_id_becomes_readable_one_everywhere(self):
        raw = b"Message-ID: <a..b c@@d>\nReferences: <a..b c@@d>\n" + HEAD + b"\nx"
        mail = self._repair(raw.replace(b"b c", b"bc"))
        self.assertRegex(mail.message_id, r"^<\w+@mail\.invalid>$")
        self.assertEqual(mail.references, [mail.message_id])

    def test_crash_keeps_the_original(self):
        crash = {"side_effect": RecursionError}
        with patch.object(mail_repair.mail_parts, "parse", **crash):
            mail = self._repair(HEAD + b"\nx")
        self.assertEqual(mail.attachments[0].name, "original-mail.eml")

    def test_time_grows_with_size_only(self):
        table = {
            "parts": b"--b\n\nx\n" * 20_000,
            "boundary lines": b"--b\n" * 50_000,
            "line": b"x" * 3_000_000,
            "lines": b"x\n" * 300_000,
            "begin": b"begin 644 a\n" * 20_000,
            "angle": b"<a" * 100_000,
            "equals": b"=" * 500_000,
            "quoted": b"> " * 200_000,
        }
        top = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        for name, body in table.items():
            for head in (top, HEAD + b"\n", HEAD + b"Content-Type: text/html\n\n"):
                with self.subTest(name=name):
                    start = time.monotonic()
                    mail = self._repair(head + body)
                    mail_repair.to_bytes(mail, NOW)
                    self.assertLess(time.monotonic() - start, 5)

    def test_header_bombs_take_no_time(self):
        for line in (
            b"To: " + b"a@b.example, " * 50_000,
            b"Subject: " + b"=?utf-8?q?" * 50_000,
            b"From: " + b"(" * 100_000,
            b"Content-Type: text/plain" + b";a=b" * 50_000,
            b"References: " + b"<a@b> " * 100_000,
            b"X: y\n" * 100_000,
        ):
            with self.subTest(line=line[:20]):
                start = time.monotonic()
                self._repair(line + b"\n" + HEAD + b"\nx")
                self.assertLess(time.monotonic() - start, 3)

    def test_parts_beyond_the_cap_are_kept_in_the_original(self):
        raw = HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\n'
        raw += b"--b\n\nx\n" * 5000
        mail = self._repair(raw)
        self.assertEqual(mail.attachments[-1].name, "original-mail.eml")
        self.assertEqual(mail.attachments[-1].content, raw)
