from odoo import fields, models
from odoo.tools import SQL

from ...const import RECOVERY_GROUPS


class SupportRecoveryReport(models.Model):
    """What customers bought in the year after a ticket: those we failed beside others.

    One row per ended ticket of a customer; read from tickets and orders when asked.
    """

    _name = "support.recovery.report"
    _description = "Customers after a Failure"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "ticket_id"

    ticket_id = fields.Many2one("support.ticket", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    team_id = fields.Many2one("support.team", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    partner_id = fields.Many2one("res.partner", "Customer", readonly=True)
    recovery = fields.Selection(RECOVERY_GROUPS, "What We Did", readonly=True)
    date = fields.Datetime("Solved On", readonly=True)
    days = fields.Integer("Days Watched", readonly=True, aggregator="avg")
    order_count = fields.Float("Orders After", readonly=True, aggregator="avg")
    amount = fields.Float("Bought After", readonly=True, aggregator="avg")
    stayed_percent = fields.Float(
        "Ordered Again (%)", readonly=True, aggregator="avg", help="Within 12 months."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT ticket.id, ticket.id AS ticket_id, ticket.company_id, ticket.team_id,
                   ticket.category_id, ticket.commercial_partner_id AS partner_id,
                   COALESCE(ticket.recovery_state, 'none') AS recovery,
                   ticket.solved_date AS date,
                   LEAST(365, EXTRACT(DAY FROM %(now)s - ticket.solved_date))::integer
                       AS days,
                   COUNT(later.id)::float AS order_count,
                   COALESCE(SUM(later.amount), 0)::float AS amount,
                   CASE WHEN COUNT(later.id) > 0 THEN 100.0 ELSE 0.0 END
                       AS stayed_percent
              FROM support_ticket ticket
              LEFT JOIN (
                   SELECT sale.id, sale.company_id, sale.date_order,
                          customer.commercial_partner_id AS customer_id,
                          sale.amount_total / COALESCE(NULLIF(sale.currency_rate, 0), 1)
                              AS amount
                     FROM sale_order sale
                     JOIN res_partner customer ON customer.id = sale.partner_id
                    WHERE sale.state = 'sale'
                   ) later
                ON later.customer_id = ticket.commercial_partner_id
               AND later.company_id = ticket.company_id
               AND later.date_order > ticket.solved_date
               AND later.date_order <= ticket.solved_date + interval '12 months'
             WHERE ticket.solved_date IS NOT NULL
               AND ticket.commercial_partner_id IS NOT NULL
             GROUP BY ticket.id
            """,
            now=fields.Datetime.now(),
        )

    def action_open_ticket(self):
        """Open the ticket behind a figure."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
