from dataclasses import replace

from odoo import api, fields, models

from ...const import CHANNEL_KINDS


class SupportRuleMixin(models.AbstractModel):
    """Conditions on what a ticket knows."""

    _inherit = "support.rule.mixin"

    team_ids = fields.Many2many("support.team", string="Teams")
    category_ids = fields.Many2many(
        "support.category",
        string="Contact Reasons",
        help="These and everything below them.",
    )
    tag_ids = fields.Many2many(
        "support.tag", string="Tags", help="At least one of them."
    )
    channel_kind = fields.Selection(CHANNEL_KINDS, "Channel")
    problem_tickets_from = fields.Integer(
        "Tickets of an Open Problem",
        help="Linked to a known problem that is open and has at least so many tickets. "
        "1: linked to any open problem.",
    )

    @api.model
    def _get_condition_fields(self):
        return {
            **super()._get_condition_fields(),
            "team": "team_ids",
            "category": "category_ids",
            "tag": "tag_ids",
        }

    @api.model
    def _get_amount_fields(self):
        return {
            **super()._get_amount_fields(),
            "problem_ticket": "problem_tickets_from",
        }

    def _prepare_conditions(self):
        conditions = super()._prepare_conditions()
        if not self.channel_kind:
            return conditions
        accepted = {"channel_kind": frozenset([self.channel_kind])}
        return replace(conditions, accepted={**conditions.accepted, **accepted})
