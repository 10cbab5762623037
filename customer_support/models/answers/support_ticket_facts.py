from odoo import models

_STATES = {
    "pending": "pending",
    "started": "pending",
    "partial": "partial",
    "full": "shipped",
}


class SupportTicketFacts(models.AbstractModel):
    """What rules for automatic answers ask beside the rest."""

    _inherit = "support.ticket.facts"

    def _get_order_state_facts(self):
        """How far the confirmed order is; "none" without any."""
        return {ticket: frozenset([_get_order_state(ticket)]) for ticket in self}

    def _get_hours_facts(self):
        """Whether the ticket came in while its team was there."""
        facts = {}
        for ticket in self:
            calendar = ticket.team_id.calendar_id
            calendar = calendar or ticket.company_id.resource_calendar_id
            received = ticket.received_date
            is_open = calendar._get_next_opening(received) == received
            facts[ticket] = frozenset(["open" if is_open else "closed"])
        return facts


def _get_order_state(ticket):
    # Agents need no rights on Sales; the state is only compared.
    order_sudo = ticket.sudo().sale_order_id
    if not order_sudo or order_sudo.state != "sale":
        return "none"
    return _STATES.get(order_sudo.delivery_status, "shipped")
