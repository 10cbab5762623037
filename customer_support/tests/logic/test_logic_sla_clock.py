import random
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic import sla_clock
from ...logic.sla_clock import Step
from ...logic.working_time import (
    LenientHours,
    OpeningHours,
    OutsideSpan,
)

# Monday 2 March 2026
MONDAY = datetime(2026, 3, 2)
HOUR = timedelta(hours=1)


def at(day, hour, minute=0):
    """Return an instant of the test's weeks; day 0 is Monday."""
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def _open_days(first, last, periods):
    days = [day for day in range(first, last) if day % 7 < 5]
    return [(at(day, start), at(day, end)) for day in days for start, end in periods]


# Monday to Friday 9-12 and 13-17
OFFICE = OpeningHours(at(-7, 0), at(28, 0), _open_days(-7, 28, [(9, 12), (13, 17)]))
ALWAYS = OpeningHours(at(-7, 0), at(28, 0), None)
NEVER = OpeningHours(at(-7, 0), at(28, 0), [])


def play(target_hours, moves, hours=OFFICE):
    """Return the clock after moves like ("start", at(0, 9)), ("pause", at(0, 10))."""
    clock = None
    for do, instant in moves:
        if do == "start":
            clock = sla_clock.start(target_hours * HOUR, instant, hours)
        else:
            clock = getattr(sla_clock, do)(clock, instant, hours)
    return clock


