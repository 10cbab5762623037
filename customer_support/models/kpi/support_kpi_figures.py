from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...logic.kpi_definitions import KPIS, SPEED_MEASURES
from ...logic.kpi_estimate import get_signal, get_verdict
from ...logic.kpi_period import Period, get_last_year, get_previous
from .kpi_scope import KpiScope, to_naive, to_plain
from .kpi_words import (
    SECTION_NAMES,
    SPEED_STATISTIC_NAMES,
    SPEED_WORDS,
    WITHIN_FORMULA,
    WORDS,
)

# Sums over the period: they grow with its length.
_EXTENSIVE = frozenset(
    {
        *("tickets_in", "tickets_out", "orders", "refunds_count", "refunds_amount"),
        *("returns_count", "replacements_count", "oncall_hours", "oncall_calls"),
    }
)


class SupportKpiFigures(models.AbstractModel):
    """All figures of a period as plain data, for screens and for frozen reports.

    Outer areas and other addons add figures by ``_get_figures``, after they have added
    their definition to ``KPIS`` and their words to ``WORDS``.
    """

    _name = "support.kpi.figures"
    _inherit = [
        "support.kpi.pictures",
        "support.kpi.patterns",
        "support.kpi.services",
        "support.kpi.watch",
    ]
    _description = "Figures of Support"

    # -- Definitions ----------------------------------------------------------------
    @api.model
    def _get_definitions(self):
        """Return what each figure means, in the reader's language.

        :return: list of dicts code, section, section_name, name, formula, unit, source,
            calendar, good, view
        """
        return [
            {
                "code": kpi.code,
                "section": kpi.section,
                "section_name": self._translate(SECTION_NAMES[kpi.section]),
                **self._get_words(kpi.code),
                "unit": kpi.unit,
                "calendar": kpi.calendar,
                "good": kpi.good,
                "view": kpi.view,
            }
            for kpi in KPIS.values()
        ]

    @api.model
    def _get_words(self, code):
        for measure in SPEED_MEASURES:
            if code.startswith(f"{measure}_"):
                return self._get_speed_words(measure, code.removeprefix(f"{measure}_"))
        name, formula, source = map(self._translate, WORDS[code])
        return {"name": name, "formula": formula, "source": source}

    @api.model
    def _get_speed_words(self, measure, statistic):
        name, formula, source = map(self._translate, SPEED_WORDS[measure])
        if statistic == "within":
            formula = self._translate(WITHIN_FORMULA)
        pattern = self._translate(SPEED_STATISTIC_NAMES[statistic])
        return {
            "name": pattern % {"measure": name},
            "formula": formula,
            "source": source,
        }

    @api.model
    def _translate(self, text):
        """Return a lazy text of ``kpi_words`` in the reader's language."""
        return text._translate(self.env.lang or "")

    # -- Figures --------------------------------------------------------------------
    @api.model
    def _compute(self, scope, start, end):
        """Return the figures of a period beside the one before and that of last year.

        Only what the reader may see is counted.

        :param dict scope: company_ids, and optionally team_ids, user_ids, channel_ids,
            tz
        :param datetime start: aware
        :param datetime end: aware, exclusive
        :return: dict of plain data: meta, figures, series, tables, distributions, heat,
            findings
        """
        payload = {
            **self._compute_figures(scope, start, end),
            **self._get_pictures(self._get_scope(scope), Period(start, end)),
        }
        payload["findings"] = self._get_findings(payload)
        return payload

    @api.model
    def _compute_figures(self, scope, start, end, quick=False):
        """Return meta and figures of ``_compute``.

        :param bool quick: for screens: leave out last year, and how old what was open
            before had been
        """
        scope = self._get_scope(scope)
        period = Period(start, end)
        previous = get_previous(period, scope.zone)
        last_year = get_last_year(period, scope.zone)
        now = self._get_figures(scope, period)
        before = self._get_figures(scope, previous, now if quick else None)
        earlier = {} if quick else self._get_figures(scope, last_year)
        figures = {
            code: self._get_entry(
                code, figure, before, earlier, _get_scale(code, period, previous)
            )
            for code, figure in now.items()
        }
        meta = self._get_meta(scope, period, previous, last_year)
        meta["tickets"] = figures["tickets_in"]["value"] or 0
        return {"meta": meta, "figures": figures}

    @api.model
    def _get_scope(self, scope):
        """Return the scope, confined to companies that the reader has chosen."""
        asked = scope.get("company_ids") or self.env.companies.ids
        allowed = asked if self.env.su else self.env.companies.ids
        company_ids = tuple(id_ for id_ in asked if id_ in allowed)
        company = self.env["res.company"].browse(company_ids[:1])
        # The hours of a company are no secret to those who work for it.
        zone = scope.get("tz") or company.sudo().resource_calendar_id.tz or "UTC"
        return KpiScope(
            company_ids=company_ids,
            team_ids=tuple(scope.get("team_ids") or ()),
            user_ids=tuple(scope.get("user_ids") or ()),
            channel_ids=tuple(scope.get("channel_ids") or ()),
            zone=ZoneInfo(zone),
        )

    @api.model
    def _get_figures(self, scope, period, later=None):
        """Return {code: ``KpiFigure``} of a period. Hook: call ``super()``.

        :param later: figures of the period that follows, to save work
        """
        return {
            **self._get_volume_figures(scope, period, later),
            **self._get_speed_figures(scope, period),
            **self._get_sla_figures(scope, period),
            **self._get_quality_figures(scope, period),
            **self._get_satisfaction_figures(scope, period),
            **self._get_self_service_figures(scope, period),
            **self._get_automation_figures(scope, period),
            **self._get_aftersales_figures(scope, period),
            **self._get_oncall_figures(scope, period),
        }

    @api.model
    def _get_entry(self, code, figure, before, earlier, scale):
        estimate = figure.estimate
        previous = before[code].estimate
        signal = get_signal(estimate, previous, scale)
        return {
            "value": _round(estimate.value),
            "previous": _round(previous.value),
            "last_year": _round(earlier[code].estimate.value) if earlier else None,
            "n": estimate.n,
            "low": _round(estimate.low),
            "high": _round(estimate.high),
            "signal": signal,
            "verdict": get_verdict(signal, KPIS[code].good),
            "model": figure.model,
            "domain": to_plain(figure.domain),
        }

    @api.model
    def _get_meta(self, scope, period, previous, last_year):
        company = self.env["res.company"].browse(scope.company_ids[:1])
        edges = {
            "start": period.start,
            "end": period.end,
            "previous_start": previous.start,
            "previous_end": previous.end,
            "last_year_start": last_year.start,
            "last_year_end": last_year.end,
        }
        return {
            "company": company.name,
            "scope": {
                "company_ids": list(scope.company_ids),
                "team_ids": list(scope.team_ids),
                "user_ids": list(scope.user_ids),
                "channel_ids": list(scope.channel_ids),
            },
            **{
                name: fields.Datetime.to_string(to_naive(edge))
                for name, edge in edges.items()
            },
            "tz": str(scope.zone),
            "currency": company.currency_id.name,
            "calendar": company.sudo().resource_calendar_id.name,
            "made_at": fields.Datetime.to_string(fields.Datetime.now()),
        }

    # -- Pictures and findings ------------------------------------------------------
    @api.model
    def _get_pictures(self, scope, period):
        """Return series, tables, distributions and heat maps. Hook."""
        tables = self._get_tables(scope, period)
        tables["pareto_causes"] = self._get_pareto_table(tables["causes"])
        tables["speed_satisfaction"] = self._get_speed_satisfaction(scope, period)
        tables.update(self._get_watched_tables(scope, period))
        forecast = self._get_forecast(scope, period)
        if forecast:
            tables["forecast"] = forecast
        return {
            "series": self._get_series(scope, period),
            "tables": tables,
            "distributions": self._get_distributions(scope, period),
            "heat": self._get_heat(scope, period),
        }

    @api.model
    def _get_findings(self, payload):
        """Return what changed and what to do, the most important first. Hook."""
        changes = self._get_changes(payload["figures"])
        return [*changes, *self._get_other_findings(payload)]


def _get_scale(code, period, previous):
    if code not in _EXTENSIVE:
        return 1.0
    return (period.end - period.start) / (previous.end - previous.start)


def _round(value):
    """Return a number that JSON keeps as it is."""
    return None if value is None else round(float(value), 6)
