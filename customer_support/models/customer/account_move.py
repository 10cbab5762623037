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

    # -- Priorities -----------------------------------------------------------------
    def _post(self, soft=True):
        posted = super()._post(soft)
        posted._request_support_priorities()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._request_support_priorities()
        return result

    def _request_support_priorities(self):
        """Let open tickets of the customers follow what they have paid."""
        # Booking needs no rights in support; only companies and customers are taken.
        invoices_sudo = self.sudo().filtered(lambda move: move.is_sale_document(True))
        self.env["support.priority.request"]._request_for_customers(
            [(m.company_id, m.commercial_partner_id) for m in invoices_sudo],
            {"spending"},
        )
