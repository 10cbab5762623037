from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .resolution_common import ResolutionCommon


@tagged("post_install", "-at_install")
class TestAftersalesResolution(ResolutionCommon):
    """Decisions are written once, by whom may write the ticket; gestures in budget."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.card = cls.env["support.gesture"].create(
            {
                "name": "Handwritten card",
                "company_id": cls.company.id,
                "cost": 4.0,
                "customer_budget": 5.0,
                "period_days": 30,
            }
        )

    def _give_card(self, **values):
        return self._resolve("goodwill", gesture_id=self.card.id, **values)

    # -- Rights ---------------------------------------------------------------------
    def test_collaborator_reads_decisions_and_makes_none(self):
        self.ticket.user_id = self.collaborator
        decision = self._give_card(user=self.manager)
        self.assertEqual(decision.with_user(self.collaborator).state, "done")
        with self.assertRaises(AccessError):
            self._give_card(user=self.collaborator)

    def test_agents_do_not_write_what_became_of_it(self):
        with self.assertRaises(AccessError):
            self._give_card(state="done")
        decision = self._give_card(run=False)
        with self.assertRaises(AccessError):
            decision.write({"state": "done"})

    def test_defaults_of_the_context_do_not_write_what_became_of_it(self):
        decisions = self.env["support.resolution"].with_user(self.agent)
        decision = decisions.with_context(default_state="done").create(
            {"ticket_id": self.ticket.id, "kind": "goodwill"}
        )
        self.assertEqual(decision.state, "chosen")

    def test_order_of_another_customer_is_refused(self):
        stranger = self._create_order(self.other_customer)
        with self.assertRaises(ValidationError):
            self._resolve("cancellation", order_id=stranger.id)

    def test_products_are_not_added_to_what_was_carried_out(self):
        decision = self._give_card()
        with self.assertRaises(AccessError):
            self.env["support.resolution.line"].with_user(self.agent).create(
                {"resolution_id": decision.id, "sale_line_id": self.line.id}
            )

    def test_agent_of_another_company_sees_nothing(self):
        decision = self._give_card()
        with self.assertRaises(AccessError):
            decision.with_user(self.other_manager).read(["kind"])

    # -- Life cycle -----------------------------------------------------------------
    def test_called_off_decision_is_not_carried_out(self):
        decision = self._give_card(run=False)
        decision.action_cancel()
        decision.action_run()
        self.assertEqual(decision.state, "cancelled")
        self.assertFalse(decision.done_date)

    def test_no_move_leads_out_of_done(self):
        decision = self._give_card()
        with self.assertRaises(UserError):
            decision.sudo()._set_state("cancelled")

    # -- Gestures -------------------------------------------------------------------
    def test_gesture_within_the_budget_is_given_at_its_cost(self):
        decision = self._give_card()
        self.assertEqual((decision.state, decision.cost), ("done", 4.0))

    def test_gesture_beyond_the_budget_fails_with_its_reason(self):
        self._give_card()
        decision = self._give_card()
        self.assertEqual((decision.state, decision.cost), ("failed", 0.0))
        self.assertIn("Handwritten card", decision.failure)

    def test_failed_gesture_is_given_when_the_period_is_over(self):
        earlier = self._give_card()
        decision = self._give_card()
        earlier.sudo().done_date = fields.Datetime.now() - timedelta(days=31)
        decision.action_run()
        self.assertEqual((decision.state, decision.failure), ("done", False))

    def test_budget_of_a_team_ends_for_all_its_customers(self):
        self.card.write({"customer_budget": 0.0, "team_budget": 5.0})
        self._give_card()
        self.ticket.partner_id = self.other_customer
        other = self._give_card(order_id=False)
        self.assertEqual(other.state, "failed")
