from datetime import datetime, time, timedelta, timezone

import pytz

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...logic.working_time import OpeningHours, OutsideSpan

# How far ahead or back opening hours are looked for, in growing spans: most deadlines
# lie within a month; a calendar that opens once a year still finds its hours.
_SPAN_DAYS = (35, 400, 4000)
# Hours are asked for beyond the span, where the days of all zones are whole.
_MARGIN = timedelta(days=2)


class ResourceCalendar(models.Model):
    """Working time on the host's calendars; leaves and public holidays always count.

    All instants are naive UTC, as the database keeps them. An empty recordset stands
    for "around the clock".
    """

    _inherit = "resource.calendar"

    def _add_working_time(self, requests):
        """Return when the working time of each request has passed.

        :param list requests: (naive UTC datetime, timedelta) pairs; a negative
            duration counts backwards
        :return: naive UTC datetimes, one for each request
        :raise UserError: the calendar does not open that much within eleven years
        """
        if not self:
            return [start + duration for start, duration in requests]
        if not requests:
            return []
        instants = [start for start, _duration in requests]
        backwards = any(duration < timedelta(0) for _start, duration in requests)
        return self._calculate_with_hours(
            instants,
            lambda hours: [hours.add(start, duration) for start, duration in requests],
            backwards=backwards,
        )

    def _calculate_with_hours(self, instants, calculate, backwards=False):
        """Return what ``calculate`` makes of opening hours that are known far enough.

        :param list instants: naive UTC datetimes that the hours must cover
        :param calculate: function of one ``OpeningHours``; called again with a longer
            span when it raises ``OutsideSpan``
        :param bool backwards: look for hours also before the first instant
        :raise UserError: the calendar does not open enough within eleven years
        """
        for days in _SPAN_DAYS:
            reach = timedelta(days=days)
            start = min(instants) - (reach if backwards else timedelta(0))
            try:
                return calculate(self._get_opening_hours(start, max(instants) + reach))
            except OutsideSpan:
                continue
        raise UserError(
            self.env._(
                "The calendar “%(calendar)s” does not open often enough to calculate a "
                "deadline. Give it working hours.",
                calendar=self.display_name,
            )
        )

    def _measure_working_time(self, spans):
        """Return the working time within each span.

        :param list spans: (start, end) pairs, naive UTC; swapped ones are negative
        :return: timedeltas, one for each span
        """
        if not self:
            return [end - start for start, end in spans]
        if not spans:
            return []
        instants = [instant for span in spans for instant in span]
        hours = self._get_opening_hours(min(instants), max(instants))
        return [hours.measure(start, end) for start, end in spans]

    def _get_next_opening(self, at):
        """Return ``at`` if it is open then, else when it opens next.

        :param datetime at: naive UTC
        :return: naive UTC datetime; None if it does not open within eleven years
        """
        if not self:
            return at
        for days in _SPAN_DAYS:
            hours = self._get_opening_hours(at, at + timedelta(days=days))
            try:
                return hours.get_next_opening(at)
            except OutsideSpan:
                continue
        return None

    def _get_opening_hours(self, start, end):
        """Return the ``OpeningHours`` of the calendar, known at least in that span.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        """
        if not self:
            return OpeningHours(start, end, None)
        self.ensure_one()
        return self._get_opening_hours_of_years(self.id, start.year, end.year)

    @api.model
    @tools.ormcache("calendar_id", "first_year", "last_year")
    def _get_opening_hours_of_years(self, calendar_id, first_year, last_year):
        # Calendars of other companies may be the measure of a ticket; no personal data.
        calendar_sudo = self.sudo().browse(calendar_id)
        start, end = datetime(first_year, 1, 1), datetime(last_year + 1, 1, 1)
        span = (
            _to_monday(start, calendar_sudo.tz),
            (end + _MARGIN).replace(tzinfo=timezone.utc),
        )
        closed = list(calendar_sudo._get_closing_days_domain())
        regular = calendar_sudo._work_intervals_batch(*span, domain=closed)[False]
        extra = self.env["support.extra.hours"].sudo()
        extra = extra._get_intervals(calendar_sudo, *span)
        if extra:
            extra -= calendar_sudo._leave_intervals(*span, domain=closed)
        pairs = [
            (_to_utc(_snap(opening)), _to_utc(_snap(closing)))
            for opening, closing, _records in [*regular, *extra]
        ]
        return OpeningHours(start, end, pairs)

    def _get_open_days(self, now, count):
        """Return when it opens on the next days, today included, in its own zone.

        :param datetime now: naive UTC
        :return: list of (date, list of (opening, closing) as local datetimes)
        """
        self.ensure_one()
        zone = pytz.timezone(self.tz)
        today = pytz.utc.localize(now).astimezone(zone).date()
        days = []
        for day in (today + timedelta(days=number) for number in range(count)):
            start, end = [
                _to_utc(zone.localize(datetime.combine(date, time.min)))
                for date in (day, day + timedelta(days=1))
            ]
            periods = self._get_opening_hours(start, end).get_periods(start, end)
            local = [
                tuple(pytz.utc.localize(edge).astimezone(zone) for edge in period)
                for period in periods
            ]
            days.append((day, local))
        return days

    def _get_closing_days_domain(self):
        """Return the leaves that close the calendar: its own and its company's."""
        company = Domain("calendar_id", "=", False) & Domain(
            "company_id", "in", (False, self.company_id.id)
        )
        own = Domain("calendar_id", "=", self.id)
        return Domain("time_type", "=", "leave") & (own | company)

    def _check_opens(self):
        """Refuse calendars without a single opening within eleven years.

        :raise ValidationError: names the calendar
        """
        now = fields.Datetime.now()
        for calendar in self:
            try:
                calendar._add_working_time([(now, timedelta(seconds=1))])
            except UserError as error:
                raise ValidationError(
                    self.env._(
                        "The calendar “%(calendar)s” never opens: no deadline could be "
                        "calculated with it. Give it working hours first.",
                        calendar=calendar.display_name,
                    )
                ) from error

    def action_add_public_holidays(self):
        """Open the wizard that closes the calendar on the holidays of a country."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_sla_holidays_action"
        )
        return {**action, "context": {"default_calendar_id": self.id}}

    def action_open_extra_hours(self):
        """Show the opening hours that come on top for a season."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_extra_hours_action"
        )
        return {
            **action,
            "domain": [("calendar_id", "=", self.id)],
            "context": {"default_calendar_id": self.id},
        }

    # -- Cached hours follow every change --------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        calendars = super().create(vals_list)
        self.env.registry.clear_cache()
        return calendars

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result


def _to_monday(instant, zone):
    """Return a Monday before the instant, at midnight in the zone.

    The host deals out the hours of a flexible week from the first day that it is asked
    for: only from Mondays on, every question gets the same answer.
    """
    day = (instant - _MARGIN).date()
    monday = datetime.combine(day - timedelta(days=day.weekday()), time.min)
    return pytz.timezone(zone).localize(monday)


def _snap(instant):
    """Return midnight for the last second of a local day.

    The host writes the end of a day as 23:59:59.999999 (attendances) or 23:59:59
    (leaves). Left alone, a day off would have one second of work at its end, and two
    days around the clock would have a hole between them.
    """
    if instant.time() < time(23, 59, 59):
        return instant
    midnight = datetime.combine(instant.date() + timedelta(days=1), time.min)
    zone = instant.tzinfo
    if hasattr(zone, "localize"):  # pytz, as the host has it
        return zone.localize(midnight)
    return midnight.replace(tzinfo=zone)


def _to_utc(instant):
    return instant.astimezone(timezone.utc).replace(tzinfo=None)
