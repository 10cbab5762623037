from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ...const import RETURN_STATES, RETURN_TRANSITIONS
from ...models.aftersales.support_return_request import Wish
from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestAftersalesReturn(ReturnCommon):
    """Asking for a return, and who decides about it."""

    # -- Asking ---------------------------------------------------------------------
    def test_agent_asks_and_the_terms_of_that_day_are_kept(self):
        asked = self._ask_return(2)
        line = asked.line_ids
        self.assertEqual((asked.state, line.quantity), ("requested", 2))
        self.assertRegex(asked.name, r"^RMA\d{5}$")
        self.assertTrue(line.is_allowed)
        self.assertIn("can be returned until", line.verdict)
        self.assertFalse(asked.picking_ids)

    def test_policy_that_needs_nobody_approves_at_once(self):
        self._allow_automatically()
        asked = self._ask_return(outcome="refund")
        self.assertEqual((asked.state, asked.is_automatic), ("approved", True))
        self.assertFalse(asked.decided_by_id)
        self.assertEqual(len(asked.sudo().picking_ids), 1)

    def test_photo_that_the_reason_needs_is_looked_at_by_somebody(self):
        self._allow_automatically()
        damaged = self.env.ref("customer_support.support_return_reason_damaged")
        self.assertEqual(self._ask_return(reason=damaged).state, "requested")

    def test_what_is_asked_for_is_not_asked_for_again(self):
        self._ask_return(2)
        with self.assertRaisesRegex(UserError, "Up to 1 of it"):
            self._ask_return(2)
        self.assertTrue(self._ask_return(1))

    def test_refused_and_cancelled_returns_free_their_goods(self):
        first = self._ask_return(3)
        first._refuse("Used")
        second = self._ask_return(3)
        second.action_cancel()
        self.assertEqual(self._ask_return(3).state, "requested")

    def test_impossible_quantities_are_refused(self):
        for quantity in (0, -1, 3.5, 1e12, float("nan"), float("inf")):
            with self.subTest(quantity=quantity), self.assertRaises(UserError):
                self._ask_return(quantity)

    def test_same_product_twice_is_refused(self):
        wishes = [Wish(self.line, 1.0, self.reason)] * 2
        with self.assertRaisesRegex(UserError, "each product once"):
            self.env["support.return"]._request(self.ticket, wishes)

    def test_order_of_another_customer_is_refused(self):
        foreign = self._sell(partner=self.other_customer).order_line
        with self.assertRaises(AccessError):
            self._ask_return(line=foreign)

    def test_several_orders_come_back_in_one_return(self):
        second = self._sell(2)
        wishes = [
            Wish(self.line, 1.0, self.reason),
            Wish(second.order_line, 2.0, self.reason),
        ]
        asked = (
            self.env["support.return"]
            .with_user(self.agent)
            ._request(self.ticket, wishes)
        )
        asked.with_user(self.agent).action_approve()
        self.assertEqual(asked.order_ids, self.order | second)
        self.assertEqual(len(asked.picking_ids), 2)

    def test_outcome_that_the_policy_does_not_offer_is_refused(self):
        with self.assertRaisesRegex(UserError, "offered"):
            self._ask_return(outcome="credit_note")

    # -- Deciding -------------------------------------------------------------------
    def test_return_against_the_policy_waits_for_a_manager(self):
        self.policy.version_ids.final_sale = True
        self.line.return_policy_version_id = self.policy.version_ids.sorted("id")[-1]
        asked = self._ask_return()
        self.assertTrue(asked.is_against_policy)
        with self.assertRaises(UserError):
            asked.action_approve()
        asked.with_user(self.manager).action_approve()
        self.assertEqual((asked.state, asked.decided_by_id), ("approved", self.manager))

    def test_refusal_tells_the_customer_why(self):
        asked = self._ask_return()
        action = asked.action_refuse()
        self.env[action["res_model"]].with_user(self.agent).with_context(
            **action["context"]
        ).create({"reason": "It was used."}).action_refuse()
        mail = self.env["mail.mail"].search([("res_id", "=", self.ticket.id)], limit=1)
        self.assertEqual(asked.state, "refused")
        self.assertIn("It was used.", mail.body_html)

    def test_approval_tells_the_customer_all_the_steps(self):
        asked = self._approve(outcome="refund")
        mail = self.env["mail.mail"].search([("res_id", "=", self.ticket.id)], limit=1)
        for words in (asked.name, "Send the parcel until", "working days", "lamp"):
            self.assertIn(words.lower(), mail.body_html.lower())
        self.assertEqual(mail.attachment_ids.mapped("name"), [f"{asked.name}.pdf"])

    def test_customer_keeps_it_and_nothing_is_expected(self):
        asked = self._approve(outcome="keep_item")
        self.assertTrue(asked.is_kept)
        self.assertFalse(asked.sudo().picking_ids)
        self.assertEqual(asked.line_ids.sudo()._get_accepted_quantity(), 1)
        asked.action_resolve()
        returnable = self.line._get_returnable_quantities()
        self.assertEqual(returnable[self.line], 2, "what he keeps never comes back")

    def test_expensive_goods_are_not_kept(self):
        with self.assertRaisesRegex(UserError, "offered"):
            self._ask_return(2, outcome="keep_item")

    def test_agent_leaves_it_with_the_customer_who_asked_for_the_money(self):
        asked = self._ask_return(1, outcome="refund")
        asked.action_leave_with_customer()
        self.assertEqual((asked.state, asked.is_kept), ("approved", True))
        self.assertTrue(asked.can_be_resolved)
        dear = self._ask_return(2)
        with self.assertRaises(UserError):
            dear.action_leave_with_customer()

    def test_arithmetic_of_keeping_it_is_shown(self):
        self.lamp.with_company(self.company).standard_price = 4
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {"policy_id": self.policy.id, "allows_keep_item": True, "return_cost": 9}
        )
        asked = self._ask_return(2, outcome="keep_item")
        self.assertIn("9.00", asked.keep_words)
        self.assertIn("8.00", asked.keep_words)
        self.lamp.with_company(self.company).standard_price = 40
        self.assertFalse(self._ask_return(1).keep_words)

    # -- States ---------------------------------------------------------------------
    def test_states_follow_each_other_as_declared(self):
        states = dict(RETURN_STATES)
        self.assertEqual(set(RETURN_TRANSITIONS), set(states))
        asked = self._ask_return().sudo()
        for state in states:
            asked.invalidate_recordset()
            for target in set(states) - RETURN_TRANSITIONS[state]:
                self.env.cr.execute(
                    "UPDATE support_return SET state = %s WHERE id = %s",
                    (state, asked.id),
                )
                asked.invalidate_recordset()
                with self.subTest(state=state, target=target):
                    with self.assertRaises(UserError):
                        asked._set_state(target)

    def test_button_pressed_twice_does_it_once(self):
        asked = self._approve()
        with self.assertRaises(UserError):
            asked.action_approve()
        self.assertEqual(len(asked.sudo().picking_ids), 1)

    # -- Rights ---------------------------------------------------------------------
    def test_nobody_writes_what_follows_from_documents(self):
        asked = self._ask_return()
        for values in ({"state": "resolved"}, {"is_kept": True}, {"name": "RMA1"}):
            with self.subTest(values=values), self.assertRaises(AccessError):
                asked.with_user(self.manager).write(values)
        with self.assertRaises(AccessError):
            asked.line_ids.with_user(self.manager).write({"quantity": 5})
        with self.assertRaises(AccessError):
            self.env["support.return"].with_user(self.manager).create(
                {"ticket_id": self.ticket.id}
            )

    def test_returns_of_tickets_of_others_are_not_decided(self):
        asked = self._ask_return()
        self.assertTrue(asked.with_user(self.agent).read(["name"]))
        for user in (self.agent_own, self.collaborator, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                asked.with_user(user).action_approve()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                asked.with_user(user).read(["name"])

    # -- Dialog ---------------------------------------------------------------------
    def test_dialog_lists_what_can_come_back_and_says_why_not(self):
        self._sell(1)
        action = self.ticket.with_user(self.agent).action_return()
        dialog = (
            self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        )
        self.assertEqual(dialog.line_ids.mapped("available"), [3, 1])
        line = dialog.line_ids[0]
        line.write({"quantity": 4, "reason_id": self.reason.id})
        self.assertFalse(line.is_allowed)
        self.assertIn("Up to 3", line.verdict)
        line.quantity = 1
        result = dialog.action_return()
        self.assertEqual(result["res_model"], "support.return")
        self.assertEqual(self.ticket.return_ids.line_ids.quantity, 1)
        self.assertEqual(self.ticket.return_words, "Requested")

    def test_dialog_forged_with_another_customers_line_is_refused(self):
        action = self.ticket.with_user(self.agent).action_return()
        dialog = (
            self.env[action["res_model"]].with_user(self.agent).browse(action["res_id"])
        )
        foreign = self._sell(partner=self.other_customer).order_line
        dialog.line_ids.sudo().sale_line_id = foreign
        dialog.line_ids.write({"quantity": 1, "reason_id": self.reason.id})
        self.assertFalse(dialog.line_ids.verdict, "nothing is told of his order")
        with self.assertRaises(AccessError):
            dialog.action_return()

    def test_ticket_without_returns_says_nothing_of_them(self):
        ticket = self._create_ticket(user_id=self.agent.id).with_user(self.agent)
        self.assertFalse(ticket.return_words)
        with Form(ticket) as form:
            self.assertFalse(form.return_words)
