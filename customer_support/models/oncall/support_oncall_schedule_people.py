from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.local_clock import to_datetime


class SupportOncallSchedulePeople(models.AbstractModel):
    """The people of a rota: who takes part, who answers for it, how they swap."""

    _name = "support.oncall.schedule.people"
    _description = "On-call Schedule: People"

    responsible_id = fields.Many2one(
        "res.users",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Is told of warnings, and of swaps that wait or that nobody took.",
    )
    confirms_swaps = fields.Boolean(
        "Swaps Are Confirmed",
        tracking=True,
        help="A manager confirms a swap before it changes the plan.",
    )
    min_rest_hours = fields.Float(
        "Rest (Hours)", help="Between two shifts of a person, in whatever schedule."
    )
    max_month_shifts = fields.Integer(
        "Most Shifts a Month", help="Of a person in this schedule; 0: no limit."
    )
    max_month_hours = fields.Float("Most Hours a Month", help="0: no limit.")
    warning_days = fields.Integer(
        "Warn Days Ahead",
        default=14,
        help="So long before, the responsible person is told of a new warning.",
    )
    warning_ids = fields.One2many("support.oncall.warning", "schedule_id", "Warnings")
    warning_count = fields.Integer(compute="_compute_warning_count")
    swap_ids = fields.One2many("support.oncall.swap", "schedule_id", "Swaps")

    _limits_positive = models.Constraint(
        "CHECK (min_rest_hours >= 0 AND max_month_shifts >= 0 AND max_month_hours >= 0 "
        "AND warning_days >= 0)",
        "Limits are not negative.",
    )

    @api.depends("warning_ids")
    def _compute_warning_count(self):
        for schedule in self:
            schedule.warning_count = len(schedule.warning_ids)

    def _get_rota_users(self, start=None, end=None):
        """Return who takes part in the rota in a span; default: now.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        """
        start = start or fields.Datetime.now()
        participants = self.env["support.oncall.participant"].search(
            Domain("layer_id.schedule_id", "in", self.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">", start))
            & (
                Domain("date_from", "=", False)
                | Domain("date_from", "<=", end or start)
            )
        )
        return participants.user_id

    def _get_calendar_shifts(self, start, end):
        """Return the shifts that touch a span, whole, as far as they are written down.

        :return: list of {"user_id", "start", "end", "changed"}, naive UTC
        """
        self.ensure_one()
        until = min(self.planned_until or start, end)
        shifts = [
            {
                "user_id": shift.user_id.id,
                "start": shift.date_from,
                "end": shift.date_to,
                "changed": shift.write_date,
            }
            for shift in self._search_shifts(start, until)
        ]
        if not self.active:
            return shifts
        running = {s["user_id"]: s for s in shifts if s["end"] == until}
        for begin, finish, user_id in self._calculate_turn_shifts(until, end):
            shift = {"start": to_datetime(begin), "end": to_datetime(finish)}
            if shift["start"] == until and user_id in running:
                running[user_id]["end"] = shift["end"]
            else:
                shifts.append({"user_id": user_id, **shift, "changed": self.write_date})
        return shifts
