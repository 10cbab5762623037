from odoo import api, models
from odoo.tools import SQL

from ...logic.kpi_estimate import Estimate, get_mean_estimate, get_quantile_estimate

# Percentiles by steps of one hundredth: medians, tails and their intervals at once.
_STEPS = 100
_GRID = [step / _STEPS for step in range(_STEPS + 1)]


class SupportKpiQuery(models.AbstractModel):
    """Aggregates of what the reader may see: record rules are in every query."""

    _name = "support.kpi.query"
    _description = "Queries of Figures"

    @api.model
    def _query(self, model, domain, columns, tail=None):
        """Return rows of an aggregate over the records that the reader may see.

        :param str model: whose records; its columns are named as its fields
        :param SQL columns: what is selected
        :param SQL tail: GROUP BY, ORDER BY, LIMIT
        """
        return self.env.execute_query(
            SQL("SELECT %s FROM %s", columns, self._get_source(model, domain, tail))
        )

    @api.model
    def _get_source(self, model, domain, tail=None):
        query = self.env[model]._search(domain)
        condition = SQL("FALSE") if query.is_empty() else query.where_clause
        # The planner cannot look through OFFSET: each duration is calculated once per
        # ticket, and opening hours are not carried through the sorting of groups.
        return SQL(
            "(SELECT %s.* FROM %s WHERE %s OFFSET 0) AS facts %s",
            SQL.identifier(self.env[model]._table),
            query.from_clause,
            condition or SQL("TRUE"),
            tail or SQL(),
        )

    @api.model
    def _query_durations(self, model, domain, worked, clock):
        """Return what is known of durations in hours.

        :param SQL worked: expression for working time
        :param SQL clock: expression for the time of the clock
        :return: {statistic: ``Estimate``} for median, mean, p80, p90, max, clock_median
        """
        source = self._get_source(model, domain)
        [(n, mean, deviation, longest, grid, clock_grid)] = self.env.execute_query(
            SQL(
                """
                WITH facts AS MATERIALIZED (
                    SELECT %s AS worked, %s AS clock FROM %s)
                SELECT COUNT(worked), AVG(worked), STDDEV_SAMP(worked), MAX(worked),
                       PERCENTILE_CONT(%s::float8[]) WITHIN GROUP (ORDER BY worked),
                       PERCENTILE_CONT(%s::float8[]) WITHIN GROUP (ORDER BY clock)
                  FROM facts
                """,
                worked,
                clock,
                source,
                _GRID,
                _GRID,
            )
        )
        return _get_statistics(n, mean, deviation, longest, grid, clock_grid)

    @api.model
    def _get_local_day(self, name, scope):
        """Return the expression of the local day of an instant."""
        return SQL(
            "(%s AT TIME ZONE 'UTC' AT TIME ZONE %s)::date",
            SQL.identifier(name),
            str(scope.zone),
        )


def _get_statistics(n, mean, deviation, longest, grid, clock_grid):
    grid, clock_grid = grid or [None] * 101, clock_grid or [None] * 101
    return {
        "median": get_quantile_estimate(grid, n, 0.5),
        "mean": get_mean_estimate(mean, deviation, n),
        "p80": get_quantile_estimate(grid, n, 0.8),
        "p90": get_quantile_estimate(grid, n, 0.9),
        # The longest of a sample has no interval.
        "max": Estimate(longest, n),
        "clock_median": get_quantile_estimate(clock_grid, n, 0.5),
    }
