from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime

from ...const import PRIORITIES, WAIT_BASES

_NEAR = timedelta(days=6)


class SupportWaitEstimate(models.Model):
    """When a customer was told to expect our first answer, and why. Append-only.

    Whether it was honest is judged by ``support.wait.report`` when it is read.
    """

    _name = "support.wait.estimate"
    _description = "Stated Wait"
    _order = "made_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one(
        "support.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    team_id = fields.Many2one("support.team", index="btree_not_null")
    priority = fields.Selection(PRIORITIES)
    made_date = fields.Datetime("Stated", required=True)
    low_date = fields.Datetime("Not Before", help="Empty: only an end was stated.")
    high_date = fields.Datetime("Not After", required=True)
    basis = fields.Selection(WAIT_BASES, required=True)
    # What it was calculated from
    ahead_count = fields.Integer("Tickets Before")
    people_count = fields.Float("People on Duty", digits=(6, 1))
    case_count = fields.Integer("Answers Known")
    pace_low = fields.Float("Minutes per Ticket, at Best", digits=(8, 1))
    pace_high = fields.Float("Minutes per Ticket, at Worst", digits=(8, 1))
    reasons = fields.Char(compute="_compute_reasons")

    @api.depends("basis", "ahead_count", "people_count", "case_count")
    def _compute_reasons(self):
        labels = dict(self._fields["basis"]._description_selection(self.env))
        for estimate in self:
            estimate.reasons = labels.get(estimate.basis)
            if estimate.basis == "measured":
                estimate.reasons = estimate._get_measured_reasons()

    def _get_measured_reasons(self):
        return self.env._(
            "%(ahead)s tickets before, %(people)s people on duty, %(low)s to %(high)s "
            "minutes of one of them per ticket (%(cases)s answers)",
            ahead=self.ahead_count,
            people=f"{self.people_count:g}",
            low=round(self.pace_low),
            high=round(self.pace_high),
            cases=self.case_count,
        )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Stated waits are not made by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise AccessError(self.env._("What a customer was told stays as it was."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("What a customer was told stays as it was."))

    # -- Reading --------------------------------------------------------------------
    @api.model
    def _get_ahead_by_ticket(self, tickets):
        """Return {id of the ticket: how many were before it}, as far as calculated."""
        measured = self.search_fetch(
            [("ticket_id", "in", tickets.ids), ("basis", "=", "measured")],
            ["ticket_id", "ahead_count"],
        )
        return {estimate.ticket_id.id: estimate.ahead_count for estimate in measured}

    @api.model
    def _prepare_range_vals(self, found):
        """Return what is kept of a ``logic.expected_wait.WaitRange``."""
        minute = timedelta(minutes=1)
        return {
            "basis": "measured",
            "low_date": found.low,
            "high_date": found.high,
            "ahead_count": found.ahead,
            "people_count": found.people,
            "case_count": found.cases,
            "pace_low": found.pace_low / minute,
            "pace_high": found.pace_high / minute,
        }

    # -- In words -------------------------------------------------------------------
    def _get_words(self, zone):
        """Return what the customer reads, in the language of the environment.

        :param str zone: name of his time zone
        """
        self.ensure_one()
        if self.high_date <= fields.Datetime.now():
            return self.env._(
                "We wanted to answer by %(moment)s, and are late. We are sorry.",
                moment=self._format_moment(self.high_date, zone),
            )
        if self.basis != "measured":
            return self.env._(
                "We answer by %(moment)s.",
                moment=self._format_moment(self.high_date, zone),
            )
        return self._get_range_in_words(self.low_date, self.high_date, zone)

    @api.model
    def _get_range_in_words(self, low, high, zone):
        """Return “We expect to answer on Monday between 09:00 and 10:30.”

        :param datetime low: naive UTC; what is past is left out
        :param datetime high: naive UTC
        """
        now = fields.Datetime.now()
        today, low_day, high_day = [
            _to_local(moment, zone).date() for moment in (now, low, high)
        ]
        values = {
            "day": self._format_day(high, zone),
            "low": self._format_time(low, zone),
            "high": self._format_time(high, zone),
        }
        if low <= now and high_day == today:
            return self.env._("We expect to answer today by %(high)s.", **values)
        if low <= now:
            return self.env._("We expect to answer by %(day)s, %(high)s.", **values)
        if low_day != high_day:
            return self.env._(
                "We expect to answer between %(low_day)s, %(low)s and %(day)s, "
                "%(high)s.",
                low_day=self._format_day(low, zone),
                **values,
            )
        if high_day == today:
            return self.env._(
                "We expect to answer today between %(low)s and %(high)s.", **values
            )
        return self.env._(
            "We expect to answer on %(day)s between %(low)s and %(high)s.", **values
        )

    @api.model
    def _format_moment(self, moment, zone):
        return f"{self._format_day(moment, zone)}, {self._format_time(moment, zone)}"

    @api.model
    def _format_day(self, moment, zone):
        """Return “Monday”, with the date when that is not this week."""
        is_near = abs(moment - fields.Datetime.now()) < _NEAR
        return format_date(
            self.env,
            _to_local(moment, zone).date(),
            date_format="EEEE" if is_near else "EEEE d MMMM",
        )

    @api.model
    def _format_time(self, moment, zone):
        return format_datetime(self.env, moment, tz=zone, dt_format="HH:mm")


def _to_local(moment, zone):
    return pytz.utc.localize(moment).astimezone(pytz.timezone(zone))
