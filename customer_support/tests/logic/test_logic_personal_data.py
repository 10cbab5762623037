from odoo.tests import BaseCase, tagged

from ...logic.personal_data import MARK, strip


@tagged("post_install", "-at_install")
class TestLogicPersonalData(BaseCase):
    def test_what_tells_who_somebody_is_goes(self):
        for text in (
            "ada@lindqvist.example",
            "+39 02 1234567",
            "(045) 123-45-678",
            "https://track.example/AB123?x=1",
            "S00042",
            "INV/2026/00012",
            "SO-12345",
            "WH/OUT/00017",
            "DE89 3704 0044 0532 0130 00",
            "998877665",
        ):
            with self.subTest(text=text):
                stripped = strip(f"It is {text}, please.")
                self.assertNotIn(text, stripped)
                self.assertIn(MARK, stripped)

    def test_names_go_in_whole_and_in_parts(self):
        stripped = strip("Ciao Ada, I am lindqvist.", ["Ada Lindqvist"])
        self.assertEqual(stripped, f"Ciao {MARK}, I am {MARK}.")

    def test_what_belongs_to_the_answer_stays(self):
        for text in (
            "Press 3 times, then wait 30 seconds.",
            "It costs 12.50 within 14 days.",
            "The E27 bulb of 2026",
        ):
            self.assertEqual(strip(text), text)

    def test_part_of_a_word_is_no_name(self):
        self.assertEqual(strip("Adapter", ["Ada"]), "Adapter")
