from odoo import models


class SupportReturnSource(models.AbstractModel):
    """Which delivered goods of an order line can come back, and by which moves."""

    _name = "support.return.source"
    _description = "Goods of an Order Line That Can Come Back"

    def _filter_goods(self):
        """Return the lines of goods: nothing else can come back."""
        return self.filtered(
            lambda line: (
                line.product_id.type == "consu"
                and not (line.display_type or line.is_downpayment)
            )
        )

    def _lock_for_return(self):
        """Let nobody else ask for the same goods until this transaction ends.

        A mere lock would let a request that began before the other one ended count what
        was there before. A row that changed sends it back to begin again.
        """
        self.env["sale.order.line"].flush_model()
        self.env.cr.execute(
            "UPDATE sale_order_line SET id = id WHERE id IN "
            "(SELECT id FROM sale_order_line WHERE id IN %s ORDER BY id FOR UPDATE)",
            (tuple(self.ids) or (0,),),
            # The one who waited is told by an error, and runs again: no news.
            log_exceptions=False,
        )

    def _get_parts_per_unit(self):
        """Return what left the warehouse for one unit of the line.

        :return: {product: quantity in the unit of the product}; several for a kit
        """
        self.ensure_one()
        sent, back = {}, {}
        for move in self.move_ids.filtered(lambda move: move.state == "done"):
            if move.location_dest_id.usage == "customer":
                side = sent
            elif move.location_id.usage == "customer" and move.to_refund:
                side = back
            else:
                continue
            quantity = move._get_support_quantity()
            side[move.product_id] = side.get(move.product_id, 0.0) + quantity
        if self.product_id in sent:
            unit = self.product_id.uom_id
            one = self.product_uom_id._compute_quantity(1.0, unit, round=False)
            return {self.product_id: one}
        if not self.qty_delivered:
            return {}
        return {
            product: (quantity - back.get(product, 0.0)) / self.qty_delivered
            for product, quantity in sent.items()
        }

    def _find_return_moves(self, parts, quantity, used):
        """Find the deliveries that so much of the line came with, the oldest first.

        :param parts: as from ``_get_parts_per_unit``
        :param float quantity: in the unit of the line
        :param dict used: {move: quantity that is taken already}, added to
        :return: {move: quantity in the unit of the move}; less if less is out there
        """
        self.ensure_one()
        delivered = self.move_ids.filtered(
            lambda move: (
                move.state == "done" and move.location_dest_id.usage == "customer"
            )
        )
        found = {}
        for product, per_unit in parts.items():
            missing = quantity * per_unit
            moves = delivered.filtered(lambda move, p=product: move.product_id == p)
            for move in moves.sorted(lambda move: (move.date, move.id)):
                left = move._get_support_quantity_out() - used.get(move, 0.0)
                taken = min(missing, max(left, 0.0))
                if product.uom_id.is_zero(taken):
                    continue
                used[move] = used.get(move, 0.0) + taken
                missing -= taken
                found[move] = product.uom_id._compute_quantity(taken, move.product_uom)
        return found
