from odoo import Command, fields, models
from odoo.exceptions import UserError


class SupportRefundReturn(models.AbstractModel):
    """The return whose goods a refund gives the money back for."""

    _name = "support.refund.return"
    _description = "Return behind a Refund"

    return_id = fields.Many2one(
        "support.return", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    currency_id = fields.Many2one("res.currency")
    freight_amount = fields.Monetary(
        "Way Back",
        readonly=True,
        help="Paid by the customer, with taxes: deducted from what he gets back.",
    )

    exchange_order_id = fields.Many2one(
        "sale.order",
        "In Exchange",
        readonly=True,
        index="btree_not_null",
        help="What is credited is set off against its invoice first.",
    )

    def _settle(self, credit_note):
        result = super()._settle(credit_note)
        if self.exchange_order_id:
            invoice = self._get_exchange_invoice()
            lines = (invoice | credit_note).line_ids.filtered(
                lambda line: (
                    line.account_id.account_type == "asset_receivable"
                    and not line.reconciled
                )
            )
            if lines.move_id == invoice | credit_note:
                lines.reconcile()
        return result

    def _get_exchange_invoice(self):
        """Return the posted invoice of what is sent instead; made once, for all of it.

        Not what was delivered is invoiced but what was exchanged.
        """
        order = self.exchange_order_id
        known = order.invoice_ids.filtered(lambda move: move.state == "posted")
        if known:
            return known[0]
        invoice = self.env["account.move"].create(
            {
                **order._prepare_invoice(),
                "invoice_line_ids": [
                    Command.create(
                        line._prepare_invoice_line(quantity=line.product_uom_qty)
                    )
                    for line in order.order_line
                ],
            }
        )
        invoice.action_post()
        return invoice

    def _prepare_credit_note_vals(self, invoice, lines):
        """Deduct the way back once, where the first invoice is credited."""
        vals = super()._prepare_credit_note_vals(invoice, lines)
        if self.freight_amount and invoice == self.line_ids[:1].invoice_line_id.move_id:
            origin = lines[:1].invoice_line_id
            vals["invoice_line_ids"].append(
                Command.create(self._prepare_freight_vals(origin))
            )
        return vals

    def _prepare_freight_vals(self, origin):
        """Return a line that comes to the amount with the taxes of the goods."""
        price = self.freight_amount
        if not all(origin.tax_ids.mapped("price_include")):
            details = origin.tax_ids._get_tax_details(
                price, 1.0, special_mode="total_included"
            )
            price = details["total_excluded"]
        return {
            "name": self.env._("Way back of the goods"),
            "quantity": 1,
            "price_unit": -price,
            "tax_ids": [Command.set(origin.tax_ids.ids)],
            "account_id": origin.account_id.id,
        }

    def _is_reduced(self):
        return super()._is_reduced() or bool(self.freight_amount)

    def _measure(self):
        total = super()._measure()
        if total < 0:
            raise UserError(
                self.env._("The way back costs more than what would be refunded.")
            )
        return total

    def _after_done(self):
        result = super()._after_done()
        self.return_id._follow_decisions()
        return result
