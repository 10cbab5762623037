from datetime import timedelta

from odoo import api, fields, models

from ...const import HOLDING_MODES


class SupportTeamHolding(models.AbstractModel):
    """How a team sees to it that nobody hears nothing for too long."""

    _name = "support.team.holding"
    _description = "Silence in a Support Team"

    holding_mode = fields.Selection(
        HOLDING_MODES,
        "When a Customer Hears Nothing",
        default="none",
        required=True,
        help="While we research or wait for somebody, the customer reads what is "
        "happening and when he hears from us again. It counts as no answer.",
    )
    holding_hours = fields.Float(
        "Hears Nothing For (Working Hours)",
        default=16,
        help="Since our last word, in the working hours of the team.",
    )
    holding_limit = fields.Integer(
        "Holding Messages in a Row",
        default=2,
        help="After so many a person has to write.",
    )

    _holding_hours_positive = models.Constraint(
        "CHECK (holding_hours > 0)", "The hours of silence have to be more than none."
    )
    _holding_limit_positive = models.Constraint(
        "CHECK (holding_limit > 0)", "At least one holding message can be sent."
    )

    @api.model
    def _get_quiet_limits(self, now):
        """Return {team: our last word must not be older}, of teams that care.

        :param datetime now: naive UTC
        """
        limits = {}
        caring = self.search([("holding_mode", "!=", "none")])
        for calendar, teams in caring.grouped("calendar_id").items():
            requests = [(now, -timedelta(hours=team.holding_hours)) for team in teams]
            instants = calendar._add_working_time(requests)
            limits.update(zip(teams, instants, strict=True))
        return limits
