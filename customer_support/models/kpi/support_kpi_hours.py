from odoo import api, fields, models
from odoo.tools import SQL


class SupportKpiHours(models.AbstractModel):
    """The working time of ``resource.calendar``, measured where the data are.

    A query gets the opening hours as two arrays per calendar and searches them as
    ``logic.working_time.OpeningHours`` does: the same answer, for a million spans.
    """

    _name = "support.kpi.hours"
    _description = "Working Time in Queries"

    @api.model
    def _get_hours_query(self):
        """Return rows (calendar_id, openings, totals): of every calendar in use.

        ``openings`` are seconds since 1970 and ascend; ``totals`` are the seconds that
        were open before each of them, and one more: before and in all.
        """
        first, last = self._get_span()
        rows = [
            SQL(
                "(%s::integer, %s::float8[], %s::float8[])",
                calendar.id,
                *_get_arrays(calendar._get_opening_hours(first, last), first, last),
            )
            for calendar in self._get_calendars_sudo()
        ]
        nothing = SQL("(0, ARRAY[]::float8[], ARRAY[0]::float8[])")
        return SQL(
            # "Distinct" tells the planner that a query which asks for no working time
            # can do without, and keeps it from copying the arrays where it can not.
            "SELECT DISTINCT ON (calendar_id) * "
            "FROM (VALUES %s) AS hours (calendar_id, openings, totals)",
            SQL(", ").join(rows or [nothing]),
        )

    @api.model
    def _get_span(self):
        """Return from when to when hours are needed: since the oldest ticket."""
        self.env.cr.execute("SELECT MIN(received_date) FROM support_ticket")
        (oldest,) = self.env.cr.fetchone()
        now = fields.Datetime.now()
        first = min(oldest or now, now)
        return first.replace(month=1, day=1), now.replace(month=12, day=31)

    @api.model
    def _get_calendars_sudo(self):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT calendar_id FROM support_team WHERE calendar_id IS NOT NULL
             UNION
            SELECT resource_calendar_id FROM res_company
             WHERE resource_calendar_id IS NOT NULL
             UNION
            SELECT support_calendar_id FROM res_partner
             WHERE support_calendar_id IS NOT NULL
            """
        )
        ids = sorted(calendar_id for (calendar_id,) in self.env.cr.fetchall())
        # Hours of other companies measure nothing that the reader may not read.
        return self.env["resource.calendar"].sudo().browse(ids)

    @api.model
    def _get_measure(self, start, end):
        """Return the working seconds between two columns, by the row ``hours``.

        Without a calendar it is the time of the clock; without an instant NULL.
        """
        return SQL(
            "CASE WHEN hours.calendar_id IS NULL THEN %s ELSE %s - %s END",
            self._get_clock_measure(start, end),
            self._get_elapsed(end),
            self._get_elapsed(start),
        )

    @api.model
    def _get_clock_measure(self, start, end):
        return SQL("DATE_PART('epoch', %s - %s)", end, start)

    @api.model
    def _get_elapsed(self, at):
        return SQL(
            """
            (CASE WHEN %(at)s IS NULL THEN NULL WHEN %(at)s < hours.openings[1]
                       OR CARDINALITY(hours.openings) = 0 THEN 0
                  ELSE LEAST(
                      hours.totals[%(number)s] + %(at)s - hours.openings[%(number)s],
                      hours.totals[%(number)s + 1]) END)
            """,
            at=SQL("DATE_PART('epoch', %s)", at),
            number=SQL("WIDTH_BUCKET(DATE_PART('epoch', %s), hours.openings)", at),
        )


def _get_arrays(hours, first, last):
    openings, totals = [], [0.0]
    for opening, closing in hours.get_periods(first, last):
        openings.append((opening - _EPOCH).total_seconds())
        totals.append(totals[-1] + (closing - opening).total_seconds())
    return openings, totals


_EPOCH = fields.Datetime.to_datetime("1970-01-01 00:00:00")
