from odoo.tests import BaseCase, tagged

from ...logic import mail_address, mail_charset


@tagged("post_install", "-at_install")
class TestLogicMailCharset(BaseCase):
    """A charset label is a claim; the bytes decide."""

    def test_labels(self):
        for label, codec in {
            "iso-8859-1": "cp1252",
            "GB2312": "gb18030",
            "x-unknown": None,
            "hex": None,
            "rot13": None,
            "unicode_escape": None,
            "idna": None,
            "utf-8;": "utf-8",
            '"UTF-8"': "utf-8",
            "unicode-1-1-utf-7": "utf-7",
            "cp-850": "cp850",
            "": None,
        }.items():
            with self.subTest(label=label):
                self.assertEqual(mail_charset.find_codec(label), codec)

    def test_every_byte_string_has_a_text(self):
        noise = bytes(range(256)) * 3
        for label in ("utf-8", "utf-16", "utf-7", "iso-2022-jp", "gb2312", "x", None):
            text = mail_charset.decode(noise, label)
            text.encode("utf-8")
            self.assertNotIn("\x00", text)

    def test_addresses(self):
        for value, expected in {
            "A, B <a@b.example>": [("A, B", "a@b.example")],
            '"A, B" <a@b.example>': [("A, B", "a@b.example")],
            "=?utf-8?q?A=2C_B?= <a@b.example>": [("A, B", "a@b.example")],
            "Friends: a@b.example, c@d.example;": [
                ("", "a@b.example"),
                ("", "c@d.example"),
            ],
            "Ida a@b.example": [("", "a@b.example")],
            "<>": [],
            "": [],
            "undisclosed-recipients:;": [],
        }.items():
            with self.subTest(value=value):
                self.assertEqual(mail_address.parse_addresses(value), expected)

    def test_written_address_is_read_again(self):
        for name in ("Ida", "Ida, Corpus", 'I"d\\a', "Idä", "=?utf-8?q?x?=", ""):
            written = mail_address.format_address(name, "a@b.example")
            self.assertTrue(written.isascii())
            ((_name, address),) = mail_address.parse_addresses(written)
            self.assertEqual(address, "a@b.example")
