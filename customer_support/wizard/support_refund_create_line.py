from odoo import api, fields, models


class SupportRefundCreateLine(models.TransientModel):
    _name = "support.refund.create.line"
    _description = "Line of a Refund from a Ticket"

    wizard_id = fields.Many2one(
        "support.refund.create", required=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="wizard_id.currency_id")
    invoice_line_id = fields.Many2one("account.move.line", readonly=True)
    name = fields.Char("What", readonly=True)
    invoice_name = fields.Char("Invoice", readonly=True)
    available = fields.Float("Can Be Refunded", digits="Product Unit", readonly=True)
    quantity = fields.Float("Refund", digits="Product Unit")
    total = fields.Monetary(compute="_compute_total", help="With taxes.")

    @api.depends("quantity")
    def _compute_total(self):
        for line in self:
            line.total = line._get_total_sudo()

    def _get_total_sudo(self):
        """Return what the chosen quantity cost, with taxes; a plain amount.

        The agent sees it on the ticket; he has no rights on the invoice.
        """
        line_sudo = self.sudo().invoice_line_id
        if not line_sudo.quantity:
            return 0.0
        share = min(max(self.quantity, 0.0), self.available) / line_sudo.quantity
        return self.currency_id.round(line_sudo.price_total * share)
