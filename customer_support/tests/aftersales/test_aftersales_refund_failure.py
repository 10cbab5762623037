import requests

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .refund_common import PAYING, RefundCommon

_LOST = "Could not establish the connection"


def _no_answer():
    """Return what the host raises when the provider does not answer in time."""
    try:
        try:
            raise requests.exceptions.Timeout
        except requests.exceptions.Timeout:
            raise ValidationError(_LOST)  # noqa: B904
    except ValidationError as error:
        return error


@tagged("post_install", "-at_install")
class TestAftersalesRefundFailure(RefundCommon):
    def test_refusal_is_on_the_ticket_with_the_providers_words(self):
        self._let_provider(ValidationError("Card has been closed"))
        refund = self._refund()
        self.assertEqual(refund.state, "failed")
        self.assertIn("Card has been closed", refund.failure_message)
        self.assertIn("Card has been closed", self.ticket.message_ids[0].body)
        self.assertEqual(refund.activity_ids.user_id, self.agent)
        self.assertEqual(self.payment._get_support_refundable(), 100)

    def test_trying_again_goes_on_where_it_stopped(self):
        self._let_provider(ValidationError("Please try later"))
        refund = self._refund()
        self._let_provider("done")
        refund.with_user(self.agent).action_retry()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(len(refund.credit_note_ids), 1)
        states = refund.transaction_ids.sorted("id").mapped("state")
        self.assertEqual(states, ["error", "done"])
        self.assertEqual(self.payment._get_support_refundable(), 0)

    def test_lost_answer_holds_the_money_and_is_asked_again_with_the_same_name(self):
        """A timeout after the provider has acted must not pay twice."""
        asked = self._let_provider(_no_answer())
        refund = self._refund()
        self.assertEqual(refund.state, "failed")
        self.assertTrue(refund.transaction_ids.support_is_uncertain)
        self.assertEqual(self.payment._get_support_refundable(), 0)
        again = self._let_provider("done")
        refund.with_user(self.agent).action_retry()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(asked, again)
        self.assertEqual(len(refund.transaction_ids), 1)
        self.assertFalse(refund.transaction_ids.support_is_uncertain)

    def test_late_webhook_finishes_what_had_been_given_up(self):
        self._let_provider(_no_answer())
        refund = self._refund()
        refund.transaction_ids._set_done()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertFalse(refund.failure_message)

    def test_webhook_that_comes_twice_changes_nothing(self):
        self._let_provider("pending")
        refund = self._refund()
        for _time in range(2):
            refund.transaction_ids._set_done()
            self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(len(refund.transaction_ids.payment_id), 1)

    def test_requests_carry_a_key_that_stays_the_same(self):
        keys = []

        def send(provider, *args, idempotency_key=None, **kwargs):
            keys.append(idempotency_key)
            return {}

        self.patch(self.registry["payment.provider"], "_send_api_request", send)
        child = self.payment._create_child_transaction(10, is_refund=True)
        for _time in range(2):
            child._send_api_request("POST", "refunds")
        child._send_api_request("GET", "refunds/1")
        self.payment._send_api_request("POST", "payments")
        self.assertTrue(keys[0])
        self.assertEqual(keys, [keys[0], keys[0], None, None])

    @mute_logger(PAYING)
    def test_unexpected_error_is_visible_and_stops_no_other(self):
        broken = self._request(0.5)
        order = self._create_order()
        self._pay(order)
        fine = self._request(line=self._invoice(order).invoice_line_ids[0])
        self._let_provider("done")
        book = self.registry["support.refund"]._book

        def fail(refund):
            if refund == broken:
                raise ZeroDivisionError("Nobody thought of this")
            return book(refund)

        self.patch(self.registry["support.refund"], "_book", fail)
        self._run()
        self.assertEqual((broken.state, fine.state), ("failed", "done"))
        self.assertIn("Nobody thought of this", broken.failure_message)

    def test_provider_that_was_switched_off_is_said(self):
        refund = self._request()
        self.provider.state = "disabled"
        self._run()
        self.assertEqual(refund.state, "failed")
        self.assertIn("disabled", refund.failure_message)
