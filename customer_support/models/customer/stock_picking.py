from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "support.ticket.counter"]

    _support_ticket_field = "picking_ids"

    def _prepare_support_ticket_vals(self):
        # Who ordered is the customer; the parcel may go to somebody else. The user sees
        # the transfer, its order's number and customer with it.
        order_sudo = self.sudo().sale_id
        return {
            **super()._prepare_support_ticket_vals(),
            "partner_id": order_sudo.partner_id.id or self.partner_id.id,
            "picking_ids": self.ids,
            "sale_order_id": order_sudo.id,
            "company_id": self.company_id.id,
        }
