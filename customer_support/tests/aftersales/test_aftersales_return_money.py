from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .refund_common import RefundCommon
from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestAftersalesReturnMoney(ReturnCommon, RefundCommon):
    """What was accepted is given back once, and then the return has ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payment = cls._pay(cls.order)
        cls.bill = cls._invoice(cls.order)

    def _inspected(self, *grades, outcome="refund"):
        asked = self._come_back(sum(n for n, _grade in grades), outcome=outcome)
        self._inspect(asked, *grades)
        return asked

    def test_return_that_needs_nobody_ends_with_the_money_back(self):
        self._let_provider("done")
        self._allow_automatically()
        self.reason.inspection_required = False
        asked = self._ask_return(2, outcome="refund")
        self._receive(asked)
        self.assertEqual(asked.state, "inspected", "the money has not moved yet")
        self._run()
        refund = asked.refund_ids
        self.assertEqual((refund.state, refund.amount), ("done", 200))
        self.assertEqual(asked.state, "closed")
        self.assertEqual(self.ticket.stage_kind, "solved")
        self.assertEqual(self.payment._get_support_refundable(), 100)

    def test_agent_gives_back_what_was_accepted_and_nothing_else(self):
        self._let_provider("done")
        asked = self._inspected((1, "restock"), (1, "missing"))
        self.assertFalse(asked.refund_ids)
        asked.action_refund()
        self._run()
        self.assertEqual(asked.refund_ids.amount, 100)
        self.assertEqual(asked.state, "resolved")

    def test_button_pressed_twice_refunds_once(self):
        asked = self._inspected((2, "restock"))
        asked.action_refund()
        with self.assertRaises(UserError):
            asked.action_refund()
        self.assertEqual(len(asked.refund_ids), 1)

    def test_fee_of_the_terms_is_kept(self):
        self._let_provider("done")
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {"policy_id": self.policy.id, "fee_percent": 10}
        )
        asked = self._inspected((2, "restock"))
        asked.action_refund()
        self._run()
        self.assertEqual(asked.refund_ids.amount, 180)

    def test_refused_payment_keeps_the_return_open(self):
        self._let_provider(UserError("Card closed"))
        asked = self._inspected((1, "restock"))
        asked.action_refund()
        self._run()
        self.assertEqual(asked.refund_ids.state, "failed")
        self.assertEqual(asked.state, "inspected")

    def test_return_that_was_never_invoiced_says_why_it_is_not_refunded(self):
        order = self._sell(1)
        asked = self._come_back(1, line=order.order_line, outcome="refund")
        self._inspect(asked, (1, "restock"))
        asked.action_refund()
        self.assertFalse(asked.refund_ids)
        self.assertIn("not so much has been invoiced", asked.failure)
        self.assertEqual(asked.state, "inspected")

    def test_way_back_is_paid_once_for_all_products(self):
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {
                "policy_id": self.policy.id,
                "freight_payer": "customer",
                "freight_amount": 5,
            }
        )
        asked = self._ask_return(1).sudo()
        asked.line_ids.copy({"return_id": asked.id})
        self.assertIn("5.00", asked._get_freight_words())

    def test_way_back_is_deducted_from_the_refund(self):
        self._let_provider("done")
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {
                "policy_id": self.policy.id,
                "freight_payer": "customer",
                "freight_amount": 5,
            }
        )
        asked = self._inspected((1, "restock"))
        asked.action_refund()
        self._run()
        self.assertEqual(asked.refund_ids.amount, 95)
        names = asked.refund_ids.sudo().credit_note_ids.invoice_line_ids.mapped("name")
        self.assertIn("Way back of the goods", names)

    def test_way_back_that_costs_more_than_the_goods_is_said(self):
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {
                "policy_id": self.policy.id,
                "freight_payer": "customer",
                "freight_amount": 500,
            }
        )
        asked = self._inspected((1, "restock"))
        asked.action_refund()
        self.assertFalse(asked.refund_ids)
        self.assertIn("costs more", asked.failure)

    def test_paper_that_cannot_be_printed_stops_nobody(self):
        """The program that prints is missing on many servers."""
        reports = self.registry["ir.actions.report"]
        error = UserError("Unable to find Wkhtmltopdf on this system.")
        with patch.object(reports, "_render_qweb_pdf", side_effect=error):
            asked = self._approve(1, outcome="refund")
        self.assertEqual(asked.state, "approved")
        mail = self.env["mail.mail"].search([("res_id", "=", self.ticket.id)], limit=1)
        self.assertFalse(mail.attachment_ids)
        self.assertIn(f"Write the number {asked.name} on the parcel", mail.body_html)
