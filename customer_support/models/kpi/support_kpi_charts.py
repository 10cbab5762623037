from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .kpi_scope import to_plain
from .support_kpi_tickets import REPORT

_MOST_BARS = 10
_DIMENSIONS = ("teams", "agents", "channels", "reasons", "products", "countries")


class SupportKpiCharts(models.AbstractModel):
    """What the browser draws: lines, bars, a heat map and tables."""

    _name = "support.kpi.charts"
    _inherit = ["support.kpi.format"]
    _description = "Charts of Figures"

    @api.model
    def _get_target(self, name, model, domain):
        """Return what a click opens: nothing if the reader may not read it."""
        can_open = bool(model) and self.env[model].has_access("read")
        return {
            "records": {"name": name, "model": model, "domain": domain}
            if can_open
            else False
        }

    # -- Lines and bars ----------------------------------------------------------------
    @api.model
    def _describe_charts(self, payload, domains):
        """Return the charts that have something to show.

        :param dict payload: series, tables, distributions
        :param dict domains: of the tickets "received" and "answered"
        """
        charts = [
            self._get_line_chart(
                payload,
                "tickets",
                self.env._("Tickets in and out"),
                domains["received"],
            ),
            self._get_line_chart(
                payload,
                "first_response",
                self.env._("First answer: median in working hours"),
                domains["answered"],
            ),
            self._get_wait_chart(payload, domains["answered"]),
            self._get_pareto_chart(payload, domains["received"]),
            self._get_speed_chart(payload),
            self._get_forecast_chart(payload),
        ]
        return [
            chart
            for chart in charts
            if any(value for line in chart["lines"] for value in line["values"])
        ]

    @api.model
    def _get_line_chart(self, payload, code, name, domain):
        series = payload["series"][code]
        return {
            "code": code,
            "name": name,
            "type": "line",
            "labels": [self._format_label(label) for label in series["labels"]],
            "lines": [
                {"label": line["label"], "values": line["values"]}
                for line in series["lines"]
            ],
            "targets": False,
            **self._get_target(name, REPORT, to_plain(domain)),
        }

    @api.model
    def _format_label(self, label):
        day = fields.Date.to_date(label)
        return format_date(self.env, day, date_format="d MMM")

    @api.model
    def _get_wait_chart(self, payload, domain):
        """Return how many waited how long; a bar opens those who did."""
        name = self.env._("First answer: how many waited how many working hours")
        waits = payload["distributions"]["first_response"]
        labels, targets = [], []
        for low, high in waits["bands"]:
            band = Domain("first_response_hours", ">=", low)
            if high is None:
                label = self.env._("over %(hours)s", hours=low)
            else:
                label = f"{low}–{high}"
                band &= Domain("first_response_hours", "<", high)
            labels.append(label)
            targets.append(self._get_target(name, REPORT, to_plain(domain & band)))
        return {
            "code": "waits",
            "name": name,
            "type": "bar",
            "labels": labels,
            "lines": [{"label": self.env._("Tickets"), "values": waits["counts"]}],
            "targets": targets,
            **self._get_target(name, REPORT, to_plain(domain)),
        }

    @api.model
    def _get_pareto_chart(self, payload, domain):
        name = self.env._("Causes: the vital few")
        table = payload["tables"]["pareto_causes"]
        rows = table["rows"][:_MOST_BARS]
        return {
            "code": "causes",
            "name": name,
            "type": "row",
            "labels": [row[0] for row in rows],
            "lines": [
                {
                    "label": payload["series"]["tickets"]["lines"][0]["label"],
                    "values": [row[1] for row in rows],
                }
            ],
            "targets": [
                self._get_target(row[0], REPORT, domain)
                for row, domain in zip(rows, table["domains"], strict=False)
            ],
            **self._get_target(name, REPORT, to_plain(domain)),
        }

    @api.model
    def _get_speed_chart(self, payload):
        name = self.env._(
            "Satisfied customers by speed of the first answer, in percent"
        )
        table = payload["tables"]["speed_satisfaction"]
        values = [None if row[2] is None else row[2] * 100 for row in table["rows"]]
        return {
            "code": "speed_satisfaction",
            "name": name,
            "type": "bar",
            "labels": [f"{row[0]} ({row[1]})" for row in table["rows"]],
            "lines": [{"label": self.env._("Satisfied (%)"), "values": values}],
            "targets": [
                self._get_target(row[0], table["model"], domain)
                for row, domain in zip(table["rows"], table["domains"], strict=True)
            ],
            "records": False,
        }

    @api.model
    def _get_forecast_chart(self, payload):
        table = payload["tables"].get("forecast") or {"rows": [], "error": None}
        name = self.env._("Tickets expected in the coming weeks")
        if table["error"] is not None:
            name = self.env._(
                "Tickets expected in the coming weeks (wrong by %(share)s in the past)",
                share=self._format_value(table["error"], "share"),
            )
        lines = (
            (self.env._("Expected"), 2),
            (self.env._("At least"), 3),
            (self.env._("At most"), 4),
        )
        return {
            "code": "forecast",
            "name": name,
            "type": "line",
            "labels": [self._format_label(row[0]) for row in table["rows"]],
            "lines": [
                {"label": label, "values": [row[column] for row in table["rows"]]}
                for label, column in lines
            ],
            "targets": False,
            "records": False,
        }

    # -- Heat map and tables ---------------------------------------------------------
    @api.model
    def _describe_heat(self, payload, domains):
        names = self.env[REPORT]._fields["weekday"]._description_selection(self.env)
        arrivals = payload["heat"]["arrivals"]
        domain = domains["received"]
        return {
            "name": self.env._("When tickets come in"),
            "most": max(map(max, arrivals)),
            "rows": [
                {
                    "name": name,
                    "counts": arrivals[int(key)],
                    **self._get_target(
                        name, REPORT, to_plain(domain & Domain("weekday", "=", key))
                    ),
                }
                for key, name in names
            ],
        }

    @api.model
    def _describe_tables(self, payload):
        """Return the tables by team, agent, channel and so on, that have rows."""
        names = {
            "teams": self.env._("Teams"),
            "agents": self.env._("Agents"),
            "channels": self.env._("Channels"),
            "reasons": self.env._("Contact Reasons"),
            "products": self.env._("Products"),
            "countries": self.env._("Countries"),
        }
        return [
            {
                "code": code,
                "name": names[code],
                **self._describe_table(payload["tables"][code]),
            }
            for code in _DIMENSIONS
            if payload["tables"][code]["rows"]
        ]

    @api.model
    def _describe_table(self, table):
        figures = self.env["support.kpi.figures"]
        units = [column["unit"] for column in table["columns"]]
        return {
            "columns": [
                figures._get_words(column["code"])["name"]
                for column in table["columns"][1:]
            ],
            "rows": [
                {
                    "name": row[0],
                    "values": [
                        self._format_value(value, unit)
                        for value, unit in zip(row[1:], units[1:], strict=True)
                    ],
                    **self._get_target(row[0], table["model"], domain),
                }
                for row, domain in zip(table["rows"], table["domains"], strict=True)
            ],
        }
