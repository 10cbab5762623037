from odoo.tests import BaseCase

from ...logic.kpi_estimate import (
    Estimate,
    get_count_estimate,
    get_dispersion,
    get_mean_estimate,
    get_percentile,
    get_quantile_estimate,
    get_share_estimate,
    get_signal,
    get_verdict,
)


def _grid(values):
    return [get_percentile(values, step / 100) for step in range(101)]


class TestLogicKpiEstimate(BaseCase):
    def test_percentiles_as_numpy_has_them(self):
        values = [1, 2, 4, 8, 16, 32]
        for share, expected in ((0.1, 1.5), (0.5, 6), (0.8, 16), (0.9, 24), (1, 32)):
            with self.subTest(share=share):
                self.assertAlmostEqual(get_percentile(values, share), expected)
        self.assertEqual(get_percentile([7], 0.9), 7)
        self.assertIsNone(get_percentile([], 0.5))

    def test_interval_of_a_median_holds_the_ranks_of_the_binomial(self):
        # n = 100: ranks 40 and 61 (Conover, table of the sign test).
        figure = get_quantile_estimate(_grid(list(range(1, 101))), 100, 0.5)
        self.assertEqual((figure.value, figure.n), (50.5, 100))
        self.assertAlmostEqual(figure.low, 40.6, 1)
        self.assertAlmostEqual(figure.high, 60.4, 1)

    def test_few_cases_have_no_interval(self):
        figure = get_quantile_estimate(_grid([1, 2, 3]), 3, 0.5)
        self.assertEqual(figure, Estimate(2, 3))
        self.assertIsNone(get_quantile_estimate([None] * 101, 0, 0.5).value)
        self.assertIsNone(get_mean_estimate(4.0, None, 1).low)

    def test_mean_with_interval(self):
        figure = get_mean_estimate(10.0, 5.0, 100)
        self.assertAlmostEqual(figure.low, 9.02, 2)
        self.assertAlmostEqual(figure.high, 10.98, 2)

    def test_counts_near_the_exact_limits_of_poisson(self):
        # Chi-square limits (scipy 1.17): Byar comes within 3 % from five cases on.
        cases = [(5, 1.6235, 11.6683), (20, 12.2165, 30.8884), (100, 81.364, 121.627)]
        for count, low, high in cases:
            with self.subTest(count=count):
                figure = get_count_estimate(count)
                self.assertAlmostEqual(figure.low / low, 1, 1)
                self.assertAlmostEqual(figure.high / high, 1, 2)
        self.assertEqual(get_count_estimate(0).low, 0)
        self.assertAlmostEqual(get_count_estimate(0).high, 3.689, 1)

    def test_overdispersion_widens_and_exposure_divides(self):
        plain, wide = get_count_estimate(400), get_count_estimate(400, 4)
        self.assertAlmostEqual(
            (wide.high - wide.low) / (plain.high - plain.low), 2, places=1
        )
        self.assertEqual(get_count_estimate(30, 1, 2).value, 15)
        self.assertIsNone(get_count_estimate(30, 1, 0).value)

    def test_dispersion_of_days(self):
        self.assertEqual(get_dispersion([5, 5, 5]), 1)
        self.assertEqual(get_dispersion([0, 20]), 20)
        self.assertEqual(get_dispersion([]), 1)

    def test_difference_of_shares_as_newcombe(self):
        # Newcombe 1998 (differences), table II, method 10: 56/70 less 48/80 lies
        # between 0.0524 and 0.3339: more than noise. 9/10 less 3/10: 0.1705 to 0.8090.
        for (part, whole), (before, before_whole), signal in (
            ((56, 70), (48, 80), "up"),
            ((48, 80), (56, 70), "down"),
            ((9, 10), (3, 10), "up"),
            ((6, 10), (4, 10), "none"),
        ):
            with self.subTest(part=part):
                now = get_share_estimate(part, whole)
                then = get_share_estimate(before, before_whole)
                self.assertEqual(get_signal(now, then), signal)

    def test_counts_of_spans_of_different_lengths(self):
        march, february = get_count_estimate(3100), get_count_estimate(2800)
        self.assertEqual(get_signal(march, february), "up")
        self.assertEqual(get_signal(march, february, 31 / 28), "none")

    def test_unknown_is_no_signal(self):
        self.assertEqual(get_signal(Estimate(None), get_share_estimate(1, 2)), "none")
        self.assertEqual(get_signal(get_share_estimate(1, 2), Estimate(3, 1)), "none")

    def test_verdict_reads_the_direction(self):
        self.assertEqual(get_verdict("up", "up"), "good")
        self.assertEqual(get_verdict("up", "down"), "bad")
        self.assertEqual(get_verdict("up", "none"), "neutral")
        self.assertEqual(get_verdict("none", "up"), "neutral")
