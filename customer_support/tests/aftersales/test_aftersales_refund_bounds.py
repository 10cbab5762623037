from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .refund_common import RefundCommon


@tagged("post_install", "-at_install")
class TestAftersalesRefundBounds(RefundCommon):
    def test_what_was_refunded_is_not_refunded_again(self):
        self._let_provider("done")
        self._refund()
        with self.assertRaisesRegex(UserError, "only 0 can still be"):
            self._request()

    def test_accountants_own_credit_note_counts(self):
        wizard = (
            self.shop["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=self.bill.ids)
            .create({"journal_id": self.bill.journal_id.id, "reason": "By hand"})
        )
        wizard.refund_moves()
        with self.assertRaisesRegex(UserError, "only 0 can still be"):
            self._request()

    def test_second_of_two_decisions_finds_nothing_left(self):
        self._let_provider("done")
        first, second = self._request(), self._request()
        self._run()
        self.assertEqual((first.state, second.state), ("done", "failed"))
        self.assertIn("can still be refunded", second.failure_message)
        self.assertEqual(len(self.bill.reversal_move_ids), 1)

    def test_accountants_own_refund_is_bounded_by_ours(self):
        self._let_provider("done")
        self._refund(0.6)
        with self.assertRaisesRegex(ValidationError, "is left of it"):
            self.payment._refund(amount_to_refund=41)
        self.payment._refund(amount_to_refund=40)
        self.assertEqual(self.payment._get_support_refundable(), 0)

    def test_pending_refund_counts_as_gone(self):
        self._let_provider("pending")
        self._refund(0.6)
        self.assertEqual(self.payment._get_support_refundable(), 40)

    def test_accountants_own_refund_bounds_ours(self):
        self._let_provider("done")
        self.payment._refund(amount_to_refund=70)
        refund = self._refund()
        # 30 by the provider; the books say that 100 are owed, so 70 stay visible.
        self.assertEqual(refund.transaction_ids.amount, -30)
        self.assertEqual(refund.state, "processing")
        self.assertEqual(refund.manual_amount, 70)

    def test_money_without_credit_note_is_bounded_by_what_was_paid(self):
        self._let_provider("done")
        order = self._create_order()
        self._pay(order, 40)
        refund = self.env["support.refund"]._create_from_amount(
            order, 41, ticket=self.ticket
        )
        refund._submit()
        self._run()
        self.assertEqual(refund.state, "failed")
        self.assertFalse(refund.transaction_ids)
        self.assertIn("is left to refund", refund.failure_message)

    def test_payment_that_can_only_go_back_whole_is_left_to_accounting(self):
        self._let_provider("done")
        self._let_provider_support("full_only")
        refund = self._refund(0.5)
        self.assertEqual((refund.state, refund.manual_amount), ("processing", 50))
        self.assertFalse(refund.transaction_ids)

    def test_several_payments_are_given_back_the_newest_first(self):
        self._let_provider("done")
        order = self._create_order()
        first, second = self._pay(order, 70), self._pay(order, 30)
        bill = self._invoice(order)
        refund = self._refund(0.5, line=bill.invoice_line_ids[0])
        amounts = {tx.source_transaction_id: tx.amount for tx in refund.transaction_ids}
        self.assertEqual(amounts, {second: -30, first: -20})

    def test_nothing_negative_and_too_much_are_refused(self):
        for quantity in (0, -1):
            with self.subTest(quantity=quantity), self.assertRaises(UserError):
                self._request(quantity)
        for quantity in (1.01, 1e12):
            with self.subTest(quantity=quantity), self.assertRaises(UserError):
                self._request(quantity)
        for fee in (-1, 101):
            with self.subTest(fee=fee), self.assertRaises(UserError):
                self._request(fee_percent=fee)

    def test_drafts_vendor_bills_and_mixed_customers_are_refused(self):
        draft = self.bill.copy()
        other = self._invoice(self._create_order(self.other_customer))
        refunds = self.env["support.refund"]
        with self.assertRaises(UserError):
            refunds._create_from_invoice_lines({draft.invoice_line_ids[0]: 1})
        with self.assertRaises(UserError):
            refunds._create_from_invoice_lines(
                {self.bill.invoice_line_ids[0]: 1, other.invoice_line_ids[0]: 1}
            )

    def test_measuring_leaves_nothing_behind(self):
        before = self.env["account.move"].search_count([])
        self._request()
        self.assertEqual(self.env["account.move"].search_count([]), before)
