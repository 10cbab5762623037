from odoo import api, models


class SupportTicketSignal(models.AbstractModel):
    """What asks for a second look, on the ticket."""

    _name = "support.ticket.signal"
    _inherit = ["support.fraud.signal"]
    _description = "Signals on a Support Ticket"

    @api.depends_context("uid")
    @api.depends("partner_id", "sale_order_id", "category_id")
    def _compute_signals(self):
        return super()._compute_signals()

    def _get_signal_orders(self):
        return self.sudo().sale_order_id

    def _get_signal_category(self):
        return self.category_id
