from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.payment import utils as payment_utils

from ...logic.refund import Source

# The provider has it, or may have it.
_PENDING = ("draft", "pending", "authorized", "done")
# The host ends a refund without an answer; it may still come true.
_ASKED_AGAIN = {"state": "draft", "support_is_uncertain": False}


class PaymentTransaction(models.Model):
    """No payment is given back above what it brought in, whoever asks."""

    _inherit = "payment.transaction"

    support_refund_id = fields.Many2one(
        "support.refund",
        "Refund of the Desk",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    support_is_uncertain = fields.Boolean(
        "Not Certain Whether It Arrived",
        readonly=True,
        copy=False,
        help="The provider did not answer: it may have refunded. Asking again with the "
        "same reference cannot refund twice.",
    )
    support_refund_count = fields.Integer(
        readonly=True,
        copy=False,
        help="Counts refunds, so that two at once meet on this row.",
    )

    # -- Bounds ---------------------------------------------------------------------
    def _get_support_source(self):
        """Return the transaction as ``logic.refund.Source``."""
        self.ensure_one()
        # What a provider can is configuration that agents do not read.
        tx_sudo = self.sudo()
        method_sudo = tx_sudo.payment_method_id
        method_sudo = method_sudo.primary_payment_method_id or method_sudo
        supports = {tx_sudo.provider_id.support_refund, method_sudo.support_refund}
        support = "partial"
        if "none" in supports or tx_sudo.state != "done":
            support = "none"
        elif "full_only" in supports:
            support = "full_only"
        return Source(
            key=self.id,
            captured=tx_sudo.amount,
            refunded=-sum(tx_sudo._get_support_children().mapped("amount")),
            support=support,
        )

    def _get_support_children(self):
        """Return the refunds of a payment that went out, or may have."""
        return self.child_transaction_ids.filtered(
            lambda child: (
                child.operation == "refund"
                and (child.state in _PENDING or child.support_is_uncertain)
            )
        )

    def _get_support_refundable(self):
        """Return captured less refunded less pending, in the payment's currency."""
        return self.currency_id.round(self._get_support_source().refundable)

    def _create_child_transaction(
        self, amount, is_refund=False, **custom_create_values
    ):
        if is_refund:
            known = self._find_unanswered_refund(amount)
            if known:
                known.write({**custom_create_values, **_ASKED_AGAIN})
                return known
            self._hold_for_refund(amount)
        return super()._create_child_transaction(
            amount, is_refund=is_refund, **custom_create_values
        )

    def _find_unanswered_refund(self, amount):
        """Return our refund that a provider tells of before we know its number.

        Providers tell it by webhook, also when their answer was lost or is still on its
        way. The host knows a refund by the number only and would book a second one.
        """
        if not self._is_told_by_provider():
            return self.browse()
        return self.child_transaction_ids.filtered(
            lambda child: (
                child.operation == "refund"
                and child.support_refund_id
                and not child.provider_reference
                and (child.state == "draft" or child.support_is_uncertain)
                and not self.currency_id.compare_amounts(-child.amount, amount)
            )
        ).sorted("id")[:1]

    def _is_told_by_provider(self):
        """Tell whether this is about what has happened: webhooks come from nobody."""
        return self.env.user._is_public()

    def _hold_for_refund(self, amount):
        """Make two refunds of one payment follow each other, and bound this one.

        Changing the row lets the slower of two transactions fail and run again, when it
        sees what the faster one has done. A lock alone would not: it would read on in
        the past.

        :raise ValidationError: it is more than is left
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL(
                "UPDATE payment_transaction SET support_refund_count = "
                "COALESCE(support_refund_count, 0) + 1 WHERE id = %s",
                self.id,
            )
        )
        self.invalidate_recordset()
        if self._is_told_by_provider():
            # It is too late to refuse, and the books have to know.
            return
        left = self._get_support_refundable()
        if self.currency_id.compare_amounts(amount, left) > 0 or amount <= 0:
            raise ValidationError(
                self.env._(
                    "%(amount)s cannot be refunded on %(payment)s: %(left)s is left "
                    "of it.",
                    amount=self.currency_id.format(amount),
                    payment=self.reference,
                    left=self.currency_id.format(left),
                )
            )

    # -- Asking the provider --------------------------------------------------------
    def _send_api_request(self, method, endpoint, **kwargs):
        # The host sends refunds without a key: one that is repeated after a lost answer
        # would be paid twice.
        if self.operation == "refund" and method == "POST":
            kwargs.setdefault(
                "idempotency_key",
                payment_utils.generate_idempotency_key(self, scope="support_refund"),
            )
        return super()._send_api_request(method, endpoint, **kwargs)

    # -- What the provider says -----------------------------------------------------
    def _update_state(self, allowed_states, target_state, state_message):
        changed = super()._update_state(allowed_states, target_state, state_message)
        # Also by a webhook, long after: the job goes on from there.
        changed_sudo = changed.sudo().filtered("support_refund_id")
        changed_sudo.filtered(lambda tx: tx.state == "done").write(
            {"support_is_uncertain": False}
        )
        changed_sudo.filtered(lambda tx: tx.state == "error")._take_back_payment()
        changed_sudo.support_refund_id._on_provider_news()
        return changed

    def _take_back_payment(self):
        """Take back what was booked for money that came back from the bank.

        What is matched with a bank statement stays: accounting sees both there.
        """
        payments = self.payment_id.filtered(
            lambda payment: payment.state != "canceled" and not payment.is_matched
        )
        for payment in payments:
            payment.action_draft()
            payment.action_cancel()
