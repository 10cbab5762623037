from odoo import fields, models


class SupportArticleCategory(models.Model):
    """A shelf of the help centre."""

    _name = "support.article.category"
    _description = "Article Category"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char(
        translate=True, help="One line below the name, on the help centre's first page."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    article_ids = fields.One2many("support.article", "category_id", "Articles")
