from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    support_return_days = fields.Integer(
        related="company_id.support_return_days", readonly=False
    )
    support_refurbish_location_id = fields.Many2one(
        related="company_id.support_refurbish_location_id", readonly=False
    )
    support_signal_share = fields.Float(
        related="company_id.support_signal_share", readonly=False
    )
    support_signal_strong_share = fields.Float(
        related="company_id.support_signal_strong_share", readonly=False
    )
    support_signal_returns = fields.Integer(
        related="company_id.support_signal_returns", readonly=False
    )
