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
        self.return_id._follow_refunds()
        return result
