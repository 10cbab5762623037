from odoo import api, fields, models


class StockMove(models.Model):
    """Goods on their way back know the return that they belong to."""

    _inherit = "stock.move"

    support_return_line_id = fields.Many2one(
        "support.return.line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        return [
            *super()._prepare_merge_moves_distinct_fields(),
            "support_return_line_id",
        ]

    def _prepare_move_split_vals(self, qty):
        return {
            **super()._prepare_move_split_vals(qty),
            # What comes later belongs to the same return.
            "support_return_line_id": self.support_return_line_id.id,
        }

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        # Whoever receives goods needs no rights in support.
        self.env["support.return"].sudo()._on_moves_done((self | moves).exists().sudo())
        return moves

    def _action_cancel(self):
        result = super()._action_cancel()
        self.env["support.return"].sudo()._on_moves_cancelled(self.sudo())
        return result

    def _get_support_quantity(self):
        """Return how much is moved, in the unit of the product."""
        self.ensure_one()
        quantity = self.quantity if self.state == "done" else self.product_uom_qty
        return self.product_uom._compute_quantity(
            quantity, self.product_id.uom_id, round=False
        )

    def _get_support_quantity_out(self):
        """Return what of a delivery is neither back nor on its way back."""
        returned = self.returned_move_ids.filtered(lambda move: move.state != "cancel")
        back = sum(move._get_support_quantity() for move in returned)
        return self._get_support_quantity() - back
