from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.escalation import (
    Call,
    Entry,
    Found,
    NotificationRule,
    Policy,
    Skip,
    Standing,
    Step,
    TimeRange,
    climb,
    dump_policy,
    get_minute_of_day,
    get_next,
    get_notifications,
    get_standing,
    load_policy,
)

ADA, BO, CY = 1, 2, 3
EVERY_DAY = frozenset(range(7))
NIGHT = datetime(2026, 3, 2, 2, 0)


def after(minutes):
    """Return an instant of the night, minutes after the alert was raised."""
    return NIGHT + timedelta(minutes=minutes)


def step(key, delay=5, **values):
    return Step(key, "person", key, timedelta(minutes=delay), **values)


def policy(*steps, repeat=0):
    return Policy(steps, repeat, raise_again=timedelta(minutes=15))


@tagged("post_install", "-at_install")
class TestEscalationLogic(BaseCase):
    def climb(self, ladder, history, minutes, people=None, last=None):
        """Climb with ``people`` by key of the step; each step finds its own person."""
        people = people or {}

        def find(step):
            found = people.get(step.key, (step.key,))
            return found if isinstance(found, Found) else Found(found)

        return climb(ladder, history, after(minutes), find, last)

    # -- The ladder -----------------------------------------------------------------
    def test_first_step_at_once_and_each_next_after_the_delay_of_the_one_before(self):
        ladder = policy(step(1, 5), step(2, 7), step(3, 9))
        start = Entry("start", NIGHT)
        first, second = Entry("called", NIGHT, 0), Entry("called", after(5), 1)
        cases = [
            # history, now -> position called, next at
            ([start], 0, 0, 5),
            ([start, first], 4, None, 5),
            ([start, first], 5, 1, 12),
            ([start, first, second], 11, None, 12),
            ([start, first, second], 12, 2, 21),
        ]
        for history, now, position, next_at in cases:
            with self.subTest(history=len(history), now=now):
                call = self.climb(ladder, history, now)
                self.assertEqual(call.position, position)
                self.assertEqual(call.next_at, after(next_at))
                self.assertFalse(call.is_exhausted)

    def test_late_call_gives_the_full_delay_to_answer(self):
        """The server stood still for an hour: nobody loses his time, nothing bursts."""
        ladder = policy(step(1, 5), step(2, 7))
        history = [Entry("start", NIGHT), Entry("called", NIGHT, 0)]
        self.assertEqual(self.climb(ladder, history, 65).next_at, after(72))

    def test_step_with_nobody_is_passed_without_its_delay(self):
        ladder = policy(step(1, 5), step(2, 60), step(3, 9))
        call = self.climb(ladder, [Entry("start", NIGHT)], 0, {1: (), 2: ()})
        skips = (Skip(0, "nobody"), Skip(1, "nobody"))
        self.assertEqual(call, Call(after(9), skips, 2, (3,)))

    def test_step_outside_its_hours_is_passed(self):
        morning = TimeRange(EVERY_DAY, 8 * 60, 12 * 60, "UTC")
        ladder = policy(step(1, hours=morning), step(2))
        call = self.climb(ladder, [Entry("start", NIGHT)], 0)
        self.assertEqual(call, Call(after(5), (Skip(0, "hours"),), 1, (2,)))

    def test_reason_of_the_search_is_kept(self):
        ladder = policy(step(1), step(2))
        quiet = {1: Found((), "quiet")}
        call = self.climb(ladder, [Entry("start", NIGHT)], 0, quiet)
        self.assertEqual(call.skips, (Skip(0, "quiet"),))

    def test_skipped_entries_of_the_history_are_not_tried_again(self):
        ladder = policy(step(1), step(2), step(3))
        history = [
            Entry("start", NIGHT),
            Entry("skipped", NIGHT, 0),
            Entry("called", NIGHT, 1),
        ]
        self.assertEqual(self.climb(ladder, history, 5).position, 2)

    # -- Rounds and the end ---------------------------------------------------------
    def test_policy_comes_again_as_often_as_said_and_then_is_exhausted(self):
        ladder = policy(step(1, 5), step(2, 5), repeat=2)
        history, called = [Entry("start", NIGHT)], []
        for minutes in range(0, 40, 5):
            call = self.climb(ladder, history, minutes)
            if call.is_exhausted:
                break
            called.append(call.people)
            history.append(Entry("called", after(minutes), call.position))
        self.assertEqual(called, [(1,), (2,)] * 3)
        self.assertEqual(minutes, 30)
        self.assertEqual(call.next_at, after(45))

    def test_round_without_anybody_is_exhausted_at_once(self):
        ladder = policy(step(1), step(2), repeat=9)
        call = self.climb(ladder, [Entry("start", NIGHT)], 0, {1: (), 2: ()})
        self.assertTrue(call.is_exhausted)
        self.assertEqual(call.skips, (Skip(0, "nobody"), Skip(1, "nobody")))

    def test_policy_without_steps_calls_the_managers_at_once(self):
        call = self.climb(Policy(), [Entry("start", NIGHT)], 0)
        self.assertEqual(call, Call(after(15), is_exhausted=True))

    def test_exhausted_alert_is_raised_again_for_ever(self):
        ladder = policy(step(1))
        history = [Entry("start", NIGHT), Entry("called", NIGHT, 0)]
        for minutes in (5, 20, 35, 50):
            call = self.climb(ladder, history, minutes)
            with self.subTest(minutes=minutes):
                self.assertTrue(call.is_exhausted)
                self.assertEqual(call.next_at, after(minutes + 15))
                self.assertFalse(self.climb(ladder, history, minutes - 1).is_exhausted)
            history.append(Entry("exhausted", after(minutes)))

    # -- Undelivered, handed over, unresolved -----------------------------------------
    def test_undelivered_call_lets_the_next_step_come_at_once(self):
        ladder = policy(step(1, 30), step(2))
        history = [
            Entry("start", NIGHT),
            Entry("called", NIGHT, 0),
            Entry("unreachable", after(1)),
        ]
        self.assertEqual(self.climb(ladder, history, 1).position, 1)

    def test_undelivered_call_of_managers_waits_until_they_are_called_again(self):
        history = [
            Entry("start", NIGHT),
            Entry("exhausted", NIGHT),
            Entry("unreachable", after(1)),
        ]
        standing = get_standing(Policy(), history)
        self.assertEqual(standing, Standing(after(15), 0, True))

    def test_handed_over_climbs_from_where_it_was(self):
        ladder = policy(step(1, 5), step(2, 7), step(3, 9))
        start, first = Entry("start", NIGHT), Entry("called", NIGHT, 0)
        second = Entry("called", after(5), 1)
        cases = [
            # what came before -> due after, next position
            ([start], 5, 0),
            ([start, first], 5, 1),
            ([start, first, second], 7, 2),
            ([start, first, second, Entry("exhausted", after(8))], 9, 3),
        ]
        for history, delay, position in cases:
            with self.subTest(history=len(history)):
                handed = [*history, Entry("handed_over", after(9))]
                standing = get_standing(ladder, handed)
                self.assertEqual(standing.due_at, after(9 + delay))
                self.assertEqual(standing.position, position)

    def test_new_start_begins_at_the_first_step(self):
        ladder = policy(step(1), step(2))
        history = [
            Entry("start", NIGHT),
            Entry("called", NIGHT, 0),
            Entry("start", after(60)),
        ]
        self.assertEqual(self.climb(ladder, history, 60).position, 0)

    # -- Turns ----------------------------------------------------------------------
    def test_next_in_turn(self):
        cases = [
            # people, last -> next
            ((ADA, BO, CY), None, ADA),
            ((ADA, BO, CY), ADA, BO),
            ((ADA, BO, CY), CY, ADA),
            ((ADA, CY), BO, ADA),
            ((ADA,), ADA, ADA),
        ]
        for people, last, expected in cases:
            with self.subTest(people=people, last=last):
                self.assertEqual(get_next(people, last), expected)

    def test_round_robin_calls_one_and_otherwise_all_are_called(self):
        people = {1: (ADA, BO, CY)}
        start = [Entry("start", NIGHT)]
        turns = policy(step(1, round_robin=True))
        self.assertEqual(self.climb(turns, start, 0, people, {1: ADA}).people, (BO,))
        together = self.climb(policy(step(1)), start, 0, people, {1: ADA})
        self.assertEqual(together.people, (ADA, BO, CY))

    # -- Hours ----------------------------------------------------------------------
    def test_time_ranges(self):
        office = (frozenset(range(5)), 9 * 60, 17 * 60)
        friday_night = (frozenset({4}), 22 * 60, 6 * 60)
        from_seven = (frozenset({6}), 7 * 60, 7 * 60)
        cases = [
            # range, instant in UTC, covered; Rome is UTC+1 until 29 March
            (office, (3, 2, 7, 59), False),
            (office, (3, 2, 8, 0), True),
            (office, (3, 2, 15, 59), True),
            (office, (3, 2, 16, 0), False),
            (office, (3, 7, 10, 0), False),  # Saturday
            (friday_night, (3, 6, 20, 59), False),
            (friday_night, (3, 6, 21, 0), True),
            (friday_night, (3, 7, 4, 59), True),  # Saturday, begun on Friday
            (friday_night, (3, 7, 5, 0), False),
            (friday_night, (3, 6, 3, 0), False),  # Friday, begun on Thursday
            (from_seven, (3, 8, 5, 59), False),
            (from_seven, (3, 8, 6, 0), True),
            (from_seven, (3, 9, 5, 59), True),
            (from_seven, (3, 9, 6, 0), False),
        ]
        for values, moment, expected in cases:
            with self.subTest(moment=moment, start=values[1]):
                hours = TimeRange(*values, "Europe/Rome")
                self.assertIs(hours.covers(datetime(2026, *moment)), expected)

    def test_time_ranges_on_days_when_clocks_change(self):
        """In Rome 02:00-03:00 is missing on 29 March and comes twice on 25 October."""
        night = TimeRange(EVERY_DAY, 2 * 60, 3 * 60, "Europe/Rome")
        evening = TimeRange(EVERY_DAY, 22 * 60, 3 * 60, "Europe/Rome")
        cases = [
            (night, (3, 28, 1, 30), True),
            (night, (3, 29, 0, 59), False),
            (night, (3, 29, 1, 0), False),  # it is 03:00 already
            (night, (10, 24, 23, 59), False),
            (night, (10, 25, 0, 30), True),
            (night, (10, 25, 1, 30), True),  # once more
            (night, (10, 25, 2, 0), False),
            (evening, (3, 28, 21, 0), True),
            (evening, (3, 29, 0, 59), True),
            (evening, (3, 29, 1, 0), False),
            (evening, (10, 24, 20, 0), True),
            (evening, (10, 25, 1, 59), True),
            (evening, (10, 25, 2, 0), False),
        ]
        for hours, moment, expected in cases:
            with self.subTest(start=hours.start, moment=moment):
                self.assertIs(hours.covers(datetime(2026, *moment)), expected)

    def test_time_ranges_south_of_the_equator(self):
        """Sydney goes back from 03:00 to 02:00 on 5 April 2026."""
        night = TimeRange(EVERY_DAY, 2 * 60, 3 * 60, "Australia/Sydney")
        hours = [
            hour
            for hour in range(24)
            if night.covers(datetime(2026, 4, 4, 12) + timedelta(hours=hour))
        ]
        self.assertEqual(hours, [3, 4])

    def test_minutes_of_the_day(self):
        for hours, expected in ((0, 0), (22.5, 1350), (7 + 1 / 3, 440), (24, 0)):
            with self.subTest(hours=hours):
                self.assertEqual(get_minute_of_day(hours), expected)

    # -- Being told -----------------------------------------------------------------
    def test_inbox_and_mail_always_and_then_what_somebody_wants(self):
        rules = [
            NotificationRule("important", timedelta(minutes=3), "sms"),
            NotificationRule("important", timedelta(), "sms"),
            NotificationRule("important", timedelta(), "mail"),
            NotificationRule("normal", timedelta(minutes=9), "mail"),
        ]
        always = [(NIGHT, "inbox"), (NIGHT, "mail")]
        self.assertEqual(get_notifications([], "important", NIGHT), always)
        self.assertEqual(
            get_notifications(rules, "important", NIGHT),
            [*always, (NIGHT, "sms"), (after(3), "sms")],
        )
        self.assertEqual(
            get_notifications(rules, "normal", NIGHT), [*always, (after(9), "mail")]
        )

    # -- Kept -----------------------------------------------------------------------
    def test_policy_is_kept_as_it_was(self):
        hours = TimeRange(frozenset({0, 6}), 60, 120, "Europe/Rome")
        for within in (None, timedelta(minutes=30)):
            ladder = Policy(
                (step(1, 5), step(2, 7, round_robin=True, hours=hours)),
                2,
                timedelta(minutes=20),
                within,
            )
            with self.subTest(within=within):
                self.assertEqual(load_policy(dump_policy(ladder)), ladder)
        self.assertEqual(load_policy(None), Policy())
