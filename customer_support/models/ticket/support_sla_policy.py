from odoo import models


class SupportSlaPolicy(models.Model):
    """Policies meet tickets: applied to the open ones, tried out on past ones."""

    _inherit = "support.sla.policy"

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
