from odoo import models


class SupportTicketFacts(models.AbstractModel):
    """What rules may ask of a ticket."""

    _name = "support.ticket.facts"
    _inherit = ["support.facts.mixin"]
    _description = "Facts of a Support Ticket"

    def _get_priority_facts(self):
        return {ticket: frozenset([ticket.priority]) for ticket in self}

    def _get_team_facts(self):
        return {ticket: frozenset(ticket.team_id.ids) for ticket in self}

    def _get_tag_facts(self):
        return {ticket: frozenset(ticket.tag_ids.ids) for ticket in self}

    def _get_channel_kind_facts(self):
        return {ticket: frozenset([ticket.channel_id.kind]) for ticket in self}

    def _get_problem_ticket_facts(self):
        counts = self.problem_id._count_affected()
        return {
            ticket: float(counts.get(ticket.problem_id, 0) if ticket.problem_id else 0)
            for ticket in self
        }

    def _get_category_facts(self):
        return {ticket: _get_path_ids(ticket.category_id) for ticket in self}

    def _get_product_facts(self):
        return {
            ticket: frozenset(ticket.product_id.product_tmpl_id.ids) for ticket in self
        }

    def _get_product_category_facts(self):
        return {ticket: _get_path_ids(ticket.product_id.categ_id) for ticket in self}

    def _get_partner_facts(self):
        return {ticket: frozenset(ticket._get_askers().ids) for ticket in self}

    def _get_partner_tag_facts(self):
        return {
            ticket: frozenset(ticket._get_askers().category_id.ids) for ticket in self
        }

    def _get_country_facts(self):
        return {
            ticket: frozenset(
                (
                    ticket.partner_id.country_id
                    or ticket.commercial_partner_id.country_id
                ).ids
            )
            for ticket in self
        }

    def _get_askers(self):
        return self.partner_id + self.commercial_partner_id


def _get_path_ids(record):
    """Return the ids of a record and of everything above it."""
    return frozenset(map(int, filter(None, (record.parent_path or "").split("/"))))
