from datetime import date, datetime, time, timedelta

import holidays
import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_MAXIMUM_YEARS = 10


class SupportSlaHolidays(models.TransientModel):
    """Closes a calendar on the public holidays of a country, whole local days."""

    _name = "support.sla.holidays"
    _description = "Add Public Holidays"

    calendar_id = fields.Many2one("resource.calendar", required=True)
    country_id = fields.Many2one(
        "res.country",
        required=True,
        default=lambda self: self.env.company.country_id,
    )
    state_id = fields.Many2one(
        "res.country.state", "Region", domain="[('country_id', '=', country_id)]"
    )
    year_from = fields.Integer(
        required=True, default=lambda self: fields.Date.today().year
    )
    year_to = fields.Integer(
        required=True, default=lambda self: fields.Date.today().year + 1
    )
    preview = fields.Text(compute="_compute_preview", string="Days That Will Be Closed")

    @api.constrains("year_from", "year_to")
    def _check_years(self):
        for wizard in self:
            if not 0 <= wizard.year_to - wizard.year_from < _MAXIMUM_YEARS:
                raise ValidationError(self.env._("Choose one to ten years, in order."))

    @api.onchange("country_id")
    def _onchange_country_id(self):
        self.state_id = False

    @api.depends("calendar_id", "country_id", "state_id", "year_from", "year_to")
    def _compute_preview(self):
        for wizard in self:
            lines = [
                f"{fields.Date.to_string(day)}  {name}"
                for day, name in wizard._get_new_days().items()
            ]
            wizard.preview = "\n".join(lines) or self.env._(
                "Nothing: no holidays are known, or they are closed already."
            )

    def action_add(self):
        """Add the holidays that the calendar does not have yet."""
        self.ensure_one()
        if self.country_id.code not in holidays.list_supported_countries():
            raise UserError(
                self.env._(
                    "The public holidays of %(country)s are not known. Add them "
                    "by hand.",
                    country=self.country_id.name,
                )
            )
        self.env["resource.calendar.leaves"].create(
            [
                self._prepare_leave_vals(day, name)
                for day, name in self._get_new_days().items()
            ]
        )
        return {"type": "ir.actions.act_window_close"}

    def _get_new_days(self):
        """Return the holidays that do not close the calendar yet.

        :return: {date: name}, in their order
        """
        self.ensure_one()
        supported = holidays.list_supported_countries()
        span = self.year_to - self.year_from
        if self.country_id.code not in supported or not 0 <= span < _MAXIMUM_YEARS:
            return {}
        region = self.state_id.code
        days = holidays.country_holidays(
            self.country_id.code,
            subdiv=region if region in supported[self.country_id.code] else None,
            years=range(self.year_from, self.year_to + 1),
        )
        closed = self._get_closed_days()
        return {day: days[day] for day in sorted(days) if day not in closed}

    def _get_closed_days(self):
        """Return the local days on which a leave of the calendar begins."""
        zone = pytz.timezone(self.calendar_id.tz or "UTC")
        leaves = self.env["resource.calendar.leaves"].search(
            [("calendar_id", "=", self.calendar_id.id), ("resource_id", "=", False)]
        )
        begins = leaves.mapped("date_from")
        return {pytz.utc.localize(begin).astimezone(zone).date() for begin in begins}

    def _prepare_leave_vals(self, day, name):
        return {
            "name": name,
            "calendar_id": self.calendar_id.id,
            "company_id": self.calendar_id.company_id.id or self.env.company.id,
            "date_from": self._get_midnight(day),
            "date_to": self._get_midnight(day + timedelta(days=1))
            - timedelta(seconds=1),
            "time_type": "leave",
        }

    def _get_midnight(self, day: date):
        """Return the naive UTC instant at which the local day begins."""
        zone = pytz.timezone(self.calendar_id.tz or "UTC")
        local = zone.localize(datetime.combine(day, time.min))
        return local.astimezone(pytz.utc).replace(tzinfo=None)
