from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_return_days = fields.Integer(
        related="company_id.support_return_days", readonly=False
    )
    support_refurbish_location_id = fields.Many2one(
        related="company_id.support_refurbish_location_id", readonly=False
    )
