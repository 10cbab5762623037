from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ...const import ARTICLE_SOURCES

_KEEP_DAYS = 90
_DELETED_AT_ONCE = 10_000


class SupportArticleView(models.Model):
    """Somebody came upon an article: once per reader, article, way and day.

    Only added, and kept for a limited time; the sums of the days stay
    (``support.article.day``).
    """

    _name = "support.article.view"
    _description = "View of a Help Article"
    _order = "id desc"

    article_id = fields.Many2one(
        "support.article", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    day = fields.Date(required=True, readonly=True)
    visitor_key = fields.Char(required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        ondelete="set null",
        help="The firm of a reader with a log-in.",
    )
    source = fields.Selection(ARTICLE_SOURCES, required=True, readonly=True)
    query = fields.Char("Searched For", readonly=True)

    _visit_uniq = models.UniqueIndex("(day, article_id, visitor_key, source)")

    @api.model
    def _log(self, articles, visitor, source, query=""):
        """Note that a reader came upon articles; the second time a day is no news.

        :param articles: ``support.article`` that he may read
        :param visitor: (key, ``res.partner``)
        :param str query: what he searched for, without personal data
        """
        key, partner = visitor
        now = fields.Datetime.now()
        customer_sudo = partner.sudo().commercial_partner_id
        for article_id in sorted(articles.ids):
            self.env.cr.execute(
                SQL(
                    "INSERT INTO support_article_view (article_id, company_id, day, "
                    "visitor_key, partner_id, source, query, create_date) "
                    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
                    article_id,
                    self.env.company.id,
                    now.date(),
                    key,
                    customer_sudo.id or None,
                    source,
                    query or None,
                    now,
                )
            )

    @api.autovacuum
    def _gc_old_views(self):
        """Forget who read what; the sums of the days are written before."""
        self.env["support.article.day"]._sum_up_days()
        limit = fields.Date.today() - timedelta(days=self._get_keep_days())
        old = self.search([("day", "<", limit)], limit=_DELETED_AT_ONCE)
        old.unlink()
        return len(old), len(old) == _DELETED_AT_ONCE

    @api.model
    def _get_keep_days(self):
        key = "customer_support.article_view_days"
        value = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        # Never less than what a day needs to be summed up.
        return max(int(value), 7) if value.isdecimal() else _KEEP_DAYS
