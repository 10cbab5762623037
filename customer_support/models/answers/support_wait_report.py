from odoo import fields, models
from odoo.tools import SQL

from ...const import PRIORITIES, WAIT_BASES, WAIT_VERDICTS


class SupportWaitReport(models.Model):
    """Whether the wait that customers were told was honest: judged when it is read."""

    _name = "support.wait.report"
    _description = "Honesty of Stated Waits"
    _auto = False
    _order = "made_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    channel_id = fields.Many2one("support.channel", readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    basis = fields.Selection(WAIT_BASES, readonly=True)
    made_date = fields.Datetime("Stated", readonly=True)
    low_date = fields.Datetime("Not Before", readonly=True)
    high_date = fields.Datetime("Not After", readonly=True)
    first_response_date = fields.Datetime("Answered", readonly=True)
    verdict = fields.Selection(WAIT_VERDICTS, readonly=True)
    honesty = fields.Float(
        "As Stated (%)",
        readonly=True,
        aggregator="avg",
        help="Share of the answers that came within the stated range. What still waits "
        "in time, or ended without an answer, does not count.",
    )
    late_share = fields.Float("Later (%)", readonly=True, aggregator="avg")
    range_hours = fields.Float("Width (Hours)", readonly=True, aggregator="avg")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT judged.*,
                   CASE WHEN verdict = 'inside' THEN 100.0
                        WHEN verdict IN ('earlier', 'later') THEN 0.0 END AS honesty,
                   CASE WHEN verdict = 'later' THEN 100.0
                        WHEN verdict IN ('earlier', 'inside') THEN 0.0 END AS late_share
              FROM (SELECT %s FROM support_wait_estimate AS told
                      JOIN support_ticket AS ticket ON ticket.id = told.ticket_id
                   ) AS judged
            """,
            self._get_columns(),
        )

    def _get_columns(self):
        return SQL(
            """
            told.id, told.ticket_id, told.company_id, told.team_id, told.priority,
            told.basis, told.made_date, told.low_date, told.high_date,
            ticket.channel_id, ticket.first_response_date,
            EXTRACT(EPOCH FROM told.high_date - told.low_date) / 3600.0 AS range_hours,
            CASE WHEN ticket.first_response_date < told.low_date THEN 'earlier'
                 WHEN ticket.first_response_date <= told.high_date THEN 'inside'
                 WHEN ticket.first_response_date IS NOT NULL THEN 'later'
                 WHEN ticket.stage_kind IN ('solved', 'closed', 'cancelled')
                      THEN 'void'
                 WHEN told.high_date < %s THEN 'later'
                 ELSE 'waiting' END AS verdict
            """,
            fields.Datetime.now(),
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
