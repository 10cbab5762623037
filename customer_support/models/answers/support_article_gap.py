from odoo import fields, models
from odoo.tools import SQL

_DAYS = 90


class SupportArticleGap(models.Model):
    """Which contact reasons bring many tickets and have no article for customers."""

    _name = "support.article.gap"
    _description = "Contact Reason Without an Article"
    _auto = False
    _order = "tickets desc, id"

    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    tickets = fields.Integer("Tickets in 90 Days", readonly=True)
    articles = fields.Integer(
        readonly=True,
        help="Published articles for customers on this reason or the one above it.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(t.id) AS id, t.category_id, t.company_id, count(*) AS tickets,
                   (SELECT count(DISTINCT a.id)
                      FROM support_article a
                      JOIN support_article_support_category_rel r
                        ON r.support_article_id = a.id
                     WHERE a.state = 'published' AND a.audience != 'agent'
                       AND (a.company_id IS NULL OR a.company_id = t.company_id)
                       AND r.support_category_id IN (c.id, c.parent_id)) AS articles
              FROM support_ticket t JOIN support_category c ON c.id = t.category_id
             WHERE t.create_date >= (now() at time zone 'UTC') - %s * interval '1 day'
               AND t.stage_kind != 'cancelled'
             GROUP BY t.category_id, t.company_id, c.id, c.parent_id
            """,
            _DAYS,
        )

    def action_write_article(self):
        """Begin an article on the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.article",
            "views": [(False, "form")],
            "context": {"default_reason_ids": self.category_id.ids},
        }

    def action_improve(self):
        """Ask for a change of what causes the questions."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_improvement_action"
        )
        context = {
            "default_category_id": self.category_id.id,
            "default_name": self.category_id.name,
        }
        return {
            **action,
            "views": [(False, "form"), (False, "list")],
            "context": context,
        }

    def action_open_tickets(self):
        """List the tickets behind the figure."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        start = fields.Datetime.subtract(fields.Datetime.now(), days=_DAYS)
        domain = [
            ("category_id", "=", self.category_id.id),
            ("company_id", "=", self.company_id.id),
            ("create_date", ">=", start),
            ("stage_kind", "!=", "cancelled"),
        ]
        return {**action, "domain": domain, "context": {}}
