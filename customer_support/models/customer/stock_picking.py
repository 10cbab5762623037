from odoo import api, models
from odoo.fields import Domain


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "support.ticket.counter"]

    _support_ticket_field = "picking_ids"

    def _get_support_customer(self):
        """Who ordered is the customer; the parcel may go to somebody else."""
        self.ensure_one()
        # Whoever sees the transfer sees its order's number and customer with it.
        order_sudo = self.sudo().sale_id
        return order_sudo.partner_id.with_env(self.env) or self.partner_id

    def _prepare_support_ticket_vals(self):
        return {
            **super()._prepare_support_ticket_vals(),
            "picking_ids": self.ids,
            "sale_order_id": self.sudo().sale_id.id,  # as above
            "company_id": self.company_id.id,
        }

    # -- What customers wait for ----------------------------------------------------
    @api.model
    def _get_support_open_domain(self):
        """Return the deliveries that have not left and are not given up."""
        return Domain("picking_type_code", "=", "outgoing") & Domain(
            "state", "not in", ("draft", "done", "cancel")
        )

    def _get_support_planned_date(self):
        """Return until when it should have left: what was promised, else planned."""
        return self.date_deadline or self.scheduled_date

    # -- Priorities -----------------------------------------------------------------
    def _action_done(self):
        result = super()._action_done()
        # Whoever ships knows the order by its number; its customer is ours to look up.
        self.sudo().sale_id._request_support_priorities()
        return result
