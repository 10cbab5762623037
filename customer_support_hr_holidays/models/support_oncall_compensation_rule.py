from odoo import fields, models


class SupportOncallCompensationRule(models.Model):
    _inherit = "support.oncall.compensation.rule"

    leave_type_id = fields.Many2one(
        "hr.leave.type",
        "Time Off Type",
        domain="[('requires_allocation', '=', True), ('company_id', 'in', [company_id, "
        "False])]",
        help="Days off that are earned become allocations of this type.",
    )
    approves_allocations = fields.Boolean(
        "Approve Allocations",
        help="Otherwise they wait for whoever approves allocations.",
    )

    def _earn(self, now):
        """Also bring the allocations in line with the credits, each once."""
        result = super()._earn(now)
        if self.leave_type_id:
            credits = self.env["support.oncall.credit"].search(
                [("rule_id", "=", self.id), ("days", ">", 0)]
            )
            credits._allocate()
            credits._refuse_reversed_allocations()
        return result
