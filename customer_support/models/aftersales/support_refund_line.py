from odoo import fields, models


class SupportRefundLine(models.Model):
    """What of an invoice is taken back."""

    _name = "support.refund.line"
    _description = "Line of a Refund"
    _order = "id"
    _rec_name = "invoice_line_id"

    refund_id = fields.Many2one(
        "support.refund", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="refund_id.company_id")
    invoice_line_id = fields.Many2one(
        "account.move.line",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # Agents have no rights on the invoice; what they chose is here.
    name = fields.Char("What", required=True, readonly=True)
    invoice_name = fields.Char("Invoice", readonly=True)
    quantity = fields.Float(
        digits="Product Unit", required=True, readonly=True, aggregator=False
    )

    _quantity_positive = models.Constraint(
        "CHECK (quantity > 0)", "Nothing cannot be refunded."
    )
