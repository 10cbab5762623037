from odoo.exceptions import UserError
from odoo.tests import tagged

from .refund_common import RefundCommon
from .resolution_common import ResolutionCommon


@tagged("post_install", "-at_install")
class TestAftersalesCancellationMoney(RefundCommon, ResolutionCommon):
    """What was paid for what is cancelled goes back, and nothing else."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order()
        self.line = self.order.order_line
        self.line.product_uom_qty = 3
        self.ticket = self._create_ticket(
            user_id=self.agent.id, sale_order_id=self.order.id
        )
        self.total = self.order.amount_total

    def test_paid_order_is_cancelled_and_all_of_it_goes_back(self):
        self._let_provider("done")
        payment = self._pay(self.order)
        decision = self._resolve("cancellation", 3)
        refund = decision.refund_ids
        self.assertEqual((decision.state, decision.failure), ("running", False))
        self.assertEqual((self.order.state, refund.amount), ("cancel", self.total))
        self.assertEqual(refund.requested_by_id, self.agent)
        self._run()
        self.assertEqual((refund.state, decision.state), ("done", "done"))
        self.assertEqual(payment._get_support_refundable(), 0)

    def test_part_of_a_paid_order_gives_its_part_back(self):
        self._let_provider("done")
        payment = self._pay(self.order)
        decision = self._resolve("cancellation", 1)
        self._run()
        self.assertEqual(decision.refund_ids.amount, self.total / 3)
        self.assertEqual(payment._get_support_refundable(), self.total * 2 / 3)
        self.assertEqual(self.order.amount_total, self.total * 2 / 3)

    def test_only_what_is_too_much_goes_back_of_a_part_payment(self):
        self._pay(self.order, amount=self.total * 2 / 3 + 10)
        decision = self._resolve("cancellation", 1)
        self.assertEqual(decision.refund_ids.amount, 10)

    def test_nothing_goes_back_of_what_was_not_paid(self):
        decision = self._resolve("cancellation", 1)
        self.assertEqual((decision.state, decision.failure), ("done", False))
        self.assertFalse(decision.refund_ids)
        self._pay(self.order, amount=10)
        self.assertFalse(self._resolve("cancellation", 1).refund_ids)

    def test_invoiced_goods_are_credited(self):
        self._let_provider("done")
        self._pay(self.order)
        invoice = self._invoice(self.order)
        decision = self._resolve("cancellation", 1)
        self._run()
        refund = decision.refund_ids
        self.assertEqual((refund.state, refund.amount), ("done", self.total / 3))
        self.assertEqual(
            refund.sudo().credit_note_ids.reversed_entry_id, invoice, decision.failure
        )
        self.assertEqual(decision.state, "done")
        self.assertFalse(self.line.qty_to_invoice)

    def test_invoiced_and_unpaid_goods_are_credited_without_money(self):
        invoice = self._invoice(self.order)
        decision = self._resolve("cancellation", 3)
        self._run()
        self.assertEqual(decision.refund_ids.amount, 0)
        self.assertEqual((decision.state, invoice.amount_residual), ("done", 0))

    def test_refused_payment_keeps_the_decision_open(self):
        self._let_provider(UserError("Card closed"))
        self._pay(self.order)
        decision = self._resolve("cancellation", 3)
        self._run()
        self.assertEqual(
            (decision.refund_ids.state, decision.state), ("failed", "running")
        )

    def test_great_amounts_wait_for_a_second_person(self):
        self.team.refund_limit = 1
        self._pay(self.order)
        decision = self._resolve("cancellation", 3)
        refund = decision.refund_ids
        self.assertEqual((refund.state, self.order.state), ("to_approve", "cancel"))
        self.assertFalse(refund.with_user(self.agent).can_be_approved)
        self.assertTrue(refund.with_user(self.manager).can_be_approved)

    def test_payment_that_is_not_captured_is_voided_first(self):
        self._pay(self.order).state = "pending"
        decision = self._resolve("cancellation", 3)
        self.assertIn("not captured", decision.failure)
        self.assertEqual(self.order.state, "sale")

    def test_order_that_is_invoiced_in_part_is_for_accounting(self):
        self._invoice(self.order)
        self.line.product_uom_qty = 5
        decision = self._resolve("cancellation", 4)
        self.assertIn("invoiced in part", decision.failure)
        self.assertEqual(self.line.product_uom_qty, 5)

    def test_carried_out_twice_gives_back_once(self):
        self._pay(self.order)
        decision = self._resolve("cancellation", 3)
        decision.action_run()
        self.assertEqual(len(decision.refund_ids), 1)
