from odoo import fields, models


class StockReturnPickingLine(models.TransientModel):
    _inherit = "stock.return.picking.line"

    support_return_line_id = fields.Many2one("support.return.line", readonly=True)

    def _prepare_move_default_values(self, new_picking):
        return {
            **super()._prepare_move_default_values(new_picking),
            "support_return_line_id": self.support_return_line_id.id,
        }
