from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic.kpi_period import get_days
from .kpi_scope import to_plain
from .support_kpi_tickets import REPORT

# Longer periods are drawn by weeks.
_LONGEST_BY_DAY = 92
# Edges of the bands of durations, in hours.
_BANDS = [0, 1, 2, 4, 8, 16, 24, 40, 80]
# {table: (field, how many rows)}
_DIMENSIONS = {
    "agents": ("user_id", 500),
    "teams": ("team_id", 100),
    "channels": ("channel_id", 50),
    "reasons": ("reason_id", 50),
    "causes": ("category_id", 50),
    "products": ("product_id", 50),
    "countries": ("country_id", 50),
}
_COLUMNS = [
    {"code": "label", "unit": "text"},
    {"code": "tickets_in", "unit": "count"},
    {"code": "tickets_out", "unit": "count"},
    {"code": "first_response_median", "unit": "hours"},
    {"code": "resolution_median", "unit": "hours"},
    {"code": "reopen_rate", "unit": "share"},
]
_LONGEST_WAITS = 10


class SupportKpiPictures(models.AbstractModel):
    """What figures are made of: by day, by hour, by band, by whom and by what."""

    _name = "support.kpi.pictures"
    _inherit = ["support.kpi.tickets"]
    _description = "Figures of Tickets: Series, Tables, Distributions"

    # -- By day ---------------------------------------------------------------------
    @api.model
    def _get_series(self, scope, period):
        """Return {code: labels and lines} by local day or, of long periods, by week."""
        by_week = len(get_days(period, scope.zone)) > _LONGEST_BY_DAY
        labels = _get_labels(period, scope.zone, by_week)
        received = self._get_received_domain(scope, period)
        answered = self._get_answered_domain(scope, period)
        solved = self._get_solved_domain(scope, period)
        ended = self._get_ended_domain(scope, period)
        count = SQL("COUNT(*)")
        columns = {
            "tickets": [
                ("tickets_in", received, "received_date", count),
                ("tickets_out", ended, "ended_date", count),
            ],
            "first_response": [
                ("first_response_median", answered, "first_response_date", None)
            ],
            "resolution": [("resolution_median", solved, "ended_date", None)],
        }
        series = {}
        for code, lines in columns.items():
            series[code] = {
                "labels": [fields.Date.to_string(label) for label in labels],
                "lines": [
                    self._get_line(scope, labels, by_week, *line) for line in lines
                ],
            }
        return series

    @api.model
    def _get_line(self, scope, labels, by_week, code, domain, name, column):
        if column is None:
            column = _get_median(SQL.identifier(code.replace("_median", "_hours")))
        day = self._get_local_day(name, scope)
        if by_week:
            day = SQL("DATE_TRUNC('week', %s::timestamp)::date", day)
        found = dict(
            self._query(REPORT, domain, SQL("%s, %s", day, column), SQL("GROUP BY 1"))
        )
        missing = 0 if code in ("tickets_in", "tickets_out") else None
        label = self._get_words(code)["name"]
        values = [found.get(day, missing) for day in labels]
        return {"code": code, "label": label, "values": values}

    # -- By band and by hour ----------------------------------------------------------
    @api.model
    def _get_distributions(self, scope, period):
        """Return {code: bands and counts}: how many waited how long, in hours."""
        return {
            code: self._get_distribution(domain, SQL.identifier(f"{code}_hours"))
            for code, domain in (
                ("first_response", self._get_answered_domain(scope, period)),
                ("resolution", self._get_solved_domain(scope, period)),
            )
        }

    @api.model
    def _get_distribution(self, domain, column):
        band = SQL("WIDTH_BUCKET(%s, %s::float8[])", column, _BANDS)
        found = dict(
            self._query(REPORT, domain, SQL("%s, COUNT(*)", band), SQL("GROUP BY 1"))
        )
        edges = [*_BANDS, None]
        bands = [list(pair) for pair in zip(edges, edges[1:], strict=False)]
        counts = [found.get(number + 1, 0) for number in range(len(bands))]
        return {"bands": bands, "counts": counts, "unit": "hours"}

    @api.model
    def _get_heat(self, scope, period):
        """Return {code: 7 rows of 24}: by weekday and hour of the team's zone."""
        answered = SQL(
            "CASE WHEN first_response_date IS NOT NULL THEN first_response_hours END"
        )
        rows = self._query(
            REPORT,
            self._get_received_domain(scope, period),
            SQL("weekday, hour, COUNT(*), %s", _get_median(answered)),
            SQL("GROUP BY 1, 2"),
        )
        arrivals = [[0] * 24 for _day in range(7)]
        waits = [[None] * 24 for _day in range(7)]
        for weekday, hour, count, wait in rows:
            arrivals[int(weekday)][int(hour)] = count
            waits[int(weekday)][int(hour)] = wait
        return {"arrivals": arrivals, "first_response": waits}

    # -- By whom and by what ----------------------------------------------------------
    @api.model
    def _get_tables(self, scope, period):
        """Return {code: table}: the same columns for each dimension, and the waits."""
        domains = {
            "received": self._get_received_domain(scope, period),
            "answered": self._get_answered_domain(scope, period),
            "solved": self._get_solved_domain(scope, period),
            "ended": self._get_ended_domain(scope, period),
        }
        columns = {
            "received": [SQL("COUNT(*)")],
            "ended": [SQL("COUNT(*)")],
            "answered": [_get_median(SQL("first_response_hours"))],
            "solved": [
                _get_median(SQL("resolution_hours")),
                SQL("AVG(is_reopened::integer)"),
            ],
        }
        found = {
            name: self._group_by_dimensions(domain, columns[name])
            for name, domain in domains.items()
        }
        tables = {
            code: self._get_table(code, found, domains["received"])
            for code in _DIMENSIONS
        }
        return {**tables, "longest_wait": self._get_longest_waits(domains["answered"])}

    @api.model
    def _group_by_dimensions(self, domain, columns):
        """Return {field: {id: values}} for all dimensions at once."""
        names = [name for name, _limit in _DIMENSIONS.values()]
        keys = SQL(", ").join(map(SQL.identifier, names))
        sets = SQL(", ").join(SQL("(%s)", SQL.identifier(name)) for name in names)
        rows = self._query(
            REPORT,
            domain,
            SQL("GROUPING(%s), %s, %s", keys, keys, SQL(", ").join(columns)),
            SQL("GROUP BY GROUPING SETS (%s)", sets),
        )
        found = {name: {} for name in names}
        for mask, *values in rows:
            # The bit of the dimension that this row is grouped by is the only 0.
            position = next(
                number
                for number in range(len(names))
                if not mask >> (len(names) - 1 - number) & 1
            )
            key = values[position]
            found[names[position]][key] = values[len(names) :]
        return found

    @api.model
    def _get_table(self, code, found, domain):
        name, limit = _DIMENSIONS[code]
        received = found["received"][name]
        keys = sorted(
            {key for rows in found.values() for key in rows[name]},
            key=lambda key: (-received.get(key, [0])[0], key or 0),
        )[:limit]
        labels = self._get_labels_of(name, keys)
        rows = [
            [
                labels[key],
                received.get(key, [0])[0],
                found["ended"][name].get(key, [0])[0],
                found["answered"][name].get(key, [None])[0],
                *map(_to_float, found["solved"][name].get(key, [None, None])),
            ]
            for key in keys
        ]
        return {
            "columns": _COLUMNS,
            "rows": rows,
            "domains": [
                to_plain(domain & Domain(name, "=", key or False)) for key in keys
            ],
            "model": REPORT,
        }

    @api.model
    def _get_labels_of(self, name, keys):
        """Return {id: name} of whatever tickets are grouped by.

        Who reads the figures of a ticket may know what it is about and whose it is.
        """
        records_sudo = self.env[self.env[REPORT]._fields[name].comodel_name].sudo()
        records_sudo = records_sudo.browse([key for key in keys if key]).exists()
        labels = {record.id: record.display_name for record in records_sudo}
        return {key: labels.get(key) or self.env._("None") for key in keys}

    @api.model
    def _get_longest_waits(self, domain):
        """Return the tickets whose customers waited longest for the first answer."""
        rows = self._query(
            REPORT,
            domain,
            SQL("ticket_id, first_response_hours, first_response_clock_hours"),
            SQL("ORDER BY 2 DESC NULLS LAST, 1 LIMIT %s", _LONGEST_WAITS),
        )
        tickets = self.env["support.ticket"].browse([row[0] for row in rows])
        return {
            "columns": [
                {"code": "ticket", "unit": "text"},
                {"code": "first_response", "unit": "hours"},
                {"code": "first_response_clock", "unit": "hours"},
            ],
            "rows": [
                [ticket.display_name, worked, clock]
                for ticket, (_id, worked, clock) in zip(tickets, rows, strict=True)
            ],
            "domains": [[["id", "=", ticket.id]] for ticket in tickets],
            "model": "support.ticket",
        }


def _get_median(column):
    return SQL("PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)", column)


def _get_labels(period, zone, by_week):
    days = get_days(period, zone)
    if not by_week:
        return days
    mondays = (day - timedelta(days=day.weekday()) for day in days)
    return list(dict.fromkeys(mondays))


def _to_float(value):
    return None if value is None else float(value)
