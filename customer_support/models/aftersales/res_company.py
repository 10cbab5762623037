from odoo import fields, models

from ...logic.fraud_signals import Limits


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
    support_signal_share = fields.Float("Unusual from (%)", default=40.0)
    support_signal_strong_share = fields.Float("Very Unusual from (%)", default=70.0)
    support_signal_returns = fields.Integer("Unusual from (Returns)", default=3)

    def _get_signal_limits(self):
        """Return from when on figures are unusual."""
        self.ensure_one()
        return Limits(
            share=self.support_signal_share / 100,
            strong_share=self.support_signal_strong_share / 100,
            returns=self.support_signal_returns,
        )
