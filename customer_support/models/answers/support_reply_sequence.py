from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# The next ticket about the same order within so many days, of tickets of a year.
_NEXT_DAYS = 7
_DAYS = 365
# What happened less often, or to fewer, is chance.
_LEAST_PAIRS = 5
_LEAST_SHARE = 0.15


class SupportReplySequence(models.Model):
    """What customers asked next about the same order, within seven days.

    Counted from the tickets of the last year: after a ticket with one reason, the first
    one with another reason. Spam and merged tickets do not count.
    """

    _name = "support.reply.sequence"
    _description = "Next Question of Customers"
    _auto = False
    _order = "pair_count desc, id"
    _rec_name = "category_id"
    _depends = {
        "support.ticket": [
            "cancel_reason",
            "category_id",
            "received_date",
            "sale_order_id",
        ],
    }

    company_id = fields.Many2one("res.company", readonly=True)
    category_id = fields.Many2one("support.category", "First Reason", readonly=True)
    next_category_id = fields.Many2one("support.category", "Next Reason", readonly=True)
    ticket_count = fields.Integer(
        "Tickets", readonly=True, help="With the first reason and an order."
    )
    pair_count = fields.Integer("Followed By It", readonly=True)
    share = fields.Float(
        readonly=True, aggregator="avg", help="How many of the tickets were followed."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH asked AS (
                SELECT id, company_id, category_id, sale_order_id, received_date
                  FROM support_ticket
                 WHERE sale_order_id IS NOT NULL
                   AND category_id IS NOT NULL
                   AND cancel_reason IS NULL
                   AND received_date >= %(since)s
            ), followed AS (
                SELECT asked.*, (
                       SELECT later.category_id
                         FROM asked later
                        WHERE later.sale_order_id = asked.sale_order_id
                          AND later.company_id = asked.company_id
                          AND later.category_id != asked.category_id
                          AND later.received_date > asked.received_date
                          AND later.received_date <= asked.received_date + %(within)s
                     ORDER BY later.received_date, later.id
                        LIMIT 1
                       ) AS next_category_id
                  FROM asked
            ), counted AS (
                SELECT company_id, category_id, next_category_id, MIN(id) AS id,
                       COUNT(*) AS pair_count,
                       (SUM(COUNT(*)) OVER (PARTITION BY company_id, category_id))
                           ::integer AS ticket_count
                  FROM followed
              GROUP BY company_id, category_id, next_category_id
            )
            SELECT id, company_id, category_id, next_category_id, pair_count,
                   ticket_count, pair_count::float / ticket_count::float AS share
              FROM counted
             WHERE next_category_id IS NOT NULL
            """,
            since=fields.Datetime.now() - timedelta(days=_DAYS),
            within=timedelta(days=_NEXT_DAYS),
        )

    @api.model
    def _find_likely(self, ticket):
        """Return the most likely next question after a ticket; none if it is chance."""
        if not ticket.category_id:
            return self.browse()
        return self.search(
            Domain("company_id", "=", ticket.company_id.id)
            & Domain("category_id", "=", ticket.category_id.id)
            & Domain("pair_count", ">=", _LEAST_PAIRS)
            & Domain("share", ">=", _LEAST_SHARE),
            limit=1,
        )

    def action_open_tickets(self):
        """Open the tickets with the first reason and an order."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        domain = [
            ("company_id", "=", self.company_id.id),
            ("category_id", "in", (self.category_id | self.next_category_id).ids),
            ("sale_order_id", "!=", False),
        ]
        return {**action, "domain": domain, "context": {}}
