from odoo import fields, models

from ...logic.local_clock import to_seconds
from ...logic.oncall_plan import TemporaryPlan


class SupportOncallTemporaryPlan(models.Model):
    """Duties written down by hand that hold instead of everything else, for a time."""

    _name = "support.oncall.temporary.plan"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "Temporary On-call Plan"
    _order = "date_from desc, id desc"

    name = fields.Char(required=True)
    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="schedule_id.company_id")
    date_from = fields.Datetime("From", required=True, index=True)
    date_to = fields.Datetime("To", required=True)
    duty_ids = fields.One2many(
        "support.oncall.temporary.duty", "temporary_plan_id", "Duties", copy=True
    )

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A temporary plan ends after it starts."
    )

    def _prepare_temporary_plan(self):
        """Return the ``logic.oncall_plan.TemporaryPlan``."""
        return TemporaryPlan(
            start=to_seconds(self.date_from),
            end=to_seconds(self.date_to),
            duties=tuple(
                (to_seconds(duty.date_from), to_seconds(duty.date_to), duty.user_id.id)
                for duty in self.duty_ids
            ),
        )
