from odoo.tests import tagged
from odoo.tools import mute_logger

from .stripe_common import StripeCommon

CONTROLLER = "odoo.addons.payment_stripe.controllers.main"


@tagged("post_install", "-at_install")
class TestAftersalesRefundWebhook(StripeCommon):
    """What Stripe says by itself, early, late, twice, or not at all."""

    def _tell_refunded(self, **options):
        response = self._send_webhook("charge.refunded", self._get_charge(), **options)
        self._run()
        return response

    def _tell_updated(self, refund, status, **options):
        reference = refund.transaction_ids.provider_reference
        stripe_refund = self._ask_stripe("GET", f"v1/refunds/{reference}")
        stripe_refund["status"] = status
        response = self._send_webhook("charge.refund.updated", stripe_refund, **options)
        self._run()
        return response

    def test_refund_that_is_pending_ends_by_a_late_webhook(self):
        self._let_stripe("pending")
        refund = self._refund(0.5)
        self.assertEqual(refund.state, "processing")
        self.assertEqual(refund.transaction_ids.state, "pending")
        self.assertEqual(self._tell_updated(refund, "succeeded").status_code, 200)
        self.assertEqual(refund.state, "done")

    def test_webhook_that_comes_twice_changes_nothing(self):
        refund = self._refund(0.5)
        for _time in range(2):
            self._tell_refunded()
            self._tell_updated(refund, "succeeded")
        self.assertEqual(self.payment.child_transaction_ids, refund.transaction_ids)
        self.assertEqual(len(refund.transaction_ids.payment_id), 1)

    def test_wrong_signature_is_refused(self):
        self._let_stripe("pending")
        refund = self._refund(0.5)
        with mute_logger(CONTROLLER):
            for options in ({"secret": "whsec_guessed"}, {"age": 3600}):
                answer = self._tell_updated(refund, "succeeded", **options)
                self.assertEqual(answer.status_code, 403)
        self.assertEqual(refund.state, "processing")

    def test_webhook_after_a_lost_answer_finishes_the_same_refund(self):
        self._let_stripe("lost")
        refund = self._refund(0.4)
        self.assertEqual(refund.state, "failed")
        self._tell_refunded()
        self.assertEqual(refund.state, "done")
        self.assertEqual(self.payment.child_transaction_ids, refund.transaction_ids)
        self.assertEqual(self.payment._get_support_refundable(), 60)
        self.assertEqual(self._get_refunded(), 40)

    def test_webhook_after_a_lost_answer_about_all_of_it(self):
        self._let_stripe("lost")
        refund = self._refund()
        self._tell_refunded()
        self.assertEqual(refund.state, "done")
        self.assertFalse(refund.failure_message)

    def test_refund_made_at_stripe_counts_and_finishes_none_of_ours(self):
        self._let_stripe("lost")
        refund = self._refund(0.4)
        intent = self.payment.provider_reference
        self._ask_stripe("POST", "v1/refunds", payment_intent=intent, amount=2500)
        self._tell_refunded()
        others = self.payment.child_transaction_ids - refund.transaction_ids
        self.assertEqual(others.mapped("amount"), [-25])
        self.assertEqual(refund.transaction_ids.state, "done")
        self.assertEqual(self.payment._get_support_refundable(), 35)

    def test_bank_that_sends_the_money_back_opens_the_refund_again(self):
        refund = self._refund(0.5)
        self.assertEqual(refund.state, "done")
        payment = refund.transaction_ids.payment_id
        self._tell_updated(refund, "failed")
        self.assertEqual(refund.state, "failed")
        self.assertIn("did not go through", refund.failure_message)
        self.assertIn("did not go through", self.ticket.message_ids[0].body)
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(refund.credit_note_ids.amount_residual, 50)
        self.assertEqual(self.payment._get_support_refundable(), 100)
        refund.with_user(self.agent).action_retry()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(refund.credit_note_ids.amount_residual, 0)
