from odoo import api, fields, models


class SupportRuleMixin(models.AbstractModel):
    """Conditions on what a customer is worth to the company."""

    _inherit = "support.rule.mixin"

    contract_product_ids = fields.Many2many(
        "product.product",
        string="Contract on the Order",
        help="The ticket's confirmed order has a line with one of these products.",
    )
    spending_from = fields.Float(
        "Paid in 12 Months",
        digits=(16, 2),
        help="What the customer's company has paid at least on invoices of the last 12 "
        "months, less credit notes, in the currency of the ticket's company.",
    )
    undelivered_from = fields.Float(
        "Still to Deliver",
        digits=(16, 2),
        help="What goods on confirmed orders of the customer's company are worth at "
        "least that have not been delivered, in the currency of the ticket's company.",
    )

    @api.model
    def _get_condition_fields(self):
        return {
            **super()._get_condition_fields(),
            "contract_product": "contract_product_ids",
        }

    @api.model
    def _get_amount_fields(self):
        return {
            **super()._get_amount_fields(),
            "spending": "spending_from",
            "undelivered": "undelivered_from",
        }
