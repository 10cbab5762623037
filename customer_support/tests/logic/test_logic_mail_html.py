import time

from odoo.tests import BaseCase, tagged

from ...logic import mail_html, mail_text


@tagged("post_install", "-at_install")
class TestLogicMailHtml(BaseCase):
    """A stranger's HTML is written anew; quotes are marked, never dropped."""

    def test_only_allowed_things_are_written(self):
        for source, expected in {
            "<p onclick=x>a</p>": "<p>a</p>",
            "<a href='javascript:x'>a</a>": "<a>a</a>",
            "<p style='color:red;position:fixed'>a</p>": '<p style="color:red">a</p>',
            "<p style='margin:-9999px'>a</p>": "<p>a</p>",
            "<p class=x id=y name=z>a</p>": "<p>a</p>",
            "<script>x</script><p>a</p>": "<p>a</p>",
            "<form><input><p>a</p></form>": "<p>a</p>",
        }.items():
            with self.subTest(source=source):
                self.assertEqual(mail_html.clean(source).html, expected)

    def test_pictures(self):
        result = mail_html.clean('<img src="https://x.test/a.png">')
        self.assertEqual(result.html, '<img data-original-src="https://x.test/a.png">')
        self.assertEqual(result.remote_pictures, 1)
        self.assertFalse(mail_html.clean('<img src="https://x.test/a" width=1>').html)
        self.assertEqual(
            mail_html.clean('<img src="cid:a">', {"a": "b"}).html, '<img src="cid:b">'
        )

    def test_quotes_of_mail_programs_are_marked(self):
        for quote in (
            '<div class="gmail_quote">old</div>',
            "<blockquote>old</blockquote>",
            '<div id="divRplyFwdMsg">From</div><p>old</p>',
            '<div style="border:none;border-top:solid #EEE 1.0pt">From</div><p>old</p>',
            '<div class="yahoo_quoted">old</div>',
            '<hr class="x stopSpelling"><p>old</p>',
        ):
            with self.subTest(quote=quote):
                result = mail_html.clean(f"<p>new</p>{quote}")
                self.assertIn("data-o-mail-quote", result.html)
                self.assertIn("old", result.html)
                self.assertNotIn("old", result.text)

    def test_mail_that_is_only_a_quote_is_not_folded(self):
        result = mail_html.clean(
            '<div class="gmail_quote"><blockquote>a</blockquote></div>'
        )
        self.assertNotIn("data-o-mail-quote", result.html)
        self.assertNotIn("blockquote", result.html)

    def test_plain_quotes_in_several_languages(self):
        for head in (
            "On Mon, Jan 1, 2024 at 10:00 AM Bo <bo@x.example> wrote:",
            "Am 01.01.2024 um 10:00 schrieb Bo <bo@x.example>:",
            "Le lun. 1 janv. 2024 à 10:00, Bo <bo@x.example> a écrit :",
            "El lun, 1 ene 2024 a las 10:00, Bo (<bo@x.example>) escribió:",
            "Il giorno lun 1 gen 2024 alle ore 10:00 Bo <bo@x.example> ha scritto:",
            "-----Original Message-----\nFrom: Bo\nSent: Monday\nTo: Ida\nSubject: x",
        ):
            with self.subTest(head=head):
                html = mail_text.to_html(f"new words\n\n{head}\n\n> old words")
                before, mark, after = html.partition("<span data-o-mail-quote")
                self.assertIn("new words", before)
                self.assertTrue(mark)
                self.assertIn("old words", after)

    def test_hostile_text_takes_no_time(self):
        start = time.monotonic()
        for text in (
            "On " * 9000,
            "From: x\n" * 3000,
            "-" * 20_000,
            ":\n" * 9000,
            "On a wrote " * 3000,
            "Sent from my " * 3000,
            "Best regards\n" * 2000,
            "Am x schrieb " * 3000,
            "*From:* " * 3000,
            "> " * 20_000,
        ):
            mail_text.to_html(text)
        self.assertLess(time.monotonic() - start, 5)
