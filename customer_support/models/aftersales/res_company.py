from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    support_refurbish_location_id = fields.Many2one(
        "stock.location",
        "Goods to Refurbish",
        domain="[('usage', '=', 'internal'), ('company_id', 'in', (id, False))]",
    )
    support_return_days = fields.Integer(
        "Days to Send a Return",
        default=14,
        help="After the approval; customers read the day in the instructions.",
    )
