from odoo import api, fields, models


class SupportArticleFigures(models.AbstractModel):
    """What readers make of an article. Read when somebody looks, never stored."""

    _name = "support.article.figures"
    _description = "Figures of a Help Article"

    vote_ids = fields.One2many("support.article.vote", "article_id", "Votes")
    helpful_count = fields.Integer("Helped", compute="_compute_vote_counts")
    unhelpful_count = fields.Integer("Did Not Help", compute="_compute_vote_counts")
    source_ticket_ids = fields.One2many(
        "support.ticket", "source_article_id", "Written Nevertheless"
    )

    @api.depends("vote_ids.is_helpful")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_vote_counts(self):
        groups = self.env["support.article.vote"]._read_group(
            [("article_id", "in", self.ids)], ["article_id", "is_helpful"], ["__count"]
        )
        counts = {(article.id, helped): count for article, helped, count in groups}
        for article in self:
            article.helpful_count = counts.get((article._origin.id, True), 0)
            article.unhelpful_count = counts.get((article._origin.id, False), 0)

    def action_open_votes(self):
        """List what readers thought of the article."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_article_vote_action"
        )
        return {**action, "domain": [("article_id", "=", self.id)], "context": {}}
