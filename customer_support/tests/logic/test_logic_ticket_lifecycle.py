from datetime import datetime, timedelta
from itertools import product

from odoo.tests import BaseCase, tagged

from ...const import (
    ENDED_KINDS,
    OPEN_KINDS,
    STAGE_KINDS,
    STAGE_TRANSITIONS,
)
from ...logic.ticket_lifecycle import (
    TicketState,
    TransitionError,
    can_move,
    get_move_changes,
)

NOW = datetime(2026, 3, 2, 9, 0)
EARLIER = NOW - timedelta(days=3)
KINDS = [kind for kind, _label in STAGE_KINDS]


@tagged("post_install", "-at_install")
class TestTicketLifecycleLogic(BaseCase):
    def test_every_kind_declares_its_moves(self):
        self.assertEqual(set(STAGE_TRANSITIONS), set(KINDS))
        self.assertEqual(set(OPEN_KINDS) | set(ENDED_KINDS), set(KINDS))

    def test_undeclared_pairs_are_refused_and_declared_ones_are_not(self):
        for source, target in product(KINDS, KINDS):
            with self.subTest(source=source, target=target):
                if can_move(source, target):
                    get_move_changes(TicketState(source), target, NOW)
                else:
                    with self.assertRaises(TransitionError):
                        get_move_changes(TicketState(source), target, NOW)

    def test_nothing_returns_to_new(self):
        self.assertEqual([kind for kind in KINDS if can_move(kind, "new")], ["new"])

    def test_closing_date_exists_exactly_on_closed_and_cancelled(self):
        for source, target in product(KINDS, KINDS):
            if source == target or not can_move(source, target):
                continue
            with self.subTest(source=source, target=target):
                changes = get_move_changes(TicketState(source), target, NOW)
                if target in ("closed", "cancelled"):
                    self.assertEqual(changes["closed_date"], NOW)
                elif target == "solved" or source in ENDED_KINDS:
                    self.assertIsNone(changes["closed_date"])
                else:
                    self.assertNotIn("closed_date", changes)

    def test_closing_keeps_the_date_of_the_solution(self):
        state = TicketState("solved", solved_date=EARLIER)
        changes = get_move_changes(state, "closed", NOW)
        self.assertEqual(changes["solved_date"], EARLIER)

    def test_closing_without_solving_counts_as_solved_now(self):
        changes = get_move_changes(TicketState("open"), "closed", NOW)
        self.assertEqual(changes["solved_date"], NOW)

    def test_reopening_clears_dates_and_counts(self):
        state = TicketState("closed", reopen_count=2, solved_date=EARLIER)
        changes = get_move_changes(state, "open", NOW)
        self.assertEqual(changes["reopen_count"], 3)
        self.assertIsNone(changes["solved_date"])
        self.assertIsNone(changes["closed_date"])

    def test_undoing_a_cancellation_does_not_count(self):
        changes = get_move_changes(TicketState("cancelled"), "open", NOW)
        self.assertNotIn("reopen_count", changes)
        self.assertIsNone(changes["cancel_reason"])

    def test_ending_forgets_who_waits_and_wakes_the_snoozed(self):
        changes = get_move_changes(TicketState("open"), "solved", NOW)
        self.assertIsNone(changes["unanswered_since"])
        self.assertIsNone(changes["snoozed_until"])

    def test_move_inside_a_kind_changes_nothing(self):
        self.assertEqual(get_move_changes(TicketState("open"), "open", NOW), {})
