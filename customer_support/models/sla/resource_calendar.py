from datetime import datetime, time, timedelta, timezone

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...logic.working_time import OpeningHours, OutsideSpan

# How far ahead or back opening hours are looked for, in growing spans: most deadlines
# lie within a month; a calendar that opens once a year still finds its hours.
_SPAN_DAYS = (35, 400, 4000)


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
        for days in _SPAN_DAYS:
            hours = self._get_opening_hours(*self._get_span(requests, days))
            try:
                return [hours.add(start, duration) for start, duration in requests]
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

    def _get_opening_hours(self, start, end):
        """Return the ``OpeningHours`` between two naive UTC instants."""
        if not self:
            return OpeningHours(start, end, None)
        self.ensure_one()
        # Calendars of other companies may be the measure of a ticket; no personal data.
        calendar_sudo = self.sudo()
        intervals = calendar_sudo._work_intervals_batch(
            start.replace(tzinfo=timezone.utc),
            end.replace(tzinfo=timezone.utc),
            domain=Domain("time_type", "=", "leave"),
        )[False]
        pairs = [
            (_to_utc(_snap(opening)), _to_utc(_snap(closing)))
            for opening, closing, _attendances in intervals
        ]
        return OpeningHours(start, end, pairs)

    @staticmethod
    def _get_span(requests, days):
        """Return the span in which the answers are looked for."""
        instants = [start for start, _duration in requests]
        longest = timedelta(days=days)
        backwards = any(duration < timedelta(0) for _start, duration in requests)
        forwards = any(duration > timedelta(0) for _start, duration in requests)
        return (
            min(instants) - (longest if backwards else timedelta(0)),
            max(instants) + (longest if forwards else timedelta(0)),
        )


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
