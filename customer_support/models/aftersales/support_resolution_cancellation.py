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
        """Cancel the order, or the part of it that is not shipped.

        :raise UserError: it is paid or invoiced, or the warehouse is past it
        """
        if not self.cancelled_order_id:
            self._ensure_quantities()
            self._ensure_no_money()
            if self._is_whole_order():
                # Locked orders are closed to editors, not to this decision.
                self.order_id._action_cancel()
            else:
                self._decrease_order()
            self._ensure_nothing_moves()
            self.cancelled_order_id = self.order_id
        return "done"

    def _ensure_no_money(self):
        """Refuse what is paid or invoiced: its money has to go back first."""
        open_states = ("pending", "authorized", "done")
        is_paid = self.order_id.transaction_ids.filtered(
            lambda transaction: transaction.state in open_states
        )
        quantities = self._get_quantities()
        is_invoiced = any(
            line.product_uom_id.compare(
                line.qty_invoiced, line.product_uom_qty - quantity
            )
            > 0
            for line, quantity in quantities.items()
        )
        has_down_payment = any(self.order_id.order_line.mapped("is_downpayment"))
        if is_paid or is_invoiced or has_down_payment:
            raise UserError(
                self.env._("It is paid or invoiced: the money has to go back first.")
            )

    def _is_whole_order(self):
        quantities = self._get_quantities()
        return all(
            line.product_uom_id.compare(quantities.get(line, 0.0), line.product_uom_qty)
            >= 0
            for line in self.order_id.order_line.filtered(
                lambda line: not line.display_type
            )
        )

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
