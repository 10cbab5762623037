from odoo.tests import BaseCase

from ...logic.satisfaction import SCALES, get_figure, get_share


class TestLogicSatisfaction(BaseCase):
    def assertFigure(self, figure, count, *values):
        self.assertEqual(figure.count, count)
        for got, expected in zip(
            (figure.value, figure.lower, figure.upper), values, strict=False
        ):
            self.assertAlmostEqual(got, expected, 3)

    def test_csat_is_the_share_of_fours_and_fives(self):
        figure = get_figure("csat", {5: 50, 4: 31, 3: 82, 2: 60, 1: 40})
        # 81 of 263, Wilson: Newcombe 1998, table I
        self.assertFigure(figure, 263, 81 / 263, 0.2553, 0.3662)

    def test_nps_by_hand(self):
        # 100 answers: 50 promoters, 30 detractors. NPS 20.
        # Variance 0.5 + 0.3 - 0.04 = 0.76; margin 1.96 * sqrt(0.0076) = 0.17087
        figure = get_figure("nps", {10: 20, 9: 30, 8: 10, 7: 10, 6: 10, 0: 20})
        self.assertFigure(figure, 100, 20.0, 2.913, 37.087)

    def test_nps_does_not_leave_its_scale(self):
        self.assertFigure(get_figure("nps", {10: 3}), 3, 100, 100, 100)
        figure = get_figure("nps", {10: 1, 0: 1})
        self.assertFigure(figure, 2, 0, -100, 100)

    def test_ces_is_the_mean_with_its_standard_error(self):
        # 1 to 7 once each: mean 4, variance 28/6, error sqrt(28/6/7) = 0.8165
        figure = get_figure("ces", dict.fromkeys(range(1, 8), 1))
        self.assertFigure(figure, 7, 4.0, 4 - 1.6003, 4 + 1.6003)

    def test_one_answer_has_a_mean_and_no_interval(self):
        figure = get_figure("ces", {6: 1})
        self.assertEqual((figure.value, figure.lower), (6, None))

    def test_nothing_answered_is_nothing_known(self):
        for metric in SCALES:
            figure = get_figure(metric, {})
            self.assertEqual((figure.count, figure.value), (0, None))
        self.assertIsNone(get_share(0, 0).value)

    def test_marks_that_the_scale_does_not_have_are_refused(self):
        for metric, mark in (("csat", 0), ("csat", 6), ("nps", 11), ("ces", 8)):
            with self.subTest(metric=metric), self.assertRaises(ValueError):
                get_figure(metric, {mark: 1})

    def test_bands_of_each_scale(self):
        cases = {
            "csat": {1: "low", 2: "low", 3: "middle", 4: "high", 5: "high"},
            "ces": {1: "low", 3: "low", 4: "middle", 5: "high", 7: "high"},
            "nps": {0: "low", 6: "low", 7: "middle", 8: "middle", 9: "high"},
        }
        for metric, bands in cases.items():
            for mark, band in bands.items():
                self.assertEqual(SCALES[metric].get_band(mark), band, (metric, mark))

    def test_rates_reach_from_nought_to_one(self):
        for scale in SCALES.values():
            self.assertEqual(scale.get_rate(scale.lowest), 0)
            self.assertEqual(scale.get_rate(scale.highest), 1)
