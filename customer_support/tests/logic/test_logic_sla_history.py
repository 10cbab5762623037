from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.sla_history import (
    Happening,
    get_situations,
    replay,
)
from ...logic.sla_policy import Promise, Target
from ...logic.sla_promise import get_percentile
from ...logic.sla_situation import Situation
from ...logic.working_time import OpeningHours

NINE = datetime(2026, 3, 2, 9)
ALWAYS = {None: OpeningHours(NINE, NINE + timedelta(days=30), None)}
WAITS = frozenset(["waiting_customer"])


def after(hours):
    return NINE + timedelta(hours=hours)


def play(kind, minutes, *happenings, pausing=frozenset()):
    """Return (started, due, state) of the clocks after happenings like (1, "asked")."""
    first = Situation(NINE, "new", received_at=NINE, unanswered_since=NINE, team_id=1)
    past = [Happening(after(hours), what, *stage) for hours, what, *stage in happenings]
    target = Target(1, kind, (minutes,) * 4, pausing_kinds=pausing)
    promise = Promise(1, "contractual", target, target.get_allowed("1"), "1")
    outcomes = replay(get_situations(first, past), [promise], ALWAYS)
    clocks = [outcome.clock for outcome in outcomes]
    return [(clock.started_at, clock.due_at, clock.state) for clock in clocks]


@tagged("post_install", "-at_install")
class TestSlaHistoryLogic(BaseCase):
    def test_every_spell_without_an_answer_is_a_clock_of_its_own(self):
        talk = [
            (1, "answered"),
            (2, "asked"),
            (3, "asked"),
            (4, "answered"),
            (5, "asked"),
        ]
        self.assertEqual(
            play("next_reply", 60, *talk),
            [
                (after(2), after(3), "fulfilled"),
                (after(5), after(6), "running"),
            ],
        )

    def test_happenings_are_told_in_any_order(self):
        talk = [(4, "answered"), (1, "answered"), (2, "asked")]
        self.assertEqual(
            play("next_reply", 60, *talk), [(after(2), after(3), "fulfilled")]
        )

    def test_time_of_waiting_and_of_being_solved_does_not_count(self):
        moves = [
            (1, "moved", "waiting_customer"),
            (3, "moved", "open"),
            (4, "moved", "solved"),
            (10, "moved", "open"),
        ]
        self.assertEqual(
            play("resolution", 240, *moves, pausing=WAITS),
            [(NINE, after(12), "running")],
        )

    def test_cancelled_ticket_was_no_success(self):
        [(_start, _due, state)] = play("first_response", 60, (1, "moved", "cancelled"))
        self.assertEqual(state, "cancelled")

    def test_percentile_is_a_duration_that_somebody_waited(self):
        cases = [
            ([], 80, None),
            ([7], 80, 7),
            ([5, 1, 4, 2, 3], 80, 4),
            ([1, 2, 3, 4], 80, 4),
            ([1, 2, 3, 4], 50, 2),
            ([1, 2, 3, 4], 100, 4),
            ([3, 1, 2], 1, 1),
        ]
        for minutes, share, expected in cases:
            with self.subTest(minutes=minutes, share=share):
                durations = [timedelta(minutes=value) for value in minutes]
                found = get_percentile(durations, share)
                wanted = None if expected is None else timedelta(minutes=expected)
                self.assertEqual(found, wanted)
