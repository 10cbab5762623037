from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...logic.local_clock import DAY, to_seconds
from ...logic.oncall_fairness import Hours, Share, Weights, get_score, get_shares

ROME = ZoneInfo("Europe/Rome")


def utc(*moment):
    return to_seconds(datetime(*moment))


@tagged("post_install", "-at_install")
class TestOncallFairnessLogic(BaseCase):
    def _split(self, start, end, holidays=()):
        hours = Hours(ROME, start, end, holidays)
        return {kind: h for kind, h in hours.split(start, end).items() if h}

    def test_hours_have_one_kind_each(self):
        monday, tuesday = utc(2026, 3, 1, 23), utc(2026, 3, 2, 23)
        friday, monday_after = utc(2026, 3, 6, 11), utc(2026, 3, 8, 23)
        cases = [
            ((monday, tuesday), (), {"day": 16, "night": 8}),
            ((monday, tuesday), ((monday, tuesday),), {"holiday": 24}),
            ((friday, monday_after), (), {"day": 10, "night": 2, "weekend": 48}),
        ]
        for span, holidays, expected in cases:
            with self.subTest(span=span, holidays=holidays):
                self.assertEqual(self._split(*span, holidays), expected)

    def test_a_weekend_in_which_the_clock_changes(self):
        spring = utc(2026, 3, 27, 23), utc(2026, 3, 29, 22)
        autumn = utc(2026, 10, 23, 22), utc(2026, 10, 25, 23)
        self.assertEqual(self._split(*spring), {"weekend": 47})
        self.assertEqual(self._split(*autumn), {"weekend": 49})

    def test_kinds_add_up_to_all_hours(self):
        start, end = utc(2026, 1, 1, 5), utc(2027, 1, 1, 17)
        holidays = [(utc(2026, 4, 5, 22), utc(2026, 4, 6, 22))]
        total = sum(self._split(start, end, holidays).values())
        self.assertEqual(total, (end - start) / 3600)

    # -- Shares ---------------------------------------------------------------------
    def _share(self, duties, presences, calls=None):
        start = utc(2026, 3, 2)
        hours = Hours(ZoneInfo("UTC"), start, start + 28 * DAY)
        spans = [(start + s * DAY, start + e * DAY, who) for s, e, who in duties]
        flat = Weights(1, 1, 1, 1, 1)
        shares = get_shares(spans, presences, hours, flat, calls)
        return {share.person: share for share in shares}

    def test_equal_weeks_are_equal_shares(self):
        shares = self._share([(0, 7, "a"), (7, 14, "b")], {"a": 14, "b": 14})
        self.assertEqual([shares[p].excess for p in "ab"], [0, 0])

    def test_a_newcomer_is_expected_to_carry_less(self):
        shares = self._share([(0, 14, "a"), (14, 21, "b")], {"a": 28, "b": 14})
        self.assertEqual((shares["a"].expected, shares["b"].expected), (336, 168))
        self.assertEqual(shares["b"].excess, 0)

    def test_whoever_has_no_duty_carries_less_than_his_share(self):
        shares = self._share([(0, 14, "a")], {"a": 28, "b": 28})
        self.assertEqual((shares["a"].excess, shares["b"].excess), (1, -1))

    def test_calls_weigh(self):
        shares = self._share([(0, 1, "a"), (1, 2, "b")], {"a": 1, "b": 1}, {"a": 12})
        self.assertEqual((shares["a"].load, shares["b"].load), (36, 24))

    def test_who_left_is_still_counted(self):
        shares = self._share([(0, 7, "gone"), (7, 14, "a")], {"a": 28 * DAY})
        self.assertEqual(shares["gone"].hours["weekend"], 48)
        self.assertGreater(shares["gone"].expected, 0)

    # -- Score ----------------------------------------------------------------------
    def test_score(self):
        def shares(*loads):
            return [Share(n, load=load, expected=10) for n, load in enumerate(loads)]

        cases = [
            (shares(10, 10, 10), 100, 0, 100),
            (shares(10, 10), 100, 25, 75),
            (shares(20, 10), 100, 0, 50),
            (shares(20, 0), 100, 0, 0),
            (shares(10), 100, 0, 100),
            ([], 100, 100, 0),
            ([], 0, 0, 100),
        ]
        for people, needed, gaps, expected in cases:
            with self.subTest(people=people, gaps=gaps):
                self.assertEqual(get_score(people, needed, gaps), expected)
