from datetime import datetime, timedelta
from random import Random

from odoo.tests import BaseCase, tagged

from ...logic.expected_wait import (
    Answered,
    Staffing,
    count_ahead,
    estimate,
    get_presence,
)

MONDAY = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def day(number, start=9, end=17):
    midnight = MONDAY + timedelta(days=number)
    return midnight + start * HOUR, midnight + end * HOUR


def week(first=0, weeks=1):
    """Return the periods from nine to five of working days."""
    return [
        day(7 * number + weekday)
        for number in range(first, first + weeks)
        for weekday in range(5)
    ]


@tagged("post_install", "-at_install")
class TestLogicStaffing(BaseCase):
    def test_two_people_for_an_hour_are_two_hours(self):
        staffing = Staffing([[day(0)], [day(0, 10, 12)]])
        nine, eleven = day(0, 9, 11)
        self.assertEqual(staffing.measure(nine, eleven), 3 * HOUR)
        self.assertEqual(staffing.get_average(nine, eleven), 1.5)

    def test_work_goes_on_when_somebody_is_there_again(self):
        staffing = Staffing([[day(0), day(1)]])
        four = MONDAY + 16 * HOUR
        for work, expected in (
            (HOUR, MONDAY + 17 * HOUR),
            (2 * HOUR, MONDAY + 34 * HOUR),
            (20 * HOUR, None),
        ):
            self.assertEqual(staffing.add(four, work), expected)

    def test_nothing_to_do_waits_for_somebody(self):
        opening, _closing = day(1)
        done = Staffing([[day(0), day(1)]]).add(MONDAY + 20 * HOUR, timedelta(0))
        self.assertLess(done - opening, MINUTE)
        self.assertGreater(done, opening)

    def test_nobody_ever_there_answers_nothing(self):
        self.assertIsNone(Staffing([]).add(MONDAY, HOUR))
        self.assertEqual(Staffing([]).measure(MONDAY, MONDAY + HOUR), timedelta(0))

    def test_period_ends_where_the_last_one_leaves(self):
        staffing = Staffing([[day(0, 9, 12), day(0, 14, 17)], [day(0, 11, 13)]])
        noon = MONDAY + 12 * HOUR
        self.assertEqual(staffing.get_period(noon), day(0, 9, 13))

    def test_presence_is_own_hours_within_the_teams_without_absences(self):
        own, team = [day(0, 7, 13)], [day(0, 9, 17)]
        away = [day(0, 10, 11)]
        self.assertEqual(get_presence(own, team, away), [day(0, 9, 10), day(0, 11, 13)])


@tagged("post_install", "-at_install")
class TestLogicExpectedWait(BaseCase):
    def _get_answers(self, minutes, priority=1, count=30, ahead=0):
        """Return answers after so many minutes each, on different mornings."""
        start = MONDAY + 10 * HOUR
        return [
            Answered(start, start + minutes * MINUTE, priority, ahead)
            for _number in range(count)
        ]

    def _estimate(self, answered, now=None, ahead=0, staffing=None, priority=1):
        staffing = staffing or Staffing([week(weeks=2)])
        now = now or MONDAY + timedelta(days=7, hours=10)
        return estimate(now, ahead, priority, answered, staffing)

    def test_too_few_answers_say_nothing(self):
        self.assertIsNone(self._estimate(self._get_answers(30, count=19)))
        self.assertTrue(self._estimate(self._get_answers(30, count=20)))

    def test_range_is_round_and_around_the_usual_wait(self):
        found = self._estimate(self._get_answers(20) + self._get_answers(70))
        base = MONDAY + timedelta(days=7, hours=10)
        self.assertEqual(
            (found.low, found.high), (base + 15 * MINUTE, base + 75 * MINUTE)
        )

    def test_each_ticket_before_takes_its_time(self):
        found = self._estimate(self._get_answers(20), ahead=5)
        base = MONDAY + timedelta(days=7, hours=12)
        self.assertEqual((found.low, found.high), (base, base + 15 * MINUTE))

    def test_second_colleague_halves_the_wait(self):
        staffing = Staffing([week(weeks=2), week(first=1)])
        found = self._estimate(self._get_answers(20), ahead=5, staffing=staffing)
        self.assertEqual(found.low, MONDAY + timedelta(days=7, hours=11))
        self.assertEqual(found.people, 2)

    def test_night_is_never_promised(self):
        friday_night = MONDAY + timedelta(days=11, hours=22)
        staffing = Staffing([week(weeks=3)])
        for ahead in (0, 5, 23, 24, 40):
            found = self._estimate(self._get_answers(20), friday_night, ahead, staffing)
            for shown in (found.low, found.high):
                self.assertTrue(9 <= shown.hour + shown.minute / 60 <= 17, shown)
            self.assertGreaterEqual(found.low, MONDAY + timedelta(days=14, hours=9))

    def test_beyond_the_known_hours_nobody_can_tell(self):
        self.assertIsNone(self._estimate(self._get_answers(20), ahead=500))

    def test_own_priority_counts_if_it_has_enough_answers(self):
        answered = self._get_answers(120) + self._get_answers(20, priority=3)
        found = self._estimate(answered, priority=3)
        self.assertLess(found.high, MONDAY + timedelta(days=7, hours=11))
        few = self._get_answers(120) + self._get_answers(20, priority=3, count=5)
        self.assertGreater(
            self._estimate(few, priority=3).high, MONDAY + timedelta(days=7, hours=11)
        )

    def test_ahead_are_those_of_at_least_the_priority_that_wait(self):
        at = [MONDAY + number * HOUR for number in range(9)]
        answered = [
            Answered(at[0], at[3], 1),
            Answered(at[1], at[2], 2),
            Answered(at[1], at[8], 0),
            Answered(at[4], at[5], 1),
            Answered(at[2] - MINUTE, at[6], 1),
            Answered(at[2] - MINUTE, at[6], 1, ahead=9),
        ]
        self.assertEqual(
            [case.ahead for case in count_ahead(answered)], [0, 0, 1, 2, 2, 9]
        )


