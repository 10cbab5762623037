from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...logic.kpi_estimate import (
    Estimate,
    get_count_estimate,
    get_share_estimate,
)
from .kpi_scope import KpiFigure, to_naive, within

_SLA = "support.sla.report"
_SLA_KINDS = ("first_response", "next_reply", "resolution")


class SupportKpiServices(models.AbstractModel):
    """Figures that other areas keep: they are asked, so that nobody can disagree."""

    _name = "support.kpi.services"
    _inherit = ["support.kpi.query"]
    _description = "Figures of Service Levels, Satisfaction, After-sales, Duty"

    # -- Service levels -------------------------------------------------------------
    @api.model
    def _get_sla_figures(self, scope, period):
        judged = self._get_judged_domain(scope, period)
        rows = self._query(
            _SLA,
            judged,
            SQL("kind, level, SUM(met_count), SUM(missed_count)"),
            SQL("GROUP BY kind, level"),
        )
        figures = {
            f"sla_{level}": self._get_adherence(
                [row for row in rows if row[1] == level],
                judged & Domain("level", "=", level),
            )
            for level in ("contractual", "internal")
        }
        for kind in _SLA_KINDS:
            figures[f"{kind}_within"] = self._get_adherence(
                [row for row in rows if row[0] == kind],
                judged & Domain("kind", "=", kind),
            )
        return {
            **figures,
            **self._get_next_reply_figures(scope, period),
            **self._get_promise_figures(scope, period),
        }

    @api.model
    def _get_judged_domain(self, scope, period):
        """Return what was met or missed in the period, or fell due and was not met."""
        late = within(period, "due_date") & Domain("verdict", "=", "late")
        fulfilled = within(period, "fulfilled_date") & Domain(
            "verdict", "in", ("met", "missed")
        )
        return scope.get_domain() & (fulfilled | late)

    @api.model
    def _get_adherence(self, rows, domain):
        met = sum(row[2] for row in rows)
        missed = sum(row[3] for row in rows)
        estimate = get_share_estimate(met, met + missed)
        return KpiFigure(estimate, _SLA, domain)

    @api.model
    def _get_next_reply_figures(self, scope, period):
        domain = (
            scope.get_domain()
            & Domain("kind", "=", "next_reply")
            & within(period, "fulfilled_date")
            & Domain("verdict", "in", ("met", "missed"))
        )
        statistics = self._query_durations(
            _SLA,
            domain,
            SQL("worked_hours"),
            SQL("DATE_PART('epoch', fulfilled_date - started_date) / 3600"),
        )
        return {
            f"next_reply_{name}": KpiFigure(estimate, _SLA, domain)
            for name, estimate in statistics.items()
        }

    @api.model
    def _get_promise_figures(self, scope, period):
        if not scope.fits(("team_id", "user_id")):
            return {}
        domain = (
            scope.get_domain(("team_id", "user_id"))
            & within(period, "due_date")
            & Domain("verdict", "in", ("kept", "broken"))
        )
        model = "support.promise.report"
        [(kept, broken)] = self._query(
            model, domain, SQL("SUM(kept_count), SUM(broken_count)")
        )
        whole = (kept or 0) + (broken or 0)
        estimate = get_share_estimate(kept or 0, whole)
        return {"promises_kept": KpiFigure(estimate, model, domain)}

    # -- What customers say, and find without us ---------------------------------------
    @api.model
    def _get_satisfaction_figures(self, scope, period):
        model = "support.feedback.report"
        domain = scope.get_domain() & within(period, "date")
        found = self.env[model]._get_satisfaction(domain)
        answered = domain & Domain("answered", "=", 1)
        figures = {
            metric: KpiFigure(
                _to_estimate(found[metric]["figure"]),
                model,
                answered & Domain("metric", "=", metric),
            )
            for metric in ("csat", "ces", "nps")
        }
        response = KpiFigure(_to_estimate(found["response"]), model, domain)
        return {**figures, "response_rate": response}

    @api.model
    def _get_self_service_figures(self, scope, period):
        if not scope.is_whole:
            return {}
        model = "support.article.day"
        domain = (
            Domain("company_id", "in", scope.company_ids)
            & Domain("article_id", "=", False)
            & Domain("day", ">=", period.start.astimezone(scope.zone).date())
            & Domain("day", "<", period.end.astimezone(scope.zone).date())
        )
        groups = self.env[model]._read_group(
            domain, [], ["deflected:sum", "reached:sum"]
        )
        [(deflected, reached)] = groups
        estimate = get_share_estimate(deflected or 0, reached or 0)
        return {"deflection_rate": KpiFigure(estimate, model, domain)}

    # -- Money and goods ------------------------------------------------------------
    @api.model
    def _get_aftersales_figures(self, scope, period):
        if not scope.fits(("team_id",)):
            return {}
        done = (
            scope.get_domain(("team_id",))
            & within(period, "done_date")
            & Domain("state", "=", "done")
        )
        count, amount = self._sum_refunds(scope, done, period)
        replaced = done & Domain("kind", "=", "replacement")
        replacements = self.env["support.resolution"].search_count(replaced)
        asked = (
            scope.get_domain(("team_id",))
            & within(period, "create_date")
            & Domain("state", "!=", "cancelled")
        )
        returns = self.env["support.return"].search_count(asked)
        return {
            "returns_count": _count(returns, "support.return", asked),
            "refunds_count": _count(count, "support.refund", done),
            "refunds_amount": KpiFigure(
                Estimate(amount, count), "support.refund", done
            ),
            "replacements_count": _count(replacements, "support.resolution", replaced),
            "cost_per_ticket": self._get_cost(scope, period, done, amount),
        }

    @api.model
    def _sum_refunds(self, scope, domain, period):
        """Return how many refunds, and what they come to in the company's currency."""
        company = self.env["res.company"].browse(scope.company_ids[:1])
        groups = self.env["support.refund"]._read_group(
            domain, ["currency_id"], ["__count", "amount:sum"]
        )
        day = to_naive(period.end).date()
        amount = sum(
            currency._convert(total, company.currency_id, company, day)
            for currency, _count_of, total in groups
        )
        return sum(count for _currency, count, _total in groups), amount

    @api.model
    def _get_cost(self, scope, period, done, amount):
        """Return what refunds and gestures cost, over the tickets that came in."""
        [(gestures,)] = self.env["support.resolution"]._read_group(
            done, [], ["cost:sum"]
        )
        received = scope.get_domain() & within(period, "received_date")
        n = self.env["support.ticket.report"].search_count(received)
        cost = (amount + (gestures or 0)) / n if n else None
        return KpiFigure(Estimate(cost, n), "support.refund", done)

    # -- Duty -----------------------------------------------------------------------
    @api.model
    def _get_oncall_figures(self, scope, period):
        if not scope.is_whole:
            return {}
        start, end = to_naive(period.start), to_naive(period.end)
        company = Domain("company_id", "in", scope.company_ids)
        shifts = company & Domain("date_from", "<", end) & Domain("date_to", ">", start)
        [(n, hours)] = self._query(
            "support.oncall.shift",
            shifts,
            SQL(
                "COUNT(*), SUM(EXTRACT(EPOCH FROM LEAST(date_to, %s) "
                "- GREATEST(date_from, %s))) / 3600",
                end,
                start,
            ),
        )
        calls = company & within(period, "raised_date")
        count = self.env["support.alert"].search_count(calls)
        return {
            "oncall_hours": KpiFigure(
                Estimate(float(hours or 0), n), "support.oncall.shift", shifts
            ),
            "oncall_calls": _count(count, "support.alert", calls),
            "oncall_fairness": self._get_fairness(company, start, end, n),
        }

    @api.model
    def _get_fairness(self, domain, start, end, n):
        """Return the mean score of the schedules that had duty, as they judge it."""
        model = "support.oncall.schedule"
        schedules = self.env[model].search(domain)
        until = min(end, fields.Datetime.now())
        scores = [
            schedule._get_score(start, until) / 100
            for schedule in schedules
            if n and schedule.service_date < until
        ]
        value = sum(scores) / len(scores) if scores else None
        return KpiFigure(Estimate(value, len(scores)), model, domain)


def _count(number, model, domain):
    return KpiFigure(get_count_estimate(number), model, domain)


def _to_estimate(figure):
    return Estimate(figure.value, figure.count, figure.lower, figure.upper)
