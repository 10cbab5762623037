from odoo import api, fields, models
from odoo.tools import SQL

from ...const import ARTICLE_VOTE_REASONS

_MAX_COMMENT = 500


class SupportArticleVote(models.Model):
    """Whether an article helped a reader, and if not, why. One per reader: he may
    change his mind.
    """

    _name = "support.article.vote"
    _description = "Vote on a Help Article"
    _order = "id desc"

    article_id = fields.Many2one(
        "support.article", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="article_id.company_id", store=True)
    # The reader: his log-in, or what his browser and address make, irreversibly.
    voter_key = fields.Char(required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, ondelete="set null"
    )
    lang = fields.Char("Language", readonly=True)
    version = fields.Integer(readonly=True, help="Of the text that was read.")
    is_helpful = fields.Boolean("It Helped", readonly=True)
    reason = fields.Selection(ARTICLE_VOTE_REASONS, readonly=True)
    comment = fields.Char(readonly=True)

    _voter_uniq = models.UniqueIndex("(article_id, voter_key)")

    @api.model
    def _vote(self, article, visitor, is_helpful, reason="", comment=""):
        """Keep the vote of a reader; it replaces his former one.

        :param article: ``support.article`` that he may read
        :param visitor: (key, ``res.partner``)
        :param str reason: as the reader gave it; an unknown one is none
        """
        key, partner = visitor
        text = article._get_help_text()
        reasons = dict(ARTICLE_VOTE_REASONS)
        values = {
            "lang": text.lang,
            "version": text.version,
            "is_helpful": is_helpful,
            "reason": reason if reason in reasons and not is_helpful else False,
            "comment": "" if is_helpful else " ".join(comment.split())[:_MAX_COMMENT],
        }
        # Two at the same moment: the second waits and changes what the first wrote.
        self.env.cr.execute(
            SQL(
                "INSERT INTO support_article_vote "
                "(article_id, voter_key, partner_id, company_id, create_date) "
                "VALUES (%s, %s, %s, %s, %s) "
                "ON CONFLICT (article_id, voter_key) DO UPDATE SET voter_key = "
                "EXCLUDED.voter_key RETURNING id",
                article.id,
                key,
                partner.id or None,
                article.company_id.id or None,
                fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        # Visitors have no rights on votes.
        self.sudo().browse(self.env.cr.fetchone()).write(values)
