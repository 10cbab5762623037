from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

_DEFLECTION_HOURS = 24
_LOOK_BACK_DAYS = 60


class SupportArticleDay(models.Model):
    """How many requests the help centre made unnecessary, by day.

    A reader of an article, or somebody to whom one was suggested while he wrote, counts
    as helped if no ticket of his came in within some hours. Who is he: the firm of his
    log-in, else his browser at that address. So a ticket that a reader without log-in
    sends by mail is not known to be his.

    A row with an article counts the readers of that article. A row without one counts
    each reader of the day once, whatever he read.
    """

    _name = "support.article.day"
    _description = "Help Centre by Day"
    _order = "day desc, id"

    day = fields.Date(required=True, readonly=True, index=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    article_id = fields.Many2one(
        "support.article", readonly=True, index=True, ondelete="cascade"
    )
    category_id = fields.Many2one(related="article_id.category_id", store=True)
    readers = fields.Integer(readonly=True, help="Opened the article.")
    suggested = fields.Integer(
        "Suggested To", readonly=True, help="Saw its title while they wrote a request."
    )
    reached = fields.Integer(
        readonly=True, help="Opened it, or saw it suggested: each person once."
    )
    wrote = fields.Integer(
        "Wrote Nevertheless",
        readonly=True,
        help="Of those reached, opened a ticket within the hours of the settings.",
    )
    deflected = fields.Integer(
        "Needed No Ticket",
        readonly=True,
        help="Of those reached, opened no ticket within the hours of the settings.",
    )

    _day_uniq = models.UniqueIndex("(day, company_id, COALESCE(article_id, 0))")

    @api.model
    def _get_deflection_hours(self):
        key = "customer_support.deflection_hours"
        value = self.env["ir.config_parameter"].sudo().get_param(key) or ""
        return int(value) if value.isdecimal() and int(value) else _DEFLECTION_HOURS

    @api.model
    def _sum_up_days(self):
        """Write the sums of the days that are over, and whose hours are over too."""
        hours = self._get_deflection_hours()
        last = (fields.Datetime.now() - timedelta(hours=hours)).date()
        first = last - timedelta(days=_LOOK_BACK_DAYS)
        for group in (SQL("article_id"), SQL("NULL::int4")):
            self.env.cr.execute(self._get_sum_query(group, first, last, hours))
        self.invalidate_model()

    @api.model
    def _get_sum_query(self, group, first, last, hours):
        """Return the query that sums up the days from ``first`` to before ``last``.

        Days that were summed up before stay as they are.
        """
        return SQL(
            """
            WITH visits AS (
                SELECT v.day, v.company_id, %(group)s AS article_id, v.visitor_key,
                       bool_or(v.source != 'shown') AS opened,
                       bool_or(v.source = 'shown') AS suggested,
                       bool_or(EXISTS (
                           SELECT 1 FROM support_ticket t
                            WHERE t.help_visitor_key = v.visitor_key
                              AND t.create_date BETWEEN v.create_date
                                  AND v.create_date + %(hours)s * interval '1 hour'
                       ) OR EXISTS (
                           SELECT 1 FROM support_ticket t
                            WHERE t.commercial_partner_id = v.partner_id
                              AND t.create_date BETWEEN v.create_date
                                  AND v.create_date + %(hours)s * interval '1 hour'
                       )) AS wrote
                  FROM support_article_view v
                 WHERE v.day >= %(first)s AND v.day < %(last)s
                 GROUP BY 1, 2, 3, 4
            )
            INSERT INTO support_article_day (day, company_id, article_id, category_id,
                   readers, suggested, reached, wrote, deflected, create_date)
            SELECT visits.day, visits.company_id, visits.article_id, a.category_id,
                   count(*) FILTER (WHERE opened), count(*) FILTER (WHERE suggested),
                   count(*), count(*) FILTER (WHERE wrote),
                   count(*) FILTER (WHERE NOT wrote), %(now)s
              FROM visits LEFT JOIN support_article a ON a.id = visits.article_id
             GROUP BY 1, 2, 3, 4
                ON CONFLICT DO NOTHING
            """,
            group=group,
            hours=hours,
            first=first,
            last=last,
            now=fields.Datetime.now(),
        )
