from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    support_note = fields.Html(
        "For Support",
        translate=True,
        help="What agents have to know to answer questions about the product. "
        "Customers do not see it.",
    )
