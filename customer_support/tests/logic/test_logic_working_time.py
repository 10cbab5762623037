import random
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.working_time import OpeningHours, OutsideSpan

# Monday 2 March 2026
MONDAY = datetime(2026, 3, 2)


def at(day, hour, minute=0, second=0):
    """Return an instant of the test's week; day 0 is Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute, seconds=second)


def office(days=5):
    """Open Monday to Friday 9-12 and 13-17."""
    intervals = []
    for day in range(days):
        intervals += [(at(day, 9), at(day, 12)), (at(day, 13), at(day, 17))]
    return OpeningHours(at(0, 0), at(14, 0), intervals)


@tagged("post_install", "-at_install")
class TestWorkingTimeLogic(BaseCase):
    def test_adding_working_time(self):
        cases = [
            # from, working minutes -> due
            (at(0, 9), 60, at(0, 10)),
            (at(0, 8), 60, at(0, 10)),
            (at(0, 11, 30), 60, at(0, 13, 30)),
            (at(0, 12, 30), 60, at(0, 14)),
            (at(0, 11), 60, at(0, 12)),  # ends at closing time, not at the opening
            (at(0, 16), 60, at(0, 17)),
            (at(0, 16, 30), 60, at(1, 9, 30)),
            (at(0, 17), 60, at(1, 10)),
            (at(4, 16, 30), 30, at(4, 17)),
            (at(0, 9), 7 * 60, at(0, 17)),
            (at(0, 9), 7 * 60 + 1, at(1, 9, 1)),
            (at(0, 9), 5 * 7 * 60, at(4, 17)),
            (at(0, 3), 0, at(0, 3)),
        ]
        for start, minutes, due in cases:
            with self.subTest(start=start, minutes=minutes):
                self.assertEqual(office().add(start, timedelta(minutes=minutes)), due)

    def test_counting_backwards(self):
        cases = [
            (
                at(1, 10),
                60,
                at(1, 9),
            ),  # ends at opening time, not at the closing before
            (at(1, 9, 30), 60, at(0, 16, 30)),
            (at(1, 9), 60, at(0, 16)),
            (at(1, 3), 60, at(0, 16)),
            (at(0, 13, 30), 60, at(0, 11, 30)),
            (at(6, 12), 7 * 60, at(4, 9)),
        ]
        for end, minutes, expected in cases:
            with self.subTest(end=end, minutes=minutes):
                result = office().add(end, timedelta(minutes=-minutes))
                self.assertEqual(result, expected)

    def test_measuring(self):
        cases = [
            (at(0, 9), at(0, 17), 7 * 60),
            (at(0, 0), at(1, 0), 7 * 60),
            (at(0, 12), at(0, 13), 0),
            (at(4, 16), at(7, 10), 60),
            (at(0, 10), at(0, 9), -60),
            (at(5, 1), at(6, 22), 0),
        ]
        for start, end, minutes in cases:
            with self.subTest(start=start, end=end):
                measured = office().measure(start, end)
                self.assertEqual(measured, timedelta(minutes=minutes))

    def test_answer_outside_the_known_span_is_no_guess(self):
        for duration in (timedelta(hours=36), timedelta(hours=-1)):
            with self.assertRaises(OutsideSpan):
                office().add(at(0, 9), duration)
        with self.assertRaises(OutsideSpan):
            office().measure(at(0, 9), at(20, 9))

    def test_calendar_that_never_opens_has_no_deadline(self):
        never = OpeningHours(at(0, 0), at(7, 0), [])
        with self.assertRaises(OutsideSpan):
            never.add(at(0, 9), timedelta(seconds=1))
        self.assertEqual(never.measure(at(0, 0), at(7, 0)), timedelta(0))

    def test_around_the_clock(self):
        always = OpeningHours(at(0, 0), at(7, 0), None)
        self.assertEqual(always.add(at(5, 23), timedelta(hours=2)), at(6, 1))

    def test_overlapping_and_touching_intervals_count_once(self):
        hours = OpeningHours(
            at(0, 0),
            at(1, 0),
            [(at(0, 13), at(0, 17)), (at(0, 9), at(0, 12)), (at(0, 11), at(0, 13))],
        )
        self.assertEqual(hours.measure(at(0, 0), at(1, 0)), timedelta(hours=8))
        self.assertEqual(hours.add(at(0, 12), timedelta(hours=1)), at(0, 13))

    def test_open_at_the_opening_and_closed_at_the_closing(self):
        self.assertTrue(office().is_open(at(0, 9)))
        self.assertFalse(office().is_open(at(0, 12)))
        self.assertEqual(office().get_next_opening(at(0, 12)), at(0, 13))
        self.assertEqual(office().get_next_opening(at(0, 10)), at(0, 10))

    def test_adding_and_measuring_agree(self):
        chance = random.Random(19)
        hours = office(days=12)
        for _ in range(500):
            start = at(0, 0) + timedelta(seconds=chance.randrange(4 * 86400))
            duration = timedelta(seconds=chance.randrange(1, 40 * 3600))
            due = hours.add(start, duration)
            self.assertEqual(hours.measure(start, due), duration)
            self.assertLessEqual(hours.add(due, -duration), due)
