from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    support_warranty_months = fields.Integer(
        "Warranty (Months)", help="From the day of delivery. Zero: none is given."
    )
