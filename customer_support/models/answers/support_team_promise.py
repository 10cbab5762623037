from odoo import fields, models


class SupportTeamPromise(models.AbstractModel):
    _name = "support.team.promise"
    _description = "Promises of a Support Team"

    promise_warn_hours = fields.Float(
        "Remind of Promises (Working Hours Before)",
        default=4,
        help="So long before its date the owner of a promise is reminded, in the "
        "working hours of the team.",
    )

    _promise_warn_hours_positive = models.Constraint(
        "CHECK (promise_warn_hours >= 0)", "The hours before cannot be negative."
    )
