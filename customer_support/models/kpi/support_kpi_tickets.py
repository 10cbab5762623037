from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import OPEN_KINDS
from ...logic.kpi_estimate import (
    NOTHING,
    get_count_estimate,
    get_dispersion,
    get_quantile_estimate,
    get_share_estimate,
)
from ...logic.kpi_period import get_days
from .kpi_scope import KpiFigure, to_naive, within

REPORT = "support.ticket.report"
# What ended since then was open at the end of no period that anybody looks at; without
# looking for it the open tickets are found by their index.
_JUST_NOW = timedelta(minutes=1)
_GRID = [step / 100 for step in range(101)]


class SupportKpiTickets(models.AbstractModel):
    """Figures that are counted on tickets: volume, speed, quality."""

    _name = "support.kpi.tickets"
    _inherit = ["support.kpi.query"]
    _description = "Figures of Tickets: Volume, Speed, Quality"

    # -- Which tickets --------------------------------------------------------------
    @api.model
    def _get_received_domain(self, scope, period):
        return scope.get_domain() & within(period, "received_date")

    @api.model
    def _get_answered_domain(self, scope, period):
        return scope.get_domain() & within(period, "first_response_date")

    @api.model
    def _get_ended_domain(self, scope, period):
        return scope.get_domain() & within(period, "ended_date")

    @api.model
    def _get_solved_domain(self, scope, period):
        return self._get_ended_domain(scope, period) & Domain("is_solved", "=", True)

    @api.model
    def _get_backlog_domain(self, scope, period):
        """Return what was open at the end, as far as it is still known.

        A ticket that came back counts as open all the while.
        """
        end = to_naive(period.end)
        still_open = Domain("stage_kind", "in", OPEN_KINDS)
        if end < fields.Datetime.now() - _JUST_NOW:
            still_open |= Domain("ended_date", ">=", end)
        return scope.get_domain() & Domain("received_date", "<", end) & still_open

    # -- Volume ---------------------------------------------------------------------
    @api.model
    def _get_volume_figures(self, scope, period, later=None):
        received = self._get_received_domain(scope, period)
        counts = self._count_received(scope, period, received)
        dispersion = get_dispersion(counts["days"])
        ended = self._get_ended_domain(scope, period)
        out = self._count_days(scope, period, ended, "ended_date")

        def count(number, exposure=1.0, domain=received):
            estimate = get_count_estimate(number, dispersion, exposure)
            return KpiFigure(estimate, REPORT, domain)

        once = received & Domain("is_repeated", "=", False)
        return {
            "tickets_in": count(counts["all"]),
            "tickets_out": KpiFigure(
                get_count_estimate(sum(out), get_dispersion(out)), REPORT, ended
            ),
            "contacts_per_customer": count(counts["once"], counts["customers"], once),
            **self._get_backlog_figures(scope, period, later),
            **self._get_order_figures(scope, period, counts, count),
        }

    @api.model
    def _count_received(self, scope, period, domain):
        rows = self._query(
            REPORT,
            domain,
            SQL(
                """
                %s AS day, COUNT(*), COUNT(*) FILTER (WHERE NOT is_repeated),
                COUNT(DISTINCT sale_order_id) FILTER (WHERE NOT is_repeated)
                + COUNT(*) FILTER (WHERE NOT is_repeated AND sale_order_id IS NULL),
                COUNT(DISTINCT commercial_partner_id) FILTER (WHERE NOT is_repeated)
                """,
                self._get_local_day("received_date", scope),
            ),
            SQL("GROUP BY GROUPING SETS ((1), ())"),
        )
        by_day = {day: count for day, count, *_others in rows if day}
        [whole] = [row for row in rows if not row[0]] or [(None, 0, 0, 0, 0)]
        return {
            "days": [by_day.get(day, 0) for day in get_days(period, scope.zone)],
            **dict(zip(("all", "once", "net", "customers"), whole[1:], strict=True)),
        }

    @api.model
    def _count_days(self, scope, period, domain, name):
        """Return how many tickets each local day of the period has."""
        rows = self._query(
            REPORT,
            domain,
            SQL("%s, COUNT(*)", self._get_local_day(name, scope)),
            SQL("GROUP BY 1"),
        )
        by_day = dict(rows)
        return [by_day.get(day, 0) for day in get_days(period, scope.zone)]

    @api.model
    def _get_backlog_figures(self, scope, period, later=None):
        """Return how much was open at the end, and how old it was.

        :param later: figures of the period that follows. What was open before it is
            what was open after it, less what came in, plus what went out; only the age
            would have to be looked up, and is left out.
        """
        domain = self._get_backlog_domain(scope, period)
        if later:
            still, came, went = (
                later[code].estimate.n
                for code in ("tickets_open", "tickets_in", "tickets_out")
            )
            # Tickets that were imported as ended before they came count as never open.
            estimate = get_count_estimate(max(0, still - came + went))
            return {
                "tickets_open": KpiFigure(estimate, REPORT, domain),
                "backlog_age_median": KpiFigure(NOTHING, REPORT, domain),
            }
        age = SQL(
            "DATE_PART('epoch', %s::timestamp - received_date) / 3600",
            to_naive(period.end),
        )
        [(n, grid)] = self._query(
            REPORT,
            domain,
            SQL(
                "COUNT(*), PERCENTILE_CONT(%s::float8[]) WITHIN GROUP (ORDER BY %s)",
                _GRID,
                age,
            ),
        )
        age_median = get_quantile_estimate(grid or _GRID, n, 0.5)
        return {
            "tickets_open": KpiFigure(get_count_estimate(n), REPORT, domain),
            "backlog_age_median": KpiFigure(age_median, REPORT, domain),
        }

    @api.model
    def _get_order_figures(self, scope, period, counts, count):
        """Return contacts beside the orders that caused them, for whole companies.

        Managers need no rights on Sales for this: only numbers of orders leave it.
        """
        if not scope.is_whole:
            return {}
        orders, with_contact = self._count_orders(scope, period)
        domain = (
            Domain("company_id", "in", scope.company_ids)
            & Domain("state", "=", "sale")
            & within(period, "date_order")
        )
        contacted = domain & Domain("support_ticket_ids", "!=", False)
        share = get_share_estimate(with_contact, orders)
        return {
            "orders": KpiFigure(get_count_estimate(orders), "sale.order", domain),
            "contacts_per_100_orders_gross": count(counts["all"], orders / 100),
            "contacts_per_100_orders_net": count(counts["net"], orders / 100),
            "share_of_orders_with_contact": KpiFigure(share, "sale.order", contacted),
        }

    @api.model
    def _count_orders(self, scope, period):
        self.env["sale.order"].flush_model(["state", "date_order", "company_id"])
        self.env["support.ticket"].flush_model(["sale_order_id", "cancel_reason"])
        [row] = self.env.execute_query(
            SQL(
                """
                SELECT COUNT(*), COUNT(*) FILTER (WHERE EXISTS (
                           SELECT 1 FROM support_ticket AS ticket
                            WHERE ticket.sale_order_id = sale_order.id
                              AND ticket.received_date < %(end)s
                              AND ticket.cancel_reason IS DISTINCT FROM 'spam'))
                  FROM sale_order
                 WHERE company_id = ANY(%(companies)s) AND state = 'sale'
                   AND date_order >= %(start)s AND date_order < %(end)s
                """,
                companies=list(scope.company_ids),
                start=to_naive(period.start),
                end=to_naive(period.end),
            )
        )
        return row

    # -- Speed ----------------------------------------------------------------------
    @api.model
    def _get_speed_figures(self, scope, period):
        figures = {}
        for measure, domain in (
            ("first_response", self._get_answered_domain(scope, period)),
            ("resolution", self._get_solved_domain(scope, period)),
        ):
            statistics = self._query_durations(
                REPORT,
                domain,
                SQL.identifier(f"{measure}_hours"),
                SQL.identifier(f"{measure}_clock_hours"),
            )
            for name, estimate in statistics.items():
                figures[f"{measure}_{name}"] = KpiFigure(estimate, REPORT, domain)
        return figures

    # -- Quality --------------------------------------------------------------------
    @api.model
    def _get_quality_figures(self, scope, period):
        solved = self._get_solved_domain(scope, period)
        flags = {
            "reopen_rate": "is_reopened",
            "one_touch_rate": "is_one_touch",
            "fcr_rate": "is_first_contact",
        }
        columns = [SQL("COUNT(*)")] + [
            SQL("COUNT(*) FILTER (WHERE %s)", SQL.identifier(flag))
            for flag in flags.values()
        ]
        [(whole, *parts)] = self._query(REPORT, solved, SQL(", ").join(columns))
        return {
            code: KpiFigure(
                get_share_estimate(part, whole),
                REPORT,
                solved & Domain(flag, "=", True),
            )
            for (code, flag), part in zip(flags.items(), parts, strict=True)
        }

    @api.model
    def _get_automation_figures(self, scope, period):
        answered = self._get_answered_domain(scope, period)
        received = self._get_received_domain(scope, period)
        return {
            "template_rate": self._get_share(answered, "is_from_template"),
            "automation_rate": self._get_share(received, "is_automatic"),
        }

    @api.model
    def _get_share(self, domain, flag):
        columns = SQL("COUNT(*), COUNT(*) FILTER (WHERE %s)", SQL.identifier(flag))
        [(whole, part)] = self._query(REPORT, domain, columns)
        estimate = get_share_estimate(part, whole)
        return KpiFigure(estimate, REPORT, domain & Domain(flag, "=", True))
