from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import FEEDBACK_SPEEDS
from ...logic.kpi_definitions import KPIS
from ...logic.kpi_estimate import get_share_estimate
from ...logic.kpi_forecast import get_outlook
from ...logic.kpi_patterns import find_sweet_spot, get_pareto
from ...logic.kpi_period import Period
from .kpi_scope import to_naive, to_plain, within
from .support_kpi_tickets import REPORT

_PAST_WEEKS = 60
_AHEAD = 6
# Changes of these are told first; of the others only where they are bad or good news.
_HEADLINES = (
    *("first_response_median", "resolution_median", "first_response_within"),
    *("tickets_open", "csat", "sla_contractual", "reopen_rate", "fcr_rate"),
    *("contacts_per_100_orders_gross", "refunds_count", "deflection_rate"),
)
_MOST_FINDINGS = 8
_MOST_SPIKES = 3
# Fewer answers than that tell nothing about what pleases customers.
_FEWEST_ANSWERS = 10


class SupportKpiPatterns(models.AbstractModel):
    """What figures tell beside each other, and what a manager should do about it."""

    _name = "support.kpi.patterns"
    _inherit = ["support.kpi.tickets"]
    _description = "Figures of Support: Patterns and Findings"

    # -- Causes ---------------------------------------------------------------------
    @api.model
    def _get_pareto_table(self, table):
        """Return the causes of a table of causes, cumulated."""
        pairs = [(number, row[1]) for number, row in enumerate(table["rows"])]
        bars = get_pareto(pairs)
        return {
            "columns": [
                {"code": "label", "unit": "text"},
                {"code": "tickets_in", "unit": "count"},
                {"code": "share", "unit": "share"},
                {"code": "cumulated", "unit": "share"},
                {"code": "is_vital", "unit": "flag"},
            ],
            "rows": [
                [table["rows"][b.key][0], b.count, b.share, b.cumulated, b.is_vital]
                for b in bars
            ],
            "domains": [table["domains"][bar.key] for bar in bars],
            "model": REPORT,
        }

    # -- Speed and satisfaction -------------------------------------------------------
    @api.model
    def _get_speed_satisfaction(self, scope, period):
        """Return satisfaction by time until the first answer, and where it suffices."""
        model = "support.feedback.report"
        domain = (
            scope.get_domain()
            & within(period, "date")
            & Domain("metric", "=", "csat")
            & Domain("band", "!=", False)
            & Domain("speed", "!=", False)
        )
        groups = self.env[model]._read_group(domain, ["speed", "band"], ["__count"])
        counts = {}
        for speed, band, count in groups:
            satisfied, whole = counts.get(speed, (0, 0))
            counts[speed] = (satisfied + count * (band == "high"), whole + count)
        keys = [key for key, _label, _hours in FEEDBACK_SPEEDS]
        bands = [get_share_estimate(*counts.get(key, (0, 0))) for key in keys]
        spot = find_sweet_spot(bands)
        labels = dict(self.env[model]._fields["speed"]._description_selection(self.env))
        return {
            "columns": [
                {"code": "label", "unit": "text"},
                {"code": "n", "unit": "count"},
                {"code": "csat", "unit": "share"},
                {"code": "low", "unit": "share"},
                {"code": "high", "unit": "share"},
                {"code": "is_sweet_spot", "unit": "flag"},
            ],
            "rows": [
                [labels[key], band.n, band.value, band.low, band.high, number == spot]
                for number, (key, band) in enumerate(zip(keys, bands, strict=True))
            ],
            "domains": [to_plain(domain & Domain("speed", "=", key)) for key in keys],
            "model": model,
        }

    # -- What comes -----------------------------------------------------------------
    @api.model
    def _get_forecast(self, scope, period):
        """Return orders and tickets of the coming weeks, with the error of the past."""
        if not scope.is_whole:
            return None
        end = period.end
        start = end - timedelta(weeks=_PAST_WEEKS)
        orders = self._count_weeks(self._get_order_weeks, scope, start, end)
        tickets = self._count_weeks(self._get_ticket_weeks, scope, start, end)
        known = next((i for i, count in enumerate(orders) if count), len(orders))
        outlook = get_outlook(orders[known:], tickets[known:], _AHEAD)
        if not outlook:
            return None
        first = end.astimezone(scope.zone).date()
        return {
            "columns": [
                {"code": "week", "unit": "date"},
                {"code": "orders", "unit": "count"},
                {"code": "tickets_in", "unit": "count"},
                {"code": "low", "unit": "count"},
                {"code": "high", "unit": "count"},
            ],
            "rows": [
                [
                    (first + timedelta(weeks=number)).isoformat(),
                    week.orders,
                    week.tickets,
                    week.low,
                    week.high,
                ]
                for number, week in enumerate(outlook.weeks)
            ],
            "domains": None,
            "error": outlook.error,
        }

    @api.model
    def _count_weeks(self, read, scope, start, end):
        found = dict(read(scope, start, end))
        return [found.get(number, 0) for number in range(_PAST_WEEKS)]

    @api.model
    def _get_ticket_weeks(self, scope, start, end):
        domain = self._get_received_domain(scope, Period(start, end))
        return self._query(
            REPORT,
            domain,
            SQL("%s, COUNT(*)", _get_week(start, "received_date")),
            SQL("GROUP BY 1"),
        )

    @api.model
    def _get_order_weeks(self, scope, start, end):
        # Numbers of orders are no secret to those who manage what comes of them.
        self.env["sale.order"].flush_model(["state", "date_order", "company_id"])
        return self.env.execute_query(
            SQL(
                """
                SELECT %s, COUNT(*) FROM sale_order
                 WHERE company_id = ANY(%s) AND state = 'sale'
                   AND date_order >= %s AND date_order < %s
                 GROUP BY 1
                """,
                _get_week(start, "date_order"),
                list(scope.company_ids),
                to_naive(start),
                to_naive(end),
            )
        )

    # -- Findings -------------------------------------------------------------------
    @api.model
    def _get_changes(self, figures):
        """Return a finding for every figure that changed by more than noise."""
        findings = []
        for code, figure in figures.items():
            if figure["verdict"] == "neutral" or figure["previous"] is None:
                continue
            findings.append(
                {
                    "code": f"change_{figure['verdict']}",
                    "params": {
                        "kpi": code,
                        "value": figure["value"],
                        "previous": figure["previous"],
                        "unit": KPIS[code].unit,
                    },
                    "model": figure["model"],
                    "domain": figure["domain"],
                }
            )
        rank = {code: number for number, code in enumerate(_HEADLINES)}
        told = [f for f in findings if f["params"]["kpi"] in rank]
        return sorted(
            told,
            key=lambda f: (f["code"] != "change_bad", rank[f["params"]["kpi"]]),
        )[:_MOST_FINDINGS]

    @api.model
    def _get_other_findings(self, payload):
        """Return what the tables tell: spikes, vital few, longest wait, speed."""
        tables = payload["tables"]
        findings = self._get_spike_findings(tables.get("spikes"))
        pareto = tables["pareto_causes"]
        vital = [number for number, row in enumerate(pareto["rows"]) if row[4]]
        if vital and len(vital) < len(pareto["rows"]):
            params = {
                "count": len(vital),
                "share": pareto["rows"][vital[-1]][3],
                "label": pareto["rows"][0][0],
            }
            findings.append(_get_finding("vital_few", params, pareto, 0))
        waits = tables["longest_wait"]
        if waits["rows"]:
            label, hours, _clock = waits["rows"][0]
            params = {"label": label, "hours": hours}
            findings.append(_get_finding("longest_wait", params, waits, 0))
        speeds = tables["speed_satisfaction"]
        for number, row in enumerate(speeds["rows"]):
            if row[5] and row[1] >= _FEWEST_ANSWERS:
                params = {"label": row[0], "csat": row[2], "n": row[1]}
                findings.append(_get_finding("sweet_spot", params, speeds, number))
        return findings

    @api.model
    def _get_spike_findings(self, table):
        """Return the least likely rises and falls that are no neutral news."""
        spikes = [
            (p, number, f"{direction}_{verdict}", [label, count, expected])
            for number, (label, _week, direction, count, expected, p, verdict) in (
                enumerate(table["rows"] if table else ())
            )
            if verdict != "neutral"
        ]
        findings = []
        for _p, number, code, values in sorted(spikes)[:_MOST_SPIKES]:
            params = dict(zip(("label", "count", "expected"), values, strict=True))
            findings.append(_get_finding(code, params, table, number))
        return findings

    @api.model
    def _get_finding_text(self, finding, format_value=None):
        """Return a finding as a sentence in the reader's language.

        :param format_value: function of (value, unit); numbers are plain without it
        """
        show = format_value or (lambda value, _unit: f"{value:g}")
        params = finding["params"]
        if finding["code"] in ("change_bad", "change_good"):
            values = {
                "figure": self._get_words(params["kpi"])["name"],
                "value": show(params["value"], params["unit"]),
                "previous": show(params["previous"], params["unit"]),
            }
            if finding["code"] == "change_bad":
                return self.env._(
                    "%(figure)s got worse: %(value)s, before %(previous)s.", **values
                )
            return self.env._(
                "%(figure)s got better: %(value)s, before %(previous)s.", **values
            )
        return self._get_other_finding_text(finding["code"], params, show)

    @api.model
    def _get_other_finding_text(self, code, params, show):
        if code == "vital_few":
            return self.env._(
                "%(count)s causes make %(share)s of all tickets; the first is "
                "“%(label)s”. Remove these first.",
                count=params["count"],
                share=show(params["share"], "share"),
                label=params["label"],
            )
        if code == "longest_wait":
            return self.env._(
                "The longest wait for a first answer: %(hours)s, %(label)s.",
                hours=show(params["hours"], "hours"),
                label=params["label"],
            )
        if code == "sweet_spot":
            return self.env._(
                "Customers answered “%(label)s” are as satisfied as those answered "
                "faster: %(csat)s.",
                label=params["label"],
                csat=show(params["csat"], "share"),
            )
        return self._get_spike_text(code.split("_")[0], params, show)

    @api.model
    def _get_spike_text(self, direction, params, show):
        values = {
            "label": params["label"],
            "count": show(params["count"], "count"),
            "expected": show(params["expected"], "score"),
        }
        if direction == "rise":
            return self.env._(
                "“%(label)s” rose: %(count)s tickets in a week, %(expected)s were "
                "usual.",
                **values,
            )
        return self.env._(
            "“%(label)s” fell: %(count)s tickets in a week, %(expected)s were usual.",
            **values,
        )


def _get_finding(code, params, table, number):
    return {
        "code": code,
        "params": params,
        "model": table["model"],
        "domain": table["domains"][number],
    }


def _get_week(start, name):
    """Return the number of the week since ``start``, the first is 0."""
    return SQL(
        "FLOOR(DATE_PART('epoch', %s - %s::timestamp) / 604800)::integer",
        SQL.identifier(name),
        to_naive(start),
    )
