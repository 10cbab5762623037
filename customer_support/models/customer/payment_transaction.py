from odoo import fields, models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    # The customer history asks for the payments of one customer among all.
    partner_id = fields.Many2one(index=True)
