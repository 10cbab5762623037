from odoo import fields, models


class SupportOncallTemporaryDuty(models.Model):
    """A shift of a temporary plan. What lies outside the plan does not count."""

    _name = "support.oncall.temporary.duty"
    _inherit = ["support.oncall.plan.mixin"]
    _description = "Shift of a Temporary On-call Plan"
    _order = "temporary_plan_id, date_from, id"
    _rec_name = "user_id"
    _check_company_auto = True

    temporary_plan_id = fields.Many2one(
        "support.oncall.temporary.plan", required=True, index=True, ondelete="cascade"
    )
    schedule_id = fields.Many2one(related="temporary_plan_id.schedule_id")
    company_id = fields.Many2one(related="temporary_plan_id.company_id")
    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    date_from = fields.Datetime("From", required=True)
    date_to = fields.Datetime("To", required=True)

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A shift ends after it starts."
    )
