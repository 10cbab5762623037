from odoo.tests import BaseCase

from ...logic.reply_language import Choice, choose_language, get_kept_share


class TestLogicReplyLanguage(BaseCase):
    def test_language_of_the_customer_comes_first(self):
        cases = [
            # available, wanted, of the company, expected
            (["en_US", "it_IT"], "it_IT", "en_US", Choice("it_IT")),
            (["en_US", "it_IT"], "en_GB", "it_IT", Choice("en_US")),
            (["en_US", "it_IT"], "fr_FR", "it_IT", Choice("it_IT", True)),
            (["en_US", "it_IT"], "fr_FR", "en_GB", Choice("en_US", True)),
            (["en_US"], "", "en_US", Choice("en_US", True)),
            (["it_IT"], "fr_FR", "en_US", None),
            ([], "en_US", "en_US", None),
        ]
        for available, wanted, fallback, expected in cases:
            with self.subTest(available=available, wanted=wanted, fallback=fallback):
                found = choose_language(available, wanted, fallback)
                self.assertEqual(found, expected)

    def test_share_that_was_kept(self):
        template = "We are sorry that your parcel is late."
        cases = [
            (template, 1.0),
            (f"Good morning! {template} Kind regards, Giulia", 1.0),
            ("We are sorry that your lamp is broken.", 0.75),
            ("Something else", 0.0),
            ("", 0.0),
        ]
        for sent, expected in cases:
            with self.subTest(sent=sent):
                self.assertEqual(get_kept_share(template, sent), expected)

    def test_nothing_is_kept_of_an_empty_template(self):
        self.assertEqual(get_kept_share("", "Hello"), 0.0)
