from odoo import api, models


class SupportReturnSignal(models.AbstractModel):
    """What asks for a second look before a return is approved."""

    _name = "support.return.signal"
    _inherit = ["support.fraud.signal"]
    _description = "Signals on a Return"

    @api.depends_context("uid")
    @api.depends("partner_id", "line_ids.sale_line_id", "ticket_id.category_id")
    def _compute_signals(self):
        return super()._compute_signals()

    def _get_signal_orders(self):
        return self.sudo().line_ids.sale_line_id.order_id

    def _get_signal_category(self):
        return self.ticket_id.category_id
