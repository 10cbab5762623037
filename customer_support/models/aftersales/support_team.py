from odoo import fields, models


class SupportTeam(models.Model):
    _inherit = "support.team"

    refund_limit = fields.Monetary(
        "Refund Without Approval",
        currency_field="company_currency_id",
        default=100.0,
        help="What an agent refunds alone, at most. More waits for a manager who is "
        "somebody else.",
    )
    company_currency_id = fields.Many2one(related="company_id.currency_id")
