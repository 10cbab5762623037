from odoo import fields, models
from odoo.exceptions import UserError


class SupportResolutionMoney(models.AbstractModel):
    """The money that goes back when an order, or a part of it, is cancelled."""

    _name = "support.resolution.money"
    _description = "Money of a Cancellation"

    refund_ids = fields.One2many(
        "support.refund", "resolution_id", "Refunds", readonly=True
    )

    def _ensure_money_can_go_back(self):
        """Refuse what has to be put right in accounting or at the provider first.

        :raise UserError: says what it is
        """
        order = self.order_id
        if any(order.order_line.mapped("is_downpayment")):
            raise UserError(
                self.env._(
                    "The order has a down payment: please let accounting give the "
                    "money back."
                )
            )
        if order.transaction_ids.filtered(
            lambda tx: (
                tx.state in ("pending", "authorized") and tx.operation != "refund"
            )
        ):
            raise UserError(
                self.env._(
                    "A payment is not captured yet: please capture or void it first."
                )
            )
        invoiced, quantities = self._get_invoiced_quantities(), self._get_quantities()
        is_billed = any(order.order_line.mapped("qty_invoiced"))
        if is_billed and any(
            line.product_uom_id.compare(invoiced.get(line, 0.0), quantity)
            for line, quantity in quantities.items()
        ):
            raise UserError(
                self.env._(
                    "The order is invoiced in part: please let accounting give the "
                    "money back."
                )
            )

    def _get_invoiced_quantities(self):
        """Return {line: quantity} of the cancelled goods that is invoiced."""
        found = {}
        for line, quantity in self._get_quantities().items():
            too_much = line.qty_invoiced - (line.product_uom_qty - quantity)
            if line.product_uom_id.compare(too_much, 0.0) > 0:
                found[line] = min(too_much, quantity)
        return found

    def _get_paid_amount(self):
        """Return what was captured for the order and did not go back."""
        payments = self.order_id.transaction_ids.filtered(
            lambda tx: (
                tx.state == "done" and tx.operation not in ("refund", "validation")
            )
        )
        return sum(payment._get_support_refundable() for payment in payments)

    def _get_order_value(self):
        return 0.0 if self.order_id.state == "cancel" else self.order_id.amount_total

    def _give_back(self, invoiced, value_before):
        """Ask for the refund of what was paid for what is cancelled now.

        What is invoiced is credited; what was only paid goes back as far as it is more
        than what is left of the order costs.

        :param invoiced: as from ``_get_invoiced_quantities``, of before
        :param float value_before: of the order, with taxes
        """
        refunds = self._get_refunds_of_decider()
        options = {
            "ticket": self.ticket_id,
            "reason": self.env._("Cancellation of %(order)s", order=self.order_id.name),
            "resolution_id": self.id,
        }
        if invoiced:
            refunds._create_from_sale_lines(invoiced, **options)._submit()
            return
        value = self._get_order_value()
        amount = min(value_before - value, self._get_paid_amount() - value)
        if self.order_id.currency_id.compare_amounts(amount, 0.0) > 0:
            refunds._create_from_amount(self.order_id, amount, **options)._submit()

    def _get_refunds_of_decider(self):
        """Return ``support.refund`` as whoever decided: he cannot approve it, too."""
        decider = self.user_id or self.env.ref("base.user_root")
        return self.env["support.refund"].with_user(decider)

    def _get_state_of_money(self):
        """Return the state of a cancellation: it ends when the money has moved."""
        refunds = self.refund_ids.filtered(lambda refund: refund.state != "cancelled")
        is_even = all(refund.state == "done" for refund in refunds)
        return "done" if is_even else "running"

    def _follow_refunds(self):
        """End a cancellation whose money has moved, or was refused by who approves."""
        for resolution in self:
            is_waiting = (
                resolution.kind == "cancellation" and resolution.state == "running"
            )
            if is_waiting and resolution._get_state_of_money() == "done":
                resolution._set_state("done")
