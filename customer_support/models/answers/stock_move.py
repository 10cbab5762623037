from odoo import models


class StockMove(models.Model):
    """The planned date of a transfer follows from its moves: here it changes."""

    _inherit = "stock.move"

    def write(self, vals):
        result = super().write(vals)
        if "date" in vals and self.picking_id:
            # Whoever plans needs no rights in support.
            moved_sudo = self.sudo().picking_id
            self.env["support.promise"].sudo()._on_transfers_moved(moved_sudo)
        return result
