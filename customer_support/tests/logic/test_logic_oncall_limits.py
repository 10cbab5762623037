from datetime import datetime
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...logic.local_clock import to_seconds
from ...logic.oncall_limits import Limits, allows, find_full_months, find_short_rests

ROME = ZoneInfo("Europe/Rome")


def span(day, hour, until_day, until_hour, month=3):
    return (
        to_seconds(datetime(2026, month, day, hour)),
        to_seconds(datetime(2026, month, until_day, until_hour)),
    )


@tagged("post_install", "-at_install")
class TestOncallLimits(BaseCase):
    def test_short_rest(self):
        rest = Limits(rest=11 * 3600)
        night = span(2, 20, 3, 6)
        cases = [
            (span(3, 16, 3, 20), [span(3, 6, 3, 16)]),  # 10 hours
            (span(3, 17, 3, 20), []),  # 11 hours
            (span(3, 6, 3, 9), []),  # one long duty
        ]
        for following, expected in cases:
            with self.subTest(following=following):
                self.assertEqual(find_short_rests([night, following], rest), expected)

    def test_full_month(self):
        shifts = [span(day, 8, day, 20) for day in (2, 9, 16)]
        march = (
            to_seconds(datetime(2026, 2, 28, 23)),
            to_seconds(datetime(2026, 3, 31, 22)),
        )
        cases = [
            (Limits(), []),
            (Limits(shifts=3), []),
            (Limits(shifts=2), [march]),
            (Limits(hours=36), []),
            (Limits(hours=35), [march]),
        ]
        for limits, expected in cases:
            with self.subTest(limits=limits):
                self.assertEqual(find_full_months(shifts, limits, ROME), expected)

    def test_whoever_has_duty_or_no_rest_gets_no_more(self):
        limits = Limits(rest=11 * 3600, shifts=2)
        own = [span(2, 20, 3, 6)]
        cases = [
            (span(3, 5, 3, 7), False),
            (span(3, 6, 3, 9), False),
            (span(3, 18, 3, 20), True),
            (span(2, 7, 2, 9), True),
            (span(2, 8, 2, 10), False),
        ]
        for shift, expected in cases:
            with self.subTest(shift=shift):
                self.assertIs(allows(own, shift, limits, ROME), expected)
        own += [span(20, 20, 21, 6)]
        self.assertFalse(allows(own, span(10, 8, 10, 9), limits, ROME))
