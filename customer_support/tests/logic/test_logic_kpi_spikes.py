import random

from odoo.tests import BaseCase

from ...logic.kpi_spikes import (
    Spike,
    filter_discoveries,
    find_spikes,
    get_distribution,
    judge,
)


class TestLogicKpiSpikes(BaseCase):
    def test_distribution_as_scipy_has_it(self):
        # scipy.stats.nbinom.cdf(count, size, size / (size + mean)), scipy 1.17
        cases = [
            (0, 2, 3, 0.16),
            (5, 10.5, 4, 0.7632452686),
            (30, 6, 12, 0.9924311730),
            (120, 60.5, 100, 0.8922237688),
        ]
        for count, size, mean, expected in cases:
            with self.subTest(count=count):
                self.assertAlmostEqual(get_distribution(count, size, mean), expected, 8)

    def test_steady_baseline_makes_five_times_as_much_a_rise(self):
        [spike] = find_spikes({"late": 50}, {"late": [9, 11, 10, 10] * 3})
        self.assertEqual((spike.direction, spike.expected), ("rise", 10))
        self.assertLess(spike.p, 1e-6)

    def test_uneven_baseline_explains_what_a_steady_one_does_not(self):
        uneven = [0, 40, 2, 38, 1, 45, 0, 30, 5, 50, 3, 26]
        self.assertLess(judge("a", 45, [20] * 12).p, 0.001)
        self.assertGreater(judge("a", 45, uneven).p, 0.05)

    def test_what_disappears_is_a_fall(self):
        [spike] = find_spikes({}, {"late": [20, 22, 18, 21] * 3})
        self.assertEqual((spike.count, spike.direction), (0, "fall"))

    def test_something_new_is_a_rise(self):
        [spike] = find_spikes({"new": 9}, {"new": [0] * 12})
        self.assertEqual((spike.expected, spike.direction), (0, "rise"))

    def test_small_changes_are_left_alone(self):
        self.assertFalse(find_spikes({"a": 4}, {"a": [0] * 12}))

    def test_number_of_comparisons_counts(self):
        # Benjamini and Hochberg 1995, table of section 3.2: four of fifteen stand.
        published = (
            *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
            *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
        )
        spikes = [Spike(number, 9, 1, p) for number, p in enumerate(published)]
        self.assertEqual([s.key for s in filter_discoveries(spikes)], [0, 1, 2, 3])

    def test_a_quiet_year_of_fifty_reasons_alarms_in_few_weeks(self):
        chance = random.Random(8)

        def draw():
            return sum(chance.random() < 0.05 for _ in range(200))

        history = {reason: [draw() for _ in range(64)] for reason in range(50)}
        weeks = range(12, 64)
        alarmed = 0
        for week in weeks:
            baselines = {key: line[week - 12 : week] for key, line in history.items()}
            counts = {key: line[week] for key, line in history.items()}
            alarmed += bool(find_spikes(counts, baselines))
        # Of all weeks without any change, 5 % may alarm.
        self.assertLessEqual(alarmed, 6)
