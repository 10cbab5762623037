from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "support.ticket.counter"]

    _support_ticket_field = "invoice_ids"

    def _prepare_support_ticket_vals(self):
        order = self.invoice_line_ids.sale_line_ids.order_id[:1]
        return {
            **super()._prepare_support_ticket_vals(),
            "invoice_ids": self.ids,
            "sale_order_id": order.id,
            "company_id": self.company_id.id,
        }
