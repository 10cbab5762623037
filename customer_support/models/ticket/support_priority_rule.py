from odoo import models


class SupportPriorityRule(models.Model):
    """Rules meet tickets: applied to the open ones."""

    _inherit = "support.priority.rule"

    # -- Actions --------------------------------------------------------------------
    def action_apply_to_open(self):
        """Ask whether open tickets follow the rules as they are now."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_priority_apply_action"
        )
        return {**action, "context": {"default_rule_id": self.id}}
