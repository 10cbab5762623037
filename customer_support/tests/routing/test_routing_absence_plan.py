from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingAbsencePlan(RoutingCommon):
    """What becomes of the open tickets of somebody who goes away."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(user_id=self.agent.id)
        self.waiting = self._create_ticket(user_id=self.agent.id)
        self.waiting.sudo()._move_to_kind("waiting_customer")
        self.tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)

    def _enter_leave(self, user=None, **values):
        user = user or self.agent
        resource = self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )
        leave = self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": self.tomorrow,
                "date_to": fields.Datetime.add(self.tomorrow, days=7),
                **values,
            }
        )
        return leave, self.env["support.absence.plan"].search(
            [("user_id", "=", user.id), ("cancelled", "=", False)]
        )

    def _let_it_begin(self):
        self._wait(days=1)
        self._run_cron("ir_cron_apply_absence_plans")

    def test_leader_is_asked_in_advance(self):
        _leave, plan = self._enter_leave()
        self.assertEqual(plan.state, "proposed")
        self.assertEqual(plan.ticket_count, 2)
        [activity] = plan.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertIn("Agent is away from", activity.summary)
        self.assertIn("2 open tickets", activity.summary)

    def test_undecided_nothing_happens(self):
        self._enter_leave()
        self._let_it_begin()
        self.assertEqual(self.ticket.user_id, self.agent)

    def test_queue_is_carried_out_when_the_absence_begins(self):
        _leave, plan = self._enter_leave()
        plan.with_user(self.manager).action_queue()
        self.assertEqual(self.ticket.user_id, self.agent)
        self.assertFalse(plan.activity_ids)
        self._let_it_begin()
        self.assertFalse((self.ticket + self.waiting).user_id)
        self.assertEqual((plan.state, plan.moved_count), ("done", 2))
        self._assign()
        self.assertEqual(self.ticket.user_id, self.agent_own)

    def test_queue_never_gives_it_back_to_who_is_away(self):
        self.env["support.team.member"].search(
            [("team_id", "=", self.team.id), ("user_id", "!=", self.agent.id)]
        ).unlink()
        _leave, plan = self._enter_leave()
        plan.with_user(self.manager).action_queue()
        self._let_it_begin()
        self._assign()
        self.assertFalse(self.ticket.user_id)

    def test_deputy_gets_what_is_handed_over(self):
        _leave, plan = self._enter_leave()
        plan = plan.with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Choose to whom"):
            plan.action_hand_over()
        plan.deputy_id = self.third
        plan.action_hand_over()
        self._let_it_begin()
        self.assertEqual((self.ticket + self.waiting).user_id, self.third)
        explanation = self.ticket.with_user(self.manager).assignment_explanation
        self.assertIn("handed over to Third while Agent is away", explanation)

    def test_decision_during_the_absence_is_carried_out_at_once(self):
        _leave, plan = self._enter_leave()
        self._let_it_begin()
        plan.with_user(self.manager).action_queue()
        self.assertFalse(self.ticket.user_id)

    def test_rule_of_the_team_decides_without_asking(self):
        self._get_member(self.agent).deputy_id = self.third
        for rule, expected in (
            ("stay", self.agent),
            ("hand_over", self.third),
            ("queue", self.env["res.users"]),
        ):
            with self.subTest(rule=rule):
                self.ticket.user_id = self.agent
                self.team.absence_rule = rule
                leave, plan = self._enter_leave()
                self.assertFalse(plan.activity_ids)
                self._let_it_begin()
                self.assertEqual(self.ticket.user_id, expected)
                leave.unlink()
                self.tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)

    def test_without_deputy_the_rule_falls_back_to_the_queue(self):
        self.team.absence_rule = "hand_over"
        self._enter_leave()
        self._let_it_begin()
        self.assertFalse(self.ticket.user_id)

    def test_deputy_who_left_the_team_is_not_burdened(self):
        _leave, plan = self._enter_leave()
        plan.deputy_id = self.third
        plan.with_user(self.manager).action_hand_over()
        self._get_member(self.third).unlink()
        self._let_it_begin()
        self.assertFalse(self.ticket.user_id)

    def test_leave_that_is_withdrawn_or_moved_takes_its_plan_along(self):
        leave, plan = self._enter_leave()
        plan.with_user(self.manager).action_queue()
        leave.write({"date_from": fields.Datetime.add(self.tomorrow, days=2)})
        self.assertEqual(plan.state, "cancelled")
        self._let_it_begin()
        self.assertEqual(self.ticket.user_id, self.agent)
        again = self.env["support.absence.plan"].search([("leave_id", "=", leave.id)])
        self.assertEqual(again.state, "proposed")
        leave.unlink()
        self.assertEqual(again.state, "cancelled")

    def test_short_past_and_public_leaves_ask_nobody(self):
        hours = fields.Datetime.add(self.tomorrow, hours=4)
        _leave, plan = self._enter_leave(date_to=hours)
        self.assertFalse(plan)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "National day",
                "date_from": self.tomorrow,
                "date_to": fields.Datetime.add(self.tomorrow, days=1),
                "company_id": self.company.id,
            }
        )
        self.assertFalse(self.env["support.absence.plan"].search([]))

    def test_somebody_outside_support_is_not_planned_for(self):
        _leave, plan = self._enter_leave(user=self.outsider)
        self.assertFalse(plan)

    def test_out_of_office_is_planned_for_too_by_the_agent_himself(self):
        me = self.agent.with_user(self.agent)
        me.write({"out_of_office_from": self.tomorrow})
        plans = self.env["support.absence.plan"].search([])
        self.assertEqual(plans.mapped("state"), ["proposed"])
        me.write({"out_of_office_from": False})
        self.assertEqual(plans.state, "cancelled")

    # -- Rights ---------------------------------------------------------------------
    def test_leader_decides_for_his_team_and_colleagues_do_not(self):
        self.team.leader_id = self.agent_own
        _leave, plan = self._enter_leave()
        with self.assertRaises(AccessError):
            plan.with_user(self.third).action_queue()
        with self.assertRaises(AccessError):
            plan.with_user(self.other_manager).action_queue()
        plan.with_user(self.agent_own).action_queue()
        self.assertEqual(plan.decided_by_id, self.agent_own)

    def test_decision_is_taken_by_the_buttons_only(self):
        _leave, plan = self._enter_leave()
        for values in ({"decision": "queue"}, {"user_id": self.third.id}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                plan.with_user(self.manager).write(values)

    def test_plan_that_has_ended_is_not_decided_again(self):
        _leave, plan = self._enter_leave()
        plan.with_user(self.manager).action_let_stay()
        self._let_it_begin()
        with self.assertRaisesRegex(UserError, "ended already"):
            plan.with_user(self.manager).action_queue()
