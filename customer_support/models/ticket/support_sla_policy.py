from odoo import api, fields, models

from ...const import CHANNEL_KINDS


class SupportSlaPolicy(models.Model):
    """Conditions on what a ticket knows."""

    _inherit = "support.sla.policy"

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

    @api.model
    def _get_condition_fields(self):
        return {
            **super()._get_condition_fields(),
            "team": "team_ids",
            "category": "category_ids",
            "tag": "tag_ids",
        }

    def _prepare_conditions(self):
        conditions = super()._prepare_conditions()
        if self.channel_kind:
            conditions["channel_kind"] = frozenset([self.channel_kind])
        return conditions

    # -- Actions --------------------------------------------------------------------
    def action_apply_to_open(self):
        """Ask whether open tickets follow the policy as it is now."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_sla_apply_action"
        )
        return {**action, "context": {"default_policy_id": self.id}}

    def action_simulate(self):
        """Try the policy out on tickets of the past."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_sla_simulation_action"
        )
        return {**action, "context": {"default_policy_ids": self.ids}}
