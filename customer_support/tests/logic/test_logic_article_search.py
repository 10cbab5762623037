from odoo.tests import BaseCase, tagged

from ...logic.article_search import (
    Known,
    Term,
    choose_near,
    get_configuration,
    get_distance,
    get_rarest,
    get_words,
    normalize,
)


@tagged("post_install", "-at_install")
class TestLogicArticleSearch(BaseCase):
    def test_accents_and_capitals_do_not_count(self):
        self.assertEqual(normalize("Perché È così"), "perche e cosi")

    def test_words_are_different_and_in_order(self):
        self.assertEqual(
            get_words("My lamp, my broken-lamp!", 10), ["my", "lamp", "broken"]
        )
        self.assertEqual(get_words("one two three", 2), ["one", "two"])

    def test_nothing_of_a_search_language_gets_through(self):
        self.assertEqual(get_words("a' | !b:* & <-> ''; \0", 10), [])
        self.assertEqual(get_words("lamp':*|x_y", 10), ["lamp"])

    def test_slips_are_counted(self):
        for one, other, distance in (
            ("spedizione", "spedizione", 0),
            ("spedizone", "spedizione", 1),
            ("ritrado", "ritardo", 1),
            ("refnud", "refund", 1),
            ("delivrey", "delivery", 1),
            ("fatura", "fattura", 1),
            ("rembourse", "rimborso", 3),
            ("lamp", "refund", 3),
        ):
            with self.subTest(one=one):
                self.assertEqual(get_distance(one, other, 2), distance)

    def test_near_words_are_meant_the_nearest_first(self):
        known = [Known("returns", 9), Known("return", 3), Known("retina", 50)]
        near = [found.word for found in choose_near("retrun", known)]
        self.assertEqual(near[0], "return")
        self.assertNotIn("lamp", near)

    def test_short_words_are_taken_as_they_are(self):
        self.assertEqual(choose_near("vat", [Known("cat", 1)]), [])

    def test_short_words_allow_one_slip(self):
        self.assertEqual(choose_near("lmap", [Known("lamp", 1)]), [Known("lamp", 1)])
        self.assertEqual(choose_near("damp", [Known("lime", 1)]), [])

    def test_rarest_terms_within_the_budget(self):
        common, rare, unknown = Term(("the",), 900), Term(("led",), 5), Term(("x",), 0)
        self.assertEqual(get_rarest([common, rare, unknown], 100), [rare])
        self.assertEqual(get_rarest([common], 100), [common])
        self.assertEqual(get_rarest([unknown], 100), [])

    def test_configuration_is_that_of_the_language(self):
        for lang, name in (
            ("it_IT", "italian"),
            ("en_GB", "english"),
            ("ja_JP", "simple"),
        ):
            self.assertEqual(get_configuration(lang), name)
