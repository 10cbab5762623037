from odoo import fields, models
from odoo.tools import SQL

from ...const import TRIAGE_RESULTS


class SupportTriageReport(models.Model):
    """How triage went: one line per ticket that rules or people have sorted."""

    _name = "support.triage.report"
    _description = "Triage Report"
    _auto = False
    _order = "received_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("support.team", "Team Now", readonly=True)
    triage_team_id = fields.Many2one(
        "support.team",
        "Triage in Team",
        readonly=True,
        help="In whose queue the ticket waited; without a queue the team that has it.",
    )
    channel_id = fields.Many2one("support.channel", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    triage_user_id = fields.Many2one("res.users", "Triage Duty", readonly=True)
    triage_done_by_id = fields.Many2one("res.users", readonly=True)
    triage_result = fields.Selection(TRIAGE_RESULTS, "Triage by Rules", readonly=True)
    way = fields.Selection(
        [
            ("rules", "Rules alone"),
            ("person", "A person"),
            ("waiting", "Still waits"),
            ("nobody", "Nobody: no rule, no triage in the team"),
        ],
        "Sorted By",
        readonly=True,
    )
    received_date = fields.Datetime("Received", readonly=True)
    triage_done_date = fields.Datetime(readonly=True)
    triaged_count = fields.Integer("Triaged by People", readonly=True)
    rules_count = fields.Integer("Sorted by Rules Alone", readonly=True)
    rules_share = fields.Float(
        "Rules Alone (%)",
        readonly=True,
        aggregator="avg",
        help="Of the tickets that rules or people have sorted.",
    )
    unmatched_count = fields.Integer("No Rule Matched", readonly=True)
    triage_hours = fields.Float(
        "Working Hours in Triage (Average)", readonly=True, aggregator="avg"
    )
    triage_hours_p80 = fields.Float(
        "Working Hours in Triage (80 %)",
        readonly=True,
        aggregator="avg",
        help="Four of five tickets took at most so long.",
    )
    triage_hours_max = fields.Float(
        "Working Hours in Triage (Longest)", readonly=True, aggregator="max"
    )
    rerouted_count = fields.Integer("Rerouted", readonly=True)
    reroute_rate = fields.Float(
        "Rerouted (%)",
        readonly=True,
        aggregator="avg",
        help="Of the tickets that rules or people have sorted: those that changed "
        "their team afterwards.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT sorted.*,
                   (way = 'person')::integer AS triaged_count,
                   (way = 'rules')::integer AS rules_count,
                   CASE WHEN way = 'rules' THEN 100.0
                        WHEN way = 'person' THEN 0.0 END AS rules_share,
                   CASE WHEN way IN ('rules', 'person')
                        THEN (reroutes > 0)::integer END AS rerouted_count,
                   CASE WHEN way IN ('rules', 'person')
                        THEN 100.0 * (reroutes > 0)::integer END AS reroute_rate
              FROM (SELECT %s FROM support_ticket
                     WHERE triage_result IS NOT NULL
                        OR triage_state IN ('waiting', 'done')) AS sorted
            """,
            self._get_columns(),
        )

    def _get_columns(self):
        return SQL(
            """
            id, id AS ticket_id, company_id, team_id, channel_id,
            COALESCE(triage_team_id, team_id) AS triage_team_id,
            category_id, triage_user_id, triage_done_by_id, triage_result,
            received_date, triage_done_date, COALESCE(reroute_count, 0) AS reroutes,
            (triage_result = 'unmatched')::integer AS unmatched_count,
            CASE WHEN triage_state = 'done' THEN triage_hours END AS triage_hours,
            CASE WHEN triage_state = 'done' THEN triage_hours END AS triage_hours_p80,
            CASE WHEN triage_state = 'done' THEN triage_hours END AS triage_hours_max,
            CASE WHEN triage_state = 'waiting' THEN 'waiting'
                 WHEN triage_state = 'done' THEN 'person'
                 WHEN triage_result = 'unmatched' THEN 'nobody'
                 ELSE 'rules' END AS way
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """Four of five: the host knows no percentiles."""
        if aggregate_spec != "triage_hours_p80:avg":
            return super()._read_group_select(aggregate_spec, query)
        # The check of the host, on the same figure.
        super()._read_group_select("triage_hours:avg", query)
        hours = self._field_to_sql(self._table, "triage_hours", query)
        return SQL("PERCENTILE_CONT(0.8) WITHIN GROUP (ORDER BY %s)", hours)

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
