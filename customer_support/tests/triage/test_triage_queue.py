from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriageQueue(TriageCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    def assertDone(self, ticket, by, hours=None):
        self.assertEqual(ticket.triage_state, "done")
        self.assertEqual(ticket.triage_done_by_id, by)
        if hours is not None:
            self.assertAlmostEqual(ticket.triage_hours, hours)

    # -- Into the queue -------------------------------------------------------------
    def test_mode_of_the_team_decides_what_waits(self):
        self._create_rule(phrases="tagged", sequence=1, add_tag_ids=self.tag.ids)
        self._create_rule(phrases="finished", sequence=2, stops=True)
        reason = {"category_id": self.damaged.id}
        cases = [
            # mode, name, values -> state
            ("none", "Hello", {}, "none"),
            ("without_reason", "Hello", {}, "waiting"),
            ("without_reason", "Hello", reason, "none"),
            ("without_reason", "It is finished", {}, "waiting"),
            ("all", "Hello", {}, "waiting"),
            ("all", "Hello", reason, "waiting"),
            ("all", "It is tagged", {}, "waiting"),
            ("all", "It is finished", {}, "none"),
        ]
        for mode, name, values, state in cases:
            with self.subTest(mode=mode, name=name, values=values):
                self.team.triage_mode = mode
                ticket = self._create_arrival(name, **values)
                self.assertEqual(ticket.triage_state, state)

    def test_reason_set_by_a_rule_needs_nobody(self):
        self._set_up_rota()
        self._create_rule(set_category_id=self.damaged.id)
        self.assertEqual(self._create_arrival().triage_state, "none")

    def test_who_has_duty_is_kept_with_the_ticket(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        self.assertEqual(ticket.triage_user_id, self.agent)
        self.assertEqual(ticket.triage_since, self._at(2, 9))
        self.assertEqual(ticket.triage_team_id, self.team)
        self._go_to(3, 9)
        self.assertEqual(self._create_arrival().triage_user_id, self.agent_own)

    def test_ticket_that_is_created_as_solved_does_not_wait(self):
        self._set_up_rota(mode="all")
        stage = self.env["support.stage"]._find_for_kind("solved")
        self.assertEqual(self._create_mail(stage_id=stage.id).triage_state, "none")

    # -- Out of the queue -----------------------------------------------------------
    def test_reason_set_by_a_person_ends_it_in_working_time(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        self._go_to(2, 14)
        ticket.with_user(self.agent_own).category_id = self.damaged
        self.assertDone(ticket, self.agent_own, hours=4)  # without the lunch break
        self.assertEqual(ticket.triage_done_date, self._at(2, 14))

    def test_button_ends_it_as_it_is(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        ticket.with_user(self.agent_own).action_triage_done()
        self.assertDone(ticket, self.agent_own, hours=0)
        self.assertFalse(ticket.category_id)

    def test_answer_to_the_customer_ends_it_and_a_note_does_not(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        self._agent_notes(ticket)
        self.assertEqual(ticket.triage_state, "waiting")
        self._customer_writes(ticket)
        self.assertEqual(ticket.triage_state, "waiting")
        self._agent_answers(ticket)
        self.assertDone(ticket, self.agent)

    def test_end_of_the_ticket_ends_it(self):
        self._set_up_rota()
        for action in ("action_solve", "action_mark_spam", "action_cancel"):
            with self.subTest(action=action):
                ticket = self._create_arrival()
                getattr(ticket.with_user(self.agent), action)()
                self.assertDone(ticket, self.agent)

    def test_hand_over_to_a_team_without_triage_ends_it(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        self._wait(hours=1)
        ticket.with_user(self.agent_own).team_id = self.second_team
        self.assertDone(ticket, self.agent_own, hours=1)

    def test_hand_over_to_a_team_with_triage_goes_on_there(self):
        self._set_up_rota()
        self.warehouse.triage_mode = "without_reason"
        ticket = self._create_arrival()
        self._wait(hours=1)
        ticket.with_user(self.agent).team_id = self.warehouse
        self.assertEqual(ticket.triage_state, "waiting")
        self.assertEqual(ticket.triage_team_id, self.warehouse)
        self.assertFalse(ticket.triage_user_id)
        self._wait(hours=1)
        ticket.with_user(self.agent).category_id = self.damaged
        self.assertDone(ticket, self.agent, hours=2)

    def test_ticket_without_team_waits_for_one(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        ticket.with_user(self.agent).write(
            {"category_id": self.damaged.id, "team_id": False}
        )
        self.assertEqual(ticket.triage_state, "waiting")
        ticket.with_user(self.agent).team_id = self.warehouse
        self.assertDone(ticket, self.agent)

    def test_rules_by_hand_end_it_when_they_find_a_reason(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        self._create_rule(
            set_category_id=self.damaged.id, set_team_id=self.warehouse.id
        )
        ticket.with_user(self.agent).action_run_triage_rules()
        self.assertEqual(ticket.team_id, self.warehouse)
        self.assertDone(ticket, self.agent)
        self.assertEqual(ticket.reroute_count, 0)

    def test_rule_that_stops_ends_it_by_hand(self):
        self._set_up_rota(mode="all")
        ticket = self._create_arrival()
        self._create_rule(stops=True)
        ticket.with_user(self.agent).action_run_triage_rules()
        self.assertDone(ticket, self.agent)

    def test_reopened_ticket_does_not_come_back(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        ticket.with_user(self.agent).action_solve()
        ticket.with_user(self.agent).action_reopen()
        self.assertEqual(ticket.triage_state, "done")

    def test_collaborator_and_customer_cannot_end_it(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        ticket.message_subscribe(self.collaborator.partner_id.ids)
        with self.assertRaises(AccessError):
            ticket.with_user(self.collaborator).action_triage_done()
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent).triage_state = "done"

    # -- Rerouting ------------------------------------------------------------------
    def test_team_changes_after_triage_are_counted(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        own = ticket.with_user(self.manager)
        own.write({"category_id": self.damaged.id, "team_id": self.warehouse.id})
        self.assertEqual(ticket.reroute_count, 0)
        own.team_id = self.second_team
        own.team_id = self.second_team
        self.assertEqual(ticket.reroute_count, 1)
        self.cluster.with_company(self.company).team_id = self.team
        own.category_id = self.cluster
        self.assertEqual(ticket.reroute_count, 2)

    def test_team_changes_after_triage_by_rules_are_counted_too(self):
        self._create_rule(set_team_id=self.warehouse.id, stops=True)
        ticket = self._create_arrival()
        self.assertEqual(ticket.reroute_count, 0)
        ticket.with_user(self.manager).team_id = self.team
        self.assertEqual(ticket.reroute_count, 1)

    def test_team_changes_without_triage_are_not_counted(self):
        ticket = self._create_arrival()
        ticket.with_user(self.manager).team_id = self.warehouse
        self.assertEqual(ticket.reroute_count, 0)

    # -- Assignment -----------------------------------------------------------------
    def test_ticket_in_triage_is_not_handed_out(self):
        self._set_up_rota()
        self.team.write(
            {"assignment_strategy": "round_robin", "assign_in_hours": False}
        )
        ticket = self._create_arrival()
        self.assertFalse(ticket.is_queued)
        self.assertFalse(self.team._assign_queue(fields.Datetime.now()))
        ticket.with_user(self.agent).action_triage_done()
        self.assertTrue(ticket.is_queued)
        self.assertEqual(self.team._assign_queue(fields.Datetime.now()), ticket)

    def test_hook_is_called_once_for_each_ticket(self):
        self._set_up_rota()
        tickets = self._create_arrival() | self._create_arrival()
        called = []
        self.patch(
            type(tickets), "_on_triage_done", lambda some: called.append(some.ids)
        )
        tickets.with_user(self.agent).action_triage_done()
        tickets.with_user(self.agent).action_triage_done()
        self.assertEqual(called, [tickets.ids])

    # -- Screens --------------------------------------------------------------------
    def test_my_triage_is_for_who_has_duty(self):
        self._set_up_rota()
        ticket = self._create_arrival()
        tickets = self.env["support.ticket"]
        mine = [("is_my_triage", "=", True)]
        self.assertEqual(tickets.with_user(self.agent).search(mine), ticket)
        self.assertFalse(tickets.with_user(self.agent_own).search(mine))
        self._wait(days=1)  # his turn is over, also for what came in before
        self.assertEqual(tickets.with_user(self.agent_own).search(mine), ticket)
        self.assertTrue(ticket.with_user(self.agent_own).is_my_triage)
        ticket.invalidate_recordset(["is_my_triage"])
        self.assertFalse(ticket.with_user(self.agent).is_my_triage)

    def test_queue_without_duty_is_the_whole_teams(self):
        self._set_up_rota(people=self.env["res.users"])
        ticket = self._create_arrival()
        tickets = self.env["support.ticket"]
        for user in (self.agent, self.agent_own):
            found = tickets.with_user(user).search([("is_my_triage", "=", True)])
            self.assertEqual(found, ticket)
        found = tickets.with_user(self.manager).search([("is_my_triage", "=", True)])
        self.assertFalse(found)  # no member

    def test_start_page_counts_what_it_opens(self):
        self._set_up_rota()
        self._create_arrival()
        snoozed = self._create_arrival()
        snoozed._set_snooze(until=self._at(2, 9) + timedelta(days=1))
        self._create_arrival(category_id=self.damaged.id)
        team = self.team.with_user(self.agent)
        self.assertEqual(team.triage_count, 1)
        action = team.with_context(
            support_filter="triage_waiting"
        ).action_open_tickets()
        self.assertIn("search_default_triage_waiting", action["context"])
        self.assertIn("search_default_not_snoozed", action["context"])
