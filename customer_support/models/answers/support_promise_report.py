from odoo import fields, models
from odoo.tools import SQL

from ...const import PROMISE_KINDS, PROMISE_VERDICTS


class SupportPromiseReport(models.Model):
    """How promises were kept, by agent and team: judged when it is read."""

    _name = "support.promise.report"
    _description = "Promises Kept"
    _auto = False
    _order = "due_date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    team_id = fields.Many2one("support.team", readonly=True)
    user_id = fields.Many2one("res.users", "Promised By", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    kind = fields.Selection(PROMISE_KINDS, readonly=True)
    name = fields.Char("What", readonly=True)
    made_date = fields.Datetime("Promised On", readonly=True)
    due_date = fields.Datetime("By", readonly=True)
    kept_date = fields.Datetime("Done", readonly=True)
    verdict = fields.Selection(PROMISE_VERDICTS, readonly=True)
    kept_count = fields.Integer("Kept", readonly=True)
    broken_count = fields.Integer("Broken", readonly=True)
    kept_share = fields.Float(
        "Kept (%)",
        readonly=True,
        aggregator="avg",
        help="Of those that are kept or broken.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT judged.*,
                   (verdict = 'kept')::integer AS kept_count,
                   (verdict = 'broken')::integer AS broken_count,
                   CASE WHEN verdict = 'kept' THEN 100.0
                        WHEN verdict = 'broken' THEN 0.0 END AS kept_share
              FROM (SELECT promise.id, promise.ticket_id, promise.company_id,
                           promise.team_id, promise.user_id, promise.partner_id,
                           promise.kind, promise.name, promise.made_date,
                           promise.due_date, promise.kept_date, %s AS verdict
                      FROM support_promise AS promise
                   ) AS judged
            """,
            self._get_verdict_sql(),
        )

    def _get_verdict_sql(self):
        """Return the verdict as ``logic.promise.get_verdict`` has it."""
        return SQL(
            """
            CASE WHEN broken_date IS NOT NULL
                      OR COALESCE(kept_date, cancelled_date, %s) > due_date
                      THEN 'broken'
                 WHEN cancelled_date IS NOT NULL THEN 'cancelled'
                 WHEN kept_date IS NOT NULL THEN 'kept'
                 ELSE 'open' END
            """,
            fields.Datetime.now(),
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