class _Desk:
    """Agents who answer one ticket after the other, urgent ones first."""

    def __init__(self, seed, people, minutes, gap):
        self.random = Random(seed)
        self.staffing = Staffing([week(weeks=8)] * people)
        self.people, self.minutes, self.gap = people, minutes, gap
        self.answered, self.waiting, self.ranges = [], [], []
        self.free = [MONDAY] * people

    def run(self, until, is_judged):
        now = MONDAY
        while now < until:
            now += self.random.expovariate(1 / self.gap) * MINUTE
            if not (now.weekday() < 5 and 8 <= now.hour < 18):
                continue
            self._answer(now)
            priority = self.random.choice((1, 1, 1, 2))
            if is_judged(now):
                self._promise(now, priority)
            self.waiting.append((-priority, now))
        self._answer(until + timedelta(days=14))

    def _promise(self, now, priority):
        ahead = sum(-level >= priority for level, _at in self.waiting)
        lately = sorted(self.answered, key=lambda case: case.answered, reverse=True)
        found = estimate(now, ahead, priority, lately[:400], self.staffing)
        if found:
            self.ranges.append(((-priority, now), found))

    def _answer(self, now):
        """Let the agents do what they get done until then."""
        one = Staffing([week(weeks=8)])
        while self.waiting:
            first = min(range(self.people), key=self.free.__getitem__)
            start = max(self.free[first], min(at for _level, at in self.waiting))
            if start > now:
                return
            chosen = min(item for item in self.waiting if item[1] <= start)
            work = self.random.gauss(self.minutes, self.minutes / 4) * MINUTE
            done = one.add(start, work)
            if not done or done > now:
                return
            self.waiting.remove(chosen)
            self.free[first] = done
            self.answered.append(Answered(chosen[1], done, -chosen[0]))

    def get_shares(self):
        """Return which shares of the answers came earlier, within and later."""
        done = {(-c.priority, c.received): c.answered for c in self.answered}
        verdicts = [
            "earlier" if done[key] < r.low else "later" if done[key] > r.high else "in"
            for key, r in self.ranges
        ]
        return {kind: verdicts.count(kind) / len(verdicts) for kind in set(verdicts)}


@tagged("post_install", "-at_install")
class TestLogicWaitHonesty(BaseCase):
    """A month of learning, then a week in which the ranges are judged."""

    def test_eight_of_ten_answers_come_within_the_range(self):
        begin, end = MONDAY + timedelta(weeks=4), MONDAY + timedelta(weeks=5)
        for people, minutes, gap in ((1, 15, 24), (3, 15, 6.2), (4, 25, 7)):
            desk = _Desk(seed=people, people=people, minutes=minutes, gap=gap)
            desk.run(end, lambda now: now >= begin)
            shares = desk.get_shares()
            with self.subTest(people=people, answers=len(desk.ranges), **shares):
                self.assertGreater(len(desk.ranges), 100)
                self.assertGreater(shares["in"], 0.7)
                self.assertLess(shares.get("later", 0), 0.2)
