from odoo import fields, models
from odoo.exceptions import UserError


class SupportResolutionCancellation(models.AbstractModel):
    """What is not shipped yet is not shipped at all."""

    _name = "support.resolution.cancellation"
    _description = "Cancellation as Resolution"

    cancelled_order_id = fields.Many2one(
        "sale.order", "Cancelled", readonly=True, index="btree_not_null"
    )

    def _do_cancellation(self):
        """Cancel the order, or the part of it that is not shipped; give the money back.

        :raise UserError: the warehouse is past it, or its money is stuck
        """
        if not self.cancelled_order_id:
            self._ensure_quantities()
            self._ensure_money_can_go_back()
            invoiced = self._get_invoiced_quantities()
            value = self._get_order_value()
            if self._is_whole_order():
                # Locked orders are closed to editors, not to this decision.
                self.order_id._action_cancel()
            else:
                self._decrease_order()
            self._ensure_nothing_moves()
            self.cancelled_order_id = self.order_id
            self._give_back(invoiced, value)
        return self._get_state_of_money()

    def _is_whole_order(self):
        """Tell whether nothing but fees and the like would be left of the order."""
        quantities = self._get_quantities()
        lines = self.order_id.order_line.filtered(lambda line: not line.display_type)
        goods = lines._filter_goods()
        return all(
            line.product_uom_id.compare(quantities.get(line, 0.0), line.product_uom_qty)
            >= 0
            for line in goods
        ) and not any((lines - goods).mapped("qty_delivered"))

    def _decrease_order(self):
        """Take the quantities off, as the host does when a salesman edits the order."""
        was_locked = self.order_id.locked
        self.order_id.locked = False
        for line, quantity in self._get_quantities().items():
            line.product_uom_qty -= quantity
        self.order_id.locked = was_locked

    def _ensure_nothing_moves(self):
        """Refuse where transfers still move more than the order has left."""
        for line in self._get_quantities():
            left = line.product_uom_qty - line.qty_delivered
            if line.order_id.state == "cancel":
                left = 0.0
            if line.product_uom_id.compare(self._get_moving(line), left) > 0:
                raise UserError(
                    self.env._(
                        "%(product)s is on its way through the warehouse already.",
                        product=line.product_id.display_name,
                    )
                )

    def _get_moving(self, line):
        """Return how much of a line the busiest step of its route still moves."""
        steps = {}
        for move in line.move_ids:
            if move.state not in ("done", "cancel"):
                step = move.picking_type_id
                steps[step] = steps.get(step, 0.0) + move.product_qty
        moving = max(steps.values(), default=0.0)
        return line.product_id.uom_id._compute_quantity(moving, line.product_uom_id)
