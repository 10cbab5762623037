from odoo.tests import BaseCase

from ...logic.themes import find_themes

THEMES = {1: "deliver, courier, consegn", 2: "price, c++", 3: " , "}


class TestLogicThemes(BaseCase):
    def test_words_are_found_at_the_beginning_of_words_whatever_their_case(self):
        for text, found in (
            ("Delivery was late", [1]),
            ("La Consegna e il PRICE", [1, 2]),
            ("undelivered", []),
            ("I like C++.", [2]),
            ("", []),
            (None, []),
        ):
            with self.subTest(text=text):
                self.assertEqual(find_themes(text, THEMES), found)

    def test_theme_without_words_is_about_nothing(self):
        self.assertEqual(find_themes("anything", {3: " , "}), [])
