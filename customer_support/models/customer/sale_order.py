from odoo import models


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "support.ticket.counter"]

    _support_ticket_field = "sale_order_id"

    # Mails name orders; the host's trigram index answers "=" slowly at a million.
    _support_name_idx = models.Index("(name, company_id)")

    def _prepare_support_ticket_vals(self):
        return {
            **super()._prepare_support_ticket_vals(),
            "sale_order_id": self.id,
            "company_id": self.company_id.id,
        }
