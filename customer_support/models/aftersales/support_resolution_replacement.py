from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class SupportResolutionReplacement(models.AbstractModel):
    """The same goods again: an order at price zero, promised only if they are there."""

    _name = "support.resolution.replacement"
    _description = "Replacement as Resolution"

    replacement_order_id = fields.Many2one(
        "sale.order", "Replacement", readonly=True, index="btree_not_null"
    )

    def _get_replaceable_quantities(self, lines):
        """Return what was delivered and is not replaced by another decision."""
        groups = self.env["support.resolution.line"]._read_group(
            [
                ("sale_line_id", "in", lines.ids),
                ("resolution_id.kind", "=", "replacement"),
                ("resolution_id.state", "in", ("running", "done")),
            ],
            ["sale_line_id"],
            ["quantity:sum"],
        )
        replaced = {line.id: quantity for line, quantity in groups}
        return {line: line.qty_delivered - replaced.get(line.id, 0.0) for line in lines}

    def _do_replacement(self):
        """Order the goods again, reserve them, and promise the date of the transfer.

        :raise UserError: not everything can be reserved; nothing is ordered then
        """
        if not self.replacement_order_id:
            self._ensure_quantities()
            order = self.env["sale.order"].create(self._prepare_replacement_vals())
            order.action_confirm()
            self._ensure_reserved(order)
            self.replacement_order_id = order
            self._promise_delivery(order)
        return "running"

    def _prepare_replacement_vals(self):
        order = self.order_id
        return {
            "company_id": order.company_id.id,
            "partner_id": order.partner_id.id,
            "partner_shipping_id": order.partner_shipping_id.id,
            "partner_invoice_id": order.partner_invoice_id.id,
            "warehouse_id": order.warehouse_id.id,
            "pricelist_id": order.pricelist_id.id,
            "origin": f"{order.name}, {self.ticket_id.number}",
            "order_line": [
                Command.create(self._prepare_replacement_line_vals(line, quantity))
                for line, quantity in self._get_quantities().items()
            ],
        }

    def _prepare_replacement_line_vals(self, line, quantity):
        """Return a line that moves goods and no money: there is nothing to tax."""
        return {
            "product_id": line.product_id.id,
            "name": line.name,
            "product_uom_qty": quantity,
            "product_uom_id": line.product_uom_id.id,
            "price_unit": 0.0,
            "discount": 0.0,
            "tax_ids": [Command.clear()],
        }

    def _ensure_reserved(self, order):
        order.picking_ids.action_assign()
        # Later steps of a route wait for the first one, which holds the goods.
        moves = order.order_line.move_ids.filtered(lambda move: not move.move_orig_ids)
        covered = all(line.move_ids for line in order.order_line)
        if not covered or any(move.state != "assigned" for move in moves):
            raise UserError(
                self.env._("Not everything is in stock: no replacement is promised.")
            )

    def _promise_delivery(self, order):
        """Give the customer the date that the reserved transfer says."""
        picking = order.picking_ids.sorted("scheduled_date")[-1:]
        # What could leave at once is still packed by people.
        earliest = fields.Datetime.now() + timedelta(days=1)
        self.ticket_id._make_promise(
            "delivery",
            max(picking.scheduled_date, earliest),
            self.env._("Your replacement is on its way"),
            sale_order_id=order.id,
        )

    def _on_transfers_done(self, pickings):
        """Finish what was delivered, and let the agent ask whether all is well."""
        orders = pickings.filtered(
            lambda picking: (
                picking.state == "done" and picking.picking_type_code == "outgoing"
            )
        ).sale_id
        if not orders:
            return
        for resolution in self._find_running(orders):
            if resolution._is_delivered():
                resolution._set_state("done")
                resolution._on_replacement_delivered()

    def _on_replacement_delivered(self):
        """React to goods that the customer has now. Hook: call ``super()``."""
        self._plan_check_back()

    def _on_orders_cancelled(self, orders):
        """Call off what will not be sent, and what was promised of it."""
        for resolution in self._find_running(orders):
            resolution._set_state("cancelled")
            sent = resolution._get_sent_order()
            resolution.ticket_id.promise_ids.filtered(
                lambda promise, order=sent: promise.sale_order_id == order
            )._set_cancelled(fields.Datetime.now())

    def _find_running(self, orders):
        """Return the decisions that these orders carry out."""
        return self.search(
            [
                ("state", "=", "running"),
                "|",
                ("replacement_order_id", "in", orders.ids),
                ("exchange_order_id", "in", orders.ids),
            ]
        )

    def _is_delivered(self):
        return all(
            line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) >= 0
            for line in self._get_sent_order().order_line
        )

    def _plan_check_back(self):
        ticket = self.ticket_id
        ticket.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._(
                "Is the customer content with replacement %(order)s?",
                order=self._get_sent_order().name,
            ),
            user_id=(ticket.user_id or self.user_id).id,
        )
