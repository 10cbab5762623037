from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    # The customer history asks for the payments of one customer among all.
    partner_id = fields.Many2one(index="btree_not_null")
