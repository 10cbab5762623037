from dataclasses import replace
from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...const import SLA_KINDS, STAGE_KINDS
from ...logic.sla_situation import (
    Present,
    Situation,
    get_moves,
    get_wanted,
)

NOW = datetime(2026, 3, 2, 9)
EARLIER = NOW - timedelta(hours=1)
LATER = NOW + timedelta(hours=1)
ASKED = Situation(NOW, "new", received_at=NOW, unanswered_since=NOW, team_id=1)
ANSWERED = replace(
    ASKED,
    at=LATER,
    stage_kind="open",
    unanswered_since=None,
    first_response_at=LATER,
    last_answer_at=LATER,
)
PAUSING = {
    "resolution": frozenset(["waiting_customer", "waiting_third_party"]),
    "periodic_update": frozenset(["waiting_customer"]),
}


def moves(kind, situation, present=None):
    """Return the moves as [(do, at)]."""
    wanted = get_wanted(kind, situation, PAUSING.get(kind, frozenset()))
    return [(move.do, move.at) for move in get_moves(kind, situation, wanted, present)]


def running(since=NOW, owner_id=None):
    return Present("running", since, owner_id)


@tagged("post_install", "-at_install")
class TestSlaSituationLogic(BaseCase):
    def test_customer_who_asks_starts_response_resolution_and_ownership(self):
        started = {kind for kind, _label in SLA_KINDS if moves(kind, ASKED)}
        self.assertEqual(started, {"first_response", "resolution", "team_ownership"})

    def test_ticket_that_nobody_asked_waits_with_the_first_response(self):
        silent = replace(ASKED, unanswered_since=None)
        self.assertEqual(moves("first_response", silent), [])

    def test_first_response_and_next_reply_never_run_at_the_same_time(self):
        self.assertEqual(moves("next_reply", ASKED), [])
        asked_again = replace(ANSWERED, unanswered_since=LATER)
        self.assertEqual(moves("next_reply", asked_again), [("start", LATER)])
        self.assertEqual(moves("first_response", asked_again), [])

    def test_later_messages_do_not_restart_the_next_reply(self):
        asked = replace(ANSWERED, at=LATER + timedelta(hours=3), unanswered_since=LATER)
        self.assertEqual(moves("next_reply", asked, running(LATER)), [])

    def test_answer_fulfils_at_its_instant_not_at_the_time_of_looking(self):
        seen_late = replace(ANSWERED, at=LATER + timedelta(days=1))
        self.assertEqual(
            moves("first_response", seen_late, running()), [("fulfil", LATER)]
        )
        self.assertEqual(moves("next_reply", seen_late, running()), [("fulfil", LATER)])

    def test_each_answer_begins_a_new_turn_of_updates(self):
        self.assertEqual(moves("periodic_update", ANSWERED), [("start", LATER)])
        self.assertEqual(
            moves("periodic_update", ANSWERED, running(EARLIER)),
            [("fulfil", LATER), ("start", LATER)],
        )
        self.assertEqual(moves("periodic_update", ANSWERED, running(LATER)), [])

    def test_updates_stand_while_the_customer_is_asked_and_only_then(self):
        asked = replace(ANSWERED, stage_kind="waiting_customer")
        self.assertEqual(
            moves("periodic_update", asked, running(LATER)), [("pause", LATER)]
        )
        third = replace(ANSWERED, stage_kind="waiting_third_party")
        self.assertEqual(moves("periodic_update", third, running(LATER)), [])

    def test_resolution_pauses_resumes_and_reopens(self):
        waiting = replace(ANSWERED, stage_kind="waiting_customer")
        self.assertEqual(moves("resolution", waiting, running()), [("pause", LATER)])
        paused = Present("paused", NOW)
        self.assertEqual(moves("resolution", waiting, paused), [])
        self.assertEqual(moves("resolution", ANSWERED, paused), [("resume", LATER)])
        solved = replace(ANSWERED, stage_kind="solved", solved_at=LATER)
        self.assertEqual(moves("resolution", solved, paused), [("fulfil", LATER)])
        ended = Present("fulfilled", NOW)
        self.assertEqual(moves("resolution", ANSWERED, ended), [("reopen", LATER)])

    def test_time_in_a_team_ends_with_the_team_and_begins_with_the_next(self):
        moved = replace(ANSWERED, team_id=2)
        self.assertEqual(
            moves("team_ownership", moved, running(NOW, owner_id=1)),
            [("fulfil", LATER), ("start", LATER)],
        )
        gone = replace(ANSWERED, team_id=None)
        self.assertEqual(
            moves("team_ownership", gone, running(NOW, owner_id=1)), [("fulfil", LATER)]
        )

    def test_team_that_gets_a_ticket_back_starts_anew_unless_it_was_reopened(self):
        before = Present("fulfilled", NOW, owner_id=1)
        self.assertEqual(moves("team_ownership", ANSWERED, before), [("start", LATER)])
        reopened = replace(ANSWERED, reopened=True)
        self.assertEqual(moves("team_ownership", reopened, before), [("reopen", LATER)])

    def test_wait_for_a_third_party_has_its_own_clock(self):
        waiting = replace(ANSWERED, stage_kind="waiting_third_party", stage_since=LATER)
        self.assertEqual(moves("third_party", waiting), [("start", LATER)])
        self.assertEqual(moves("third_party", ANSWERED, running()), [("fulfil", LATER)])

    def test_cancelled_ticket_is_never_a_success(self):
        cancelled = replace(ASKED, at=LATER, stage_kind="cancelled")
        for kind, _label in SLA_KINDS:
            with self.subTest(kind=kind):
                self.assertEqual(moves(kind, cancelled, running()), [("cancel", LATER)])

    def test_solving_without_an_answer_is_no_response(self):
        solved = replace(ASKED, at=LATER, stage_kind="solved", solved_at=LATER)
        self.assertEqual(
            moves("first_response", solved, running()), [("cancel", LATER)]
        )
        self.assertEqual(moves("next_reply", solved, running()), [("cancel", LATER)])

    def test_looking_twice_changes_nothing(self):
        for kind, _label in SLA_KINDS:
            for stage_kind, _label in STAGE_KINDS:
                situation = replace(ANSWERED, stage_kind=stage_kind, stage_since=NOW)
                wanted = get_wanted(kind, situation, PAUSING.get(kind, frozenset()))
                states = {"run": "running", "pause": "paused", "fulfil": "fulfilled"}
                state = states.get(wanted.do, "cancelled")
                present = Present(state, wanted.at or NOW, wanted.owner_id)
                with self.subTest(kind=kind, stage_kind=stage_kind):
                    self.assertEqual(get_moves(kind, situation, wanted, present), [])
