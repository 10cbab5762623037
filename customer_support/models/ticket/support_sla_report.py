from odoo import fields, models
from odoo.tools import SQL

from ...const import PRIORITIES, SLA_KINDS, SLA_LEVELS, SLA_VERDICTS


class SupportSlaReport(models.Model):
    """How service levels were kept: judged when it is read, one line per clock."""

    _name = "support.sla.report"
    _description = "Service Level Adherence"
    _auto = False
    _order = "started_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    policy_id = fields.Many2one("support.sla.policy", readonly=True)
    kind = fields.Selection(SLA_KINDS, readonly=True)
    level = fields.Selection(SLA_LEVELS, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    user_id = fields.Many2one("res.users", "Agent", readonly=True)
    commercial_partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    channel_id = fields.Many2one("support.channel", readonly=True)
    started_date = fields.Datetime("Started", readonly=True)
    due_date = fields.Datetime("Due", readonly=True)
    fulfilled_date = fields.Datetime("Fulfilled", readonly=True)
    verdict = fields.Selection(SLA_VERDICTS, readonly=True)
    met_count = fields.Integer("Met", readonly=True)
    missed_count = fields.Integer("Missed or Late", readonly=True)
    adherence = fields.Float(
        "Met (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the judged ones; running, paused, cancelled do not count.",
    )
    worked_hours = fields.Float("Working Hours Used", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT judged.*,
                   (verdict = 'met')::integer AS met_count,
                   (verdict IN ('missed', 'late'))::integer AS missed_count,
                   CASE WHEN verdict = 'met' THEN 100.0
                        WHEN verdict IN ('missed', 'late') THEN 0.0 END AS adherence
              FROM (SELECT %s FROM support_sla_clock AS clock
                      JOIN support_ticket AS ticket ON ticket.id = clock.ticket_id
                   ) AS judged
            """,
            self._get_columns(),
        )

    def _get_columns(self):
        return SQL(
            """
            clock.id, clock.ticket_id, clock.company_id, clock.policy_id, clock.kind,
            clock.level, clock.priority, clock.started_date, clock.due_date,
            clock.fulfilled_date, ticket.user_id, ticket.commercial_partner_id,
            ticket.category_id, ticket.channel_id,
            COALESCE(clock.team_id, ticket.team_id) AS team_id,
            CASE WHEN clock.running_since IS NULL
                 THEN clock.worked_seconds / 3600.0 END AS worked_hours,
            CASE WHEN clock.state = 'cancelled' THEN 'cancelled'
                 WHEN clock.state = 'fulfilled'
                      AND clock.fulfilled_date > clock.due_date THEN 'missed'
                 WHEN clock.state = 'fulfilled' THEN 'met'
                 WHEN clock.due_date <= %s THEN 'late'
                 ELSE clock.state END AS verdict
            """,
            fields.Datetime.now(),
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
