from odoo import models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "support.article.subject"]

    _support_article_field = "product_tmpl_ids"
    _support_article_told = frozenset(
        {
            "name",
            "active",
            "list_price",
            "description",
            "description_sale",
            "sale_ok",
            "support_note",
            "uom_id",
            "weight",
        }
    )
