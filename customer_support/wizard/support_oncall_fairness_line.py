from odoo import fields, models


class SupportOncallFairnessLine(models.TransientModel):
    """What one person carries."""

    _name = "support.oncall.fairness.line"
    _description = "On-call Fairness: Person"
    _rec_name = "user_id"

    fairness_id = fields.Many2one(
        "support.oncall.fairness", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", "Person", readonly=True)
    shift_count = fields.Integer("Shifts", readonly=True)
    hours_day = fields.Float("Day", readonly=True)
    hours_night = fields.Float("Night", readonly=True)
    hours_weekend = fields.Float("Weekend", readonly=True)
    hours_holiday = fields.Float("Public Holidays", readonly=True)
    call_count = fields.Integer("Calls", readonly=True)
    load = fields.Float(
        readonly=True, help="Hours and calls with the weights of the schedule."
    )
    expected_load = fields.Float(
        readonly=True,
        help="An equal load for everybody, for the time in which he takes part.",
    )
    share = fields.Float(readonly=True)
    expected_share = fields.Float(readonly=True)
    excess = fields.Float("Above His Share", readonly=True)
    is_overloaded = fields.Boolean("Overloaded", readonly=True)
