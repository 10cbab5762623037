from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools.date_utils import float_to_time
from odoo.tools.intervals import Intervals

from ...const import EXTRA_DAYS


class SupportExtraHours(models.Model):
    """Opening hours on top of a calendar's own, for a season or a campaign.

    The host's calendars have the same hours all year; these have a first and a last
    day. Public holidays and leaves close them too.
    """

    _name = "support.extra.hours"
    _inherit = ["support.cached.mixin"]
    _description = "Extra Opening Hours"
    _order = "date_from desc, id desc"

    name = fields.Char("Occasion", required=True, translate=True)
    calendar_id = fields.Many2one(
        "resource.calendar", required=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date("First Day", required=True)
    date_to = fields.Date("Last Day", required=True)
    days = fields.Selection(EXTRA_DAYS, required=True, default="all")
    hour_from = fields.Float("Open From", required=True)
    hour_to = fields.Float(
        "Until", required=True, help="In the time zone of the calendar; at most 24:00."
    )

    _dates_ordered = models.Constraint(
        "CHECK (date_from <= date_to)", "The last day is before the first."
    )
    _hours_ordered = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "Extra hours begin and end on the same day, the end after the beginning. For a "
        "night, add two lines.",
    )

    # -- Opening hours --------------------------------------------------------------
    @api.model
    def _get_intervals(self, calendar, start, end):
        """Return the extra hours of a calendar as the host's ``Intervals``.

        :param datetime start: with a zone, like ``end``
        """
        extras = self.search(
            [
                ("calendar_id", "=", calendar.id),
                ("date_from", "<=", end.date()),
                ("date_to", ">=", start.date()),
            ]
        )
        zone = pytz.timezone(calendar.tz)
        return Intervals(
            [
                interval
                for extra in extras
                for interval in extra._get_own_intervals(zone, start, end)
            ]
        )

    def _get_own_intervals(self, zone, start, end):
        self.ensure_one()
        day = max(self.date_from, start.date())
        last = min(self.date_to, end.date())
        hours = [float_to_time(self.hour_from), float_to_time(self.hour_to)]
        intervals = []
        while day <= last:
            if self._is_on(day):
                opening, closing = [
                    zone.localize(datetime.combine(day, hour)) for hour in hours
                ]
                intervals.append((opening, closing, self.browse()))
            day += timedelta(days=1)
        return intervals

    def _is_on(self, day):
        is_weekend = day.weekday() >= 5
        return self.days == "all" or (self.days == "weekend") == is_weekend
