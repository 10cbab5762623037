from odoo.tests import BaseCase

from ...logic.closing_rate import get_closing_rate


class TestLogicClosingRate(BaseCase):
    def test_interval_against_published_figures(self):
        # Wilson score, 95 %, without continuity correction: Newcombe 1998, table I.
        cases = [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ]
        for closed, decided, lower, upper in cases:
            with self.subTest(closed=closed, decided=decided):
                rate = get_closing_rate(closed, decided)
                self.assertAlmostEqual(rate.lower, lower, 4)
                self.assertAlmostEqual(rate.upper, upper, 4)

    def test_nothing_counted_is_nothing_known(self):
        rate = get_closing_rate(0, 0)
        self.assertEqual((rate.rate, rate.lower, rate.upper), (0.0, 0.0, 1.0))

    def test_all_of_few_proves_little(self):
        self.assertLess(get_closing_rate(3, 3).lower, 0.5)
        self.assertGreater(get_closing_rate(300, 300).lower, 0.98)
        self.assertEqual(get_closing_rate(3, 3).upper, 1.0)

    def test_impossible_counts_are_refused(self):
        for closed, decided in ((2, 1), (-1, 1)):
            with self.subTest(closed=closed), self.assertRaises(ValueError):
                get_closing_rate(closed, decided)
