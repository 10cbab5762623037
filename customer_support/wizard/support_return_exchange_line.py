from odoo import fields, models


class SupportReturnExchangeLine(models.TransientModel):
    _name = "support.return.exchange.line"
    _description = "Product of an Exchange"

    wizard_id = fields.Many2one(
        "support.return.exchange", required=True, ondelete="cascade"
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        domain="[('sale_ok', '=', True), ('type', '=', 'consu')]",
    )
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A quantity is greater than zero."
    )
