from odoo.tests import BaseCase

from ...logic.kpi_definitions import KPIS, SECTIONS
from ...logic.kpi_estimate import Estimate, get_share_estimate
from ...logic.kpi_forecast import get_outlook
from ...logic.kpi_patterns import find_sweet_spot, get_pareto, get_quadrant


class TestLogicKpiPatterns(BaseCase):
    def test_vital_few_are_those_up_to_eighty_percent(self):
        bars = get_pareto([("d", 5), ("a", 50), ("c", 15), ("b", 30), ("e", 0)])
        self.assertEqual([bar.key for bar in bars], ["a", "b", "c", "d"])
        self.assertEqual([bar.cumulated for bar in bars], [0.5, 0.8, 0.95, 1])
        self.assertEqual([bar.is_vital for bar in bars], [True, True, False, False])
        self.assertEqual(get_pareto([]), [])

    def test_quadrants_of_price_and_jaffe(self):
        cases = {
            (1, 1): "encourage",
            (1, -1): "simplify",
            (-1, 1): "self_service",
            (-1, -1): "eliminate",
            (0, 0): "eliminate",
        }
        for values, expected in cases.items():
            with self.subTest(values=values):
                self.assertEqual(get_quadrant(*values), expected)

    def test_speed_stops_helping_where_no_faster_band_is_better(self):
        bands = [get_share_estimate(part, 200) for part in (180, 182, 178, 130, 100)]
        self.assertEqual(find_sweet_spot(bands), 2)

    def test_flat_satisfaction_says_that_slow_suffices(self):
        self.assertEqual(find_sweet_spot([get_share_estimate(80, 100)] * 3), 2)

    def test_one_band_says_nothing(self):
        self.assertIsNone(find_sweet_spot([get_share_estimate(8, 10), Estimate(None)]))

    def test_registry_is_consistent(self):
        for code, kpi in KPIS.items():
            with self.subTest(code=code):
                self.assertIn(kpi.section, SECTIONS)
                self.assertIn(kpi.good, ("up", "down", "none"))
                self.assertIn(kpi.calendar, ("working", "clock", "none"))


class TestLogicKpiForecast(BaseCase):
    def test_steady_weeks_go_on(self):
        outlook = get_outlook([100] * 20, [15] * 20, 2)
        self.assertEqual([week.tickets for week in outlook.weeks], [15, 15])
        self.assertEqual((outlook.weeks[0].low, outlook.weeks[0].high), (15, 15))
        self.assertEqual(outlook.error, 0)

    def test_the_same_week_of_last_year_raises_it(self):
        orders = [100] * 60
        orders[60 - 52] = 300  # the week that comes next, a year ago
        outlook = get_outlook(orders, [10] * 60, 2)
        self.assertAlmostEqual(outlook.weeks[0].orders, 300)
        self.assertAlmostEqual(outlook.weeks[1].orders, 100)

    def test_error_is_what_went_wrong_before(self):
        tickets = [10, 20] * 12
        outlook = get_outlook([100] * 24, tickets, 1)
        # Always 15 expected; 10 came (0.5 too much) or 20 (a quarter too few).
        self.assertAlmostEqual(outlook.error, (0.5 + 0.25) / 2)
        self.assertAlmostEqual(outlook.weeks[0].low, 10)
        self.assertAlmostEqual(outlook.weeks[0].high, 20)

    def test_little_past_is_no_forecast(self):
        self.assertIsNone(get_outlook([1, 2, 3], [1, 1, 1], 4))
        self.assertIsNone(get_outlook([9] * 5, [3] * 5, 1).error)

    def test_letters_without_orders(self):
        outlook = get_outlook([0] * 10, [4] * 10, 1)
        self.assertEqual(outlook.weeks[0].tickets, 4)
