from odoo import fields, models
from odoo.fields import Domain

from ...const import OPEN_KINDS


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "support.ticket.counter", "support.order.delivery"]

    _support_ticket_field = "sale_order_id"

    # Mails name orders; the host's trigram index answers "=" slowly at a million.
    _support_name_idx = models.Index("(name, company_id)")

    def _prepare_support_ticket_vals(self):
        return {
            **super()._prepare_support_ticket_vals(),
            "sale_order_id": self.id,
            "company_id": self.company_id.id,
        }

    # -- Priorities -----------------------------------------------------------------
    def action_confirm(self):
        result = super().action_confirm()
        self._request_support_priorities()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._request_support_priorities()
        return result

    def _request_support_priorities(self):
        """Let open tickets of the customers follow what they still wait for."""
        # Selling needs no rights in support; only companies and customers are taken.
        self.env["support.priority.request"]._request_for_customers(
            [(o.company_id, o.partner_id.commercial_partner_id) for o in self.sudo()],
            {"contract_product", "undelivered"},
        )

    # -- What the customer need not ask ---------------------------------------------
    def _get_support_known_problems(self):
        """Return what is wrong with the order's deliveries, for its portal page.

        The dates are those of the transfers: what is not known is not promised.

        :return: list of {"delivery": str, "planned": naive UTC datetime, "expected":
            naive UTC datetime or False when there is no new date yet}
        """
        self.ensure_one()
        now = fields.Datetime.now()
        # Whoever may open the order's page may know of its deliveries.
        pickings_sudo = self.sudo().picking_ids
        pickings_sudo = pickings_sudo.filtered_domain(
            pickings_sudo._get_support_open_domain()
        )
        problems = []
        for picking in pickings_sudo:
            planned = picking._get_support_planned_date()
            if planned and planned.date() < now.date():
                expected = picking.scheduled_date
                problems.append(
                    {
                        "delivery": picking.name,
                        "planned": planned,
                        "expected": expected if expected > now else False,
                    }
                )
        return problems

    def _get_support_delivery_in_words(self):
        """Return how far the delivery is, "" if that is not known."""
        self.ensure_one()
        if self.state == "cancel":
            return self.env._("This order is cancelled.")
        words = {
            "pending": self.env._("It has not left our warehouse yet."),
            "started": self.env._("We are preparing it; it has not left yet."),
            "partial": self.env._("A part of it has left our warehouse."),
            "full": self.env._("It has left our warehouse."),
        }
        return words.get(self.delivery_status, "")

    def _get_support_open_tickets(self):
        """Return the open tickets about the order that the current user may read."""
        self.ensure_one()
        tickets = self.env["support.ticket"]
        if not tickets.has_access("read"):
            return tickets
        return tickets.search(
            Domain("sale_order_id", "=", self.id)
            & Domain("stage_kind", "in", OPEN_KINDS)
        )
