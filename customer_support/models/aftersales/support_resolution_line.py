from odoo import api, fields, models
from odoo.exceptions import AccessError


class SupportResolutionLine(models.Model):
    """What a decision is about: so much of a line of an order."""

    _name = "support.resolution.line"
    _description = "Product of a Resolution"
    _order = "resolution_id, id"

    resolution_id = fields.Many2one(
        "support.resolution", required=True, index=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one("sale.order.line", required=True, index=True)
    product_id = fields.Many2one(related="sale_line_id.product_id")
    product_uom_id = fields.Many2one(related="sale_line_id.product_uom_id")
    quantity = fields.Float(required=True, digits="Product Unit", default=1.0)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A quantity is greater than zero."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Say what a decision is about, before it is carried out."""
        lines = super().create(vals_list)
        if not self.env.su:
            lines.resolution_id.ticket_id.check_access("write")
        if any(resolution.state != "chosen" for resolution in lines.resolution_id):
            raise AccessError(self.env._("What was carried out stays as it was."))
        lines.resolution_id._check_order()
        return lines
