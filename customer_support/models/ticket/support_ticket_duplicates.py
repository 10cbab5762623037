from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...const import OPEN_KINDS
from ...logic import ticket_similarity

# How far apart two tickets may be and still be one case, and how many of the
# customer's newest tickets are compared.
DUPLICATE_WINDOW_DAYS = 14
_CANDIDATE_LIMIT = 30


class SupportTicketDuplicates(models.AbstractModel):
    """The warning that a ticket is probably the same case as another one.

    Calculated when a form is opened and never stored: lists and new tickets do not pay.
    """

    _name = "support.ticket.duplicates"
    _description = "Duplicate Warning of a Support Ticket"

    probable_duplicate_id = fields.Many2one(
        "support.ticket", compute="_compute_probable_duplicate_id"
    )
    not_duplicate_ids = fields.Many2many(
        "support.ticket",
        "support_ticket_not_duplicate_rel",
        "ticket_id",
        "other_id",
        "Not the Same As",
        copy=False,
    )
    not_duplicate_of_ids = fields.Many2many(
        "support.ticket",
        "support_ticket_not_duplicate_rel",
        "other_id",
        "ticket_id",
        "Not the Same As (Inverse)",
        copy=False,
    )

    @api.depends(
        "name", "sale_order_id", "partner_id", "stage_kind", "not_duplicate_ids"
    )
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_probable_duplicate_id(self):
        for ticket in self:
            ticket.probable_duplicate_id = ticket._find_probable_duplicate()

    def _find_probable_duplicate(self):
        """Return the open ticket of the customer that is most probably the same case.

        Only among the tickets that the user may read.

        :return: one ``support.ticket`` or none
        """
        ticket = self._origin
        if not ticket or ticket.stage_kind not in OPEN_KINDS:
            return self.browse()
        found_id = ticket_similarity.find_probable_duplicate(
            ticket._get_similarity_facts(),
            [
                other._get_similarity_facts()
                for other in ticket._find_similar_candidates()
            ],
            DUPLICATE_WINDOW_DAYS,
        )
        return self.browse(found_id)

    def _find_similar_candidates(self):
        window = timedelta(days=DUPLICATE_WINDOW_DAYS)
        domain = (
            self._get_merge_target_domain()
            & Domain("stage_kind", "in", OPEN_KINDS)
            & Domain("create_date", ">=", self.create_date - window)
            & Domain("create_date", "<=", self.create_date + window)
            & Domain("not_duplicate_ids", "!=", self.id)
            & Domain("not_duplicate_of_ids", "!=", self.id)
        )
        return self.search_fetch(
            domain,
            ["name", "create_date", "sale_order_id"],
            order="id desc",
            limit=_CANDIDATE_LIMIT,
        )

    def _get_similarity_facts(self):
        return ticket_similarity.TicketFacts(
            ticket=self.id,
            subject=self.name or "",
            created=self.create_date,
            order=self.sale_order_id.id or None,
        )

    # -- Actions --------------------------------------------------------------------
    def action_merge_duplicate(self):
        """Ask to merge this ticket into the one that it probably repeats."""
        self.ensure_one()
        return self._get_merge_action(default_target_id=self.probable_duplicate_id.id)

    def action_dismiss_duplicate(self):
        """Remember that the two are different cases; either stops warning."""
        for ticket in self:
            duplicate = ticket.probable_duplicate_id
            if duplicate:
                ticket.not_duplicate_ids = [Command.link(duplicate.id)]

    def _get_merge_action(self, **context):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_merge_wizard_action"
        )
        action["context"] = {
            "active_model": "support.ticket",
            "active_ids": self.ids,
            **context,
        }
        return action
