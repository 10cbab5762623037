from odoo import api, models
from odoo.fields import Domain

from .kpi_scope import to_plain
from .support_kpi_tickets import REPORT

_SPIKE = "support.kpi.spike"
_VALUE = "support.reason.value"


class SupportKpiWatch(models.AbstractModel):
    """What is watched from week to week, for those who may read it.

    Selections stand in the tables as codes, so that each reader gets his words.
    """

    _name = "support.kpi.watch"
    _description = "Figures of Support: Spikes and Value of Reasons"

    @api.model
    def _get_watched_tables(self, scope, period):
        """Return the tables of whole companies that the reader may read."""
        tables = {}
        if scope.is_whole and self.env[_SPIKE].has_access("read"):
            tables["spikes"] = self._get_spike_table(scope, period)
        if scope.is_whole and self.env[_VALUE].has_access("read"):
            tables["matrix"] = self._get_matrix_table(scope)
        return tables

    @api.model
    def _get_spike_table(self, scope, period):
        """Return what rose or fell in weeks that began in the period."""
        first, last = (
            edge.astimezone(scope.zone).date() for edge in (period.start, period.end)
        )
        spikes = self.env[_SPIKE].search(
            Domain("company_id", "in", scope.company_ids)
            & Domain("week_date", ">=", first)
            & Domain("week_date", "<", last)
        )
        return {
            "columns": [
                {"code": "label", "unit": "text"},
                {"code": "week", "unit": "date"},
                {"code": "direction", "unit": "code"},
                {"code": "count", "unit": "count"},
                {"code": "expected", "unit": "score"},
                {"code": "p", "unit": "share"},
                {"code": "verdict", "unit": "code"},
            ],
            "rows": [
                [
                    spike._get_subject(),
                    spike.week_date.isoformat(),
                    spike.direction,
                    spike.count,
                    spike.expected,
                    spike.p,
                    spike.verdict,
                ]
                for spike in spikes
            ],
            "domains": [to_plain(spike._get_counted_domain()) for spike in spikes],
            "model": "support.ticket",
        }

    @api.model
    def _get_matrix_table(self, scope):
        """Return the reasons with what they are worth and what is done about them.

        They are read once a week, of 90 days, whatever the period.
        """
        values = self.env[_VALUE].search(
            Domain("company_id", "in", scope.company_ids) & Domain("count", ">", 0)
        )
        return {
            "columns": [
                {"code": "label", "unit": "text"},
                {"code": "count", "unit": "count"},
                {"code": "company_value", "unit": "code"},
                {"code": "customer_value", "unit": "code"},
                {"code": "quadrant", "unit": "code"},
                {"code": "action", "unit": "text"},
            ],
            "rows": [
                [
                    value.category_id.sudo().display_name,
                    value.count,
                    value.company_judgement or value.company_data or None,
                    value.customer_judgement or value.customer_data or None,
                    value.quadrant or None,
                    value.action or "",
                ]
                for value in values
            ],
            "domains": [to_plain(value._get_counted_domain()) for value in values],
            "model": REPORT,
        }
