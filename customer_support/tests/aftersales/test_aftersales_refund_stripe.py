from odoo.tests import tagged
from odoo.tools import mute_logger

from .stripe_common import REFUSED_CARD, StripeCommon

# The host logs what a provider refuses, and we provoke it.
HOST_LOG = "odoo.addons.payment.models.payment_provider"


@tagged("post_install", "-at_install")
class TestAftersalesRefundStripe(StripeCommon):
    """Money given back through the host's code for Stripe; sums are Stripe's own."""

    def test_all_of_a_payment_goes_back(self):
        self.assertEqual(self.payment.state, "done")
        refund = self._refund()
        self.assertEqual((refund.state, refund.amount), ("done", 100))
        self.assertEqual(self._get_refunded(), 100)
        child = refund.transaction_ids
        self.assertTrue(child.provider_reference.startswith("re_"))
        self.assertEqual(child.payment_id.payment_type, "outbound")
        self.assertEqual(refund.credit_note_ids.amount_residual, 0)

    def test_portions_go_back_until_nothing_is_left(self):
        for quantity, total in ((0.3, 30), (0.25, 55), (0.45, 100)):
            refund = self._refund(quantity)
            self.assertEqual(refund.state, "done")
            self.assertEqual(self._get_refunded(), total)
        self.assertEqual(self.payment._get_support_refundable(), 0)
        self.assertEqual(len(self._get_charge()["refunds"]["data"]), 3)

    def test_more_than_is_left_at_stripe_is_refused_with_its_words(self):
        intent = self.payment.provider_reference
        # Somebody gave it back at Stripe, and no webhook told us.
        self._ask_stripe("POST", "v1/refunds", payment_intent=intent, amount=6000)
        with mute_logger(HOST_LOG):
            refund = self._refund(0.5)
        self.assertEqual(refund.state, "failed")
        self.assertIn("greater than what is left", refund.failure_message)
        self.assertEqual(self._get_refunded(), 60)

    def test_refusal_is_said_and_another_try_pays_once(self):
        self._let_stripe("declined")
        with mute_logger(HOST_LOG):
            refund = self._refund(0.5)
        self.assertEqual(refund.state, "failed")
        self.assertIn("card has been closed", refund.failure_message)
        self.assertIn("card has been closed", self.ticket.message_ids[0].body)
        self.assertEqual(self._get_refunded(), 0)
        self._retry(refund)
        self.assertEqual(self._get_refunded(), 50)

    def test_lost_answer_is_asked_for_again_and_pays_once(self):
        self._let_stripe("lost")
        refund = self._refund(0.5)
        self.assertEqual((refund.state, self._get_refunded()), ("failed", 50))
        self.assertTrue(refund.transaction_ids.support_is_uncertain)
        self.assertEqual(self.payment._get_support_refundable(), 50)
        self._retry(refund)
        self.assertEqual(self._get_refunded(), 50)
        self.assertEqual(len(refund.transaction_ids), 1)

    def test_error_of_stripes_server_is_no_refusal(self):
        """It may have paid: the money stays held, and the key stays the same."""
        self._let_stripe("broken")
        with mute_logger(HOST_LOG):
            refund = self._refund(0.5)
        self.assertEqual((refund.state, self._get_refunded()), ("failed", 50))
        self.assertTrue(refund.transaction_ids.support_is_uncertain)
        self.assertEqual(self.payment._get_support_refundable(), 50)
        keys = self._watch_keys()
        with mute_logger(HOST_LOG):
            refund.with_user(self.agent).action_retry()
            self._run()
        self.assertEqual(self._get_refunded(), 50)
        self.assertEqual(len(refund.transaction_ids), 1)
        self.assertEqual(len(keys), 1)

    def test_payment_that_was_refused_gives_nothing_back(self):
        order = self._create_order()
        with mute_logger(HOST_LOG):
            payment = self._pay(order, card=REFUSED_CARD)
        self.assertEqual(payment.state, "error")
        self.assertEqual(payment._get_support_source().support, "none")

    def _retry(self, refund):
        refund.with_user(self.agent).action_retry()
        self._run()
        self.assertEqual(refund.state, "done")

    def _watch_keys(self):
        keys = []
        providers = self.registry["payment.provider"]
        build = providers._build_request_headers

        def watch(provider, *args, idempotency_key=None, **options):
            keys.append(idempotency_key)
            return build(provider, *args, idempotency_key=idempotency_key, **options)

        self.patch(providers, "_build_request_headers", watch)
        return keys
