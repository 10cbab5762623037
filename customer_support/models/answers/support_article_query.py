from odoo import api, fields, models
from odoo.tools import SQL

from ...logic import personal_data

_MAX_QUERY = 80
# So many different searches are noted per day and company; no flood grows the table.
_MAX_PER_DAY = 2000


class SupportArticleQuery(models.Model):
    """What was searched in the help centre, by day; first of all what found nothing."""

    _name = "support.article.query"
    _description = "Search in the Help Centre"
    _order = "day desc, id"

    day = fields.Date(required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    lang = fields.Char("Language", required=True, readonly=True)
    name = fields.Char("Searched For", required=True, readonly=True)
    searches = fields.Integer(readonly=True)
    found_nothing = fields.Integer(
        readonly=True, help="How often no article was found."
    )

    _query_uniq = models.UniqueIndex("(day, company_id, lang, name)")

    @api.model
    def _clean(self, query):
        """Return what was typed, as short as it is kept and without personal data."""
        return personal_data.strip(" ".join(query.lower().split()))[:_MAX_QUERY]

    @api.model
    def _log(self, query, count):
        """Count a search.

        :param int count: how many articles were found
        """
        name = self._clean(query)
        today = fields.Date.today()
        # Visitors have no rights on the statistics that they make.
        mine = [("day", "=", today), ("company_id", "=", self.env.company.id)]
        is_full = self.sudo().search_count(mine, limit=_MAX_PER_DAY) >= _MAX_PER_DAY
        if not name or is_full:
            return
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO support_article_query AS q
                       (day, company_id, lang, name, searches, found_nothing)
                VALUES (%(day)s, %(company)s, %(lang)s, %(name)s, 1, %(nothing)s)
                    ON CONFLICT (day, company_id, lang, name) DO UPDATE
                   SET searches = q.searches + 1,
                       found_nothing = q.found_nothing + EXCLUDED.found_nothing
                """,
                day=today,
                company=self.env.company.id,
                lang=self.env.lang or "en_US",
                name=name,
                nothing=int(not count),
            ),
            log_exceptions=False,
        )