@tagged("post_install", "-at_install")
class TestSlaClockLogic(BaseCase):
    def test_deadline_of_a_clock_that_just_runs(self):
        cases = [
            # target in hours, started -> due
            (1, at(0, 9), at(0, 10)),
            (4, at(0, 9), at(0, 14)),
            (1, at(4, 16, 30), at(7, 9, 30)),
            (7, at(0, 9), at(0, 17)),
            (8, at(0, 18), at(2, 10)),
            (2, at(5, 12), at(7, 11)),
        ]
        for target, started, due in cases:
            with self.subTest(target=target, started=started):
                self.assertEqual(play(target, [("start", started)]).due_at, due)

    def test_pause_moves_the_deadline_by_its_working_time(self):
        cases = [
            # paused, resumed -> due of 4 hours from Monday 9:00 (14:00 without)
            (at(0, 10), at(0, 11), at(0, 15)),
            (at(0, 10), at(1, 10), at(1, 14)),
            (at(0, 11, 30), at(0, 13, 30), at(0, 15)),
            (at(0, 12), at(0, 13), at(0, 14)),
            (at(0, 10), at(0, 10), at(0, 14)),
        ]
        for paused, resumed, due in cases:
            with self.subTest(paused=paused, resumed=resumed):
                moves = [("start", at(0, 9)), ("pause", paused), ("resume", resumed)]
                self.assertEqual(play(4, moves).due_at, due)

    def test_verdicts(self):
        start, end = ("start", at(0, 9)), at(0, 10)
        cases = [
            # moves, now -> verdict of a target of one hour
            ([start], at(0, 9, 59), "running"),
            ([start], end, "late"),
            ([start, ("fulfil", end)], at(3, 9), "met"),
            ([start, ("fulfil", at(0, 10, 1))], at(0, 10, 1), "missed"),
            ([start, ("pause", at(0, 9, 30))], at(9, 9), "paused"),
            ([start, ("pause", at(0, 9, 30)), ("fulfil", at(9, 9))], at(9, 9), "met"),
            ([start, ("pause", at(0, 11))], at(0, 11), "late"),
            ([start, ("pause", at(0, 11)), ("fulfil", at(1, 9))], at(1, 9), "missed"),
            ([start, ("cancel", at(0, 9, 5))], at(9, 9), "cancelled"),
            ([start, ("cancel", at(0, 11))], at(9, 9), "cancelled"),
        ]
        for moves, now, verdict in cases:
            with self.subTest(moves=moves):
                self.assertEqual(sla_clock.get_verdict(play(1, moves), now), verdict)

    def test_nothing_that_comes_after_the_end_resurrects(self):
        for end in ("fulfil", "cancel"):
            ended = play(1, [("start", at(0, 9)), (end, at(0, 9, 30))])
            for do in ("pause", "resume", "fulfil", "cancel"):
                with self.subTest(end=end, do=do):
                    after = getattr(sla_clock, do)(ended, at(0, 15), OFFICE)
                    self.assertEqual(after, ended)
            self.assertEqual(
                sla_clock.retarget(ended, 5 * HOUR, at(0, 15), OFFICE), ended
            )

    def test_reopening_keeps_what_has_run_and_skips_the_time_between(self):
        moves = [("start", at(0, 9)), ("fulfil", at(0, 10)), ("reopen", at(1, 9))]
        clock = play(4, moves)
        self.assertEqual((clock.worked, clock.due_at), (HOUR, at(1, 12)))

    def test_reopening_does_not_forget_that_it_was_late(self):
        moves = [("start", at(0, 9)), ("fulfil", at(0, 11)), ("reopen", at(1, 9))]
        clock = play(1, moves)
        self.assertEqual(clock.due_at, at(0, 10))
        self.assertEqual(sla_clock.get_verdict(clock, at(1, 9)), "late")

    def test_change_of_target_keeps_what_has_run(self):
        running = play(4, [("start", at(0, 9))])
        cases = [
            # new target in hours, changed -> due
            (6, at(0, 11), at(0, 16)),
            (2, at(0, 10), at(0, 11)),
            (1, at(0, 11), at(0, 10)),  # was due before it was changed
        ]
        for target, changed, due in cases:
            with self.subTest(target=target):
                clock = sla_clock.retarget(running, target * HOUR, changed, OFFICE)
                self.assertEqual(clock.due_at, due)

    def test_change_of_target_after_a_pause_keeps_the_pause(self):
        moves = [("start", at(0, 9)), ("pause", at(0, 10)), ("resume", at(0, 15))]
        clock = sla_clock.retarget(play(4, moves), 2 * HOUR, at(0, 15, 30), OFFICE)
        self.assertEqual(clock.due_at, at(0, 16))

    def test_change_of_hours_keeps_what_has_run_in_the_old_ones(self):
        running = play(4, [("start", at(0, 9))])
        clock = sla_clock.retarget(running, 4 * HOUR, at(0, 16), OFFICE, ALWAYS)
        # Six office hours would have run until 16:00: it is late in either.
        self.assertEqual(sla_clock.get_verdict(clock, at(0, 16)), "late")
        early = sla_clock.retarget(running, 4 * HOUR, at(0, 10), OFFICE, ALWAYS)
        self.assertEqual((early.worked, early.due_at), (HOUR, at(0, 13)))

    def test_change_of_target_while_paused_counts_from_the_resumption(self):
        paused = play(4, [("start", at(0, 9)), ("pause", at(0, 11))])
        longer = sla_clock.retarget(paused, 5 * HOUR, at(0, 12), OFFICE)
        self.assertIsNone(longer.due_at)
        resumed = sla_clock.resume(longer, at(1, 9), OFFICE)
        self.assertEqual(resumed.due_at, at(1, 12))
        shorter = sla_clock.retarget(paused, HOUR, at(0, 12), OFFICE)
        self.assertEqual(sla_clock.get_verdict(shorter, at(0, 12)), "late")

    def test_wake_up_comes_at_the_first_step_and_not_while_paused(self):
        steps = [Step("breach", 2 * HOUR), Step("warning", HOUR)]
        clock = play(2, [("start", at(0, 9))])
        self.assertEqual(sla_clock.get_next_wake(clock, steps, OFFICE), at(0, 10))
        paused = sla_clock.pause(clock, at(0, 9, 30), OFFICE)
        self.assertIsNone(sla_clock.get_next_wake(paused, steps, OFFICE))
        resumed = sla_clock.resume(paused, at(0, 13), OFFICE)
        self.assertEqual(sla_clock.get_next_wake(resumed, steps, OFFICE), at(0, 13, 30))

    def test_reached_steps_come_in_their_order(self):
        steps = [
            Step("after", 3 * HOUR),
            Step("breach", 2 * HOUR),
            Step("warning", HOUR),
        ]
        clock = play(2, [("start", at(0, 9))])
        for now, keys in (
            (at(0, 9, 59), []),
            (at(0, 10), ["warning"]),
            (at(0, 11), ["warning", "breach"]),
            (at(0, 14), ["warning", "breach", "after"]),
        ):
            reached = sla_clock.get_reached_steps(clock, steps, now, OFFICE)
            self.assertEqual([step.key for step in reached], keys)

    def test_hours_that_never_open_give_no_deadline(self):
        with self.assertRaises(OutsideSpan):
            play(1, [("start", at(0, 9))], NEVER)
        clock = play(1, [("start", at(0, 9))], LenientHours(NEVER))
        self.assertIsNone(clock.due_at)
        self.assertEqual(sla_clock.get_verdict(clock, at(3, 9)), "running")

    def test_any_pauses_add_up_to_the_time_that_ran(self):
        chance = random.Random(7)
        for _ in range(200):
            instants = sorted(
                at(0, 0) + chance.randrange(14 * 24 * 60) * HOUR / 60 for _ in range(9)
            )
            names = ["start", *["pause", "resume"] * 4]
            clock = play(10, list(zip(names, instants, strict=True)))
            spans = zip(instants[0::2], instants[1::2], strict=False)
            ran = sum((OFFICE.measure(*span) for span in spans), timedelta(0))
            self.assertEqual(clock.worked, ran)
            if ran < clock.target:
                left = OFFICE.measure(clock.running_since, clock.due_at)
                self.assertEqual(left, clock.target - ran)

    def test_pause_shifts_the_deadline_by_exactly_its_working_time(self):
        chance = random.Random(11)
        for _ in range(300):
            start, pause, resume = sorted(
                at(0, 0) + chance.randrange(5 * 24 * 60) * HOUR / 60 for _ in range(3)
            )
            plain = play(9, [("start", start)])
            paused = play(9, [("start", start), ("pause", pause), ("resume", resume)])
            if pause >= plain.due_at:
                self.assertEqual(paused.due_at, plain.due_at)
                continue
            shift = OFFICE.measure(plain.due_at, paused.due_at)
            self.assertEqual(shift, OFFICE.measure(pause, resume))

    def test_random_events_never_resurrect_and_never_lose_time(self):
        chance = random.Random(13)
        for _ in range(300):
            clock = sla_clock.start(8 * HOUR, at(0, 9), OFFICE)
            instant, ended = at(0, 9), False
            for _event in range(8):
                instant += chance.randrange(600) * HOUR / 60
                do = chance.choice(["pause", "resume", "fulfil", "cancel"])
                before = clock
                clock = getattr(sla_clock, do)(clock, instant, OFFICE)
                self.assertGreaterEqual(clock.worked, before.worked)
                self.assertFalse(ended and clock.is_open)
                ended = ended or not clock.is_open

    def test_events_out_of_order_do_not_run_time_backwards(self):
        clock = sla_clock.start(HOUR, at(0, 10), OFFICE)
        paused = sla_clock.pause(clock, at(0, 9), OFFICE)
        self.assertEqual(paused.worked, timedelta(0))
