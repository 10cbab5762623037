from odoo.tests import Form, tagged

from .resolution_common import ResolutionCommon


@tagged("post_install", "-at_install")
class TestAftersalesResolutionGoods(ResolutionCommon):
    """Replacements and cancellations are the ERP's own orders and transfers."""

    def _receive(self):
        """Let the customer have the ordered lamp."""
        self._stock(1)
        self.order.picking_ids.action_assign()
        self._deliver(self.order)

    def _order_and_receive(self, quantity):
        order = self._create_order()
        order.order_line.product_uom_qty = quantity
        self._stock(quantity)
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.write({"quantity": quantity, "picked": True})
        order.picking_ids.button_validate()
        return order, order.order_line

    # -- Replacement ----------------------------------------------------------------
    def test_replacement_is_reserved_free_and_promised(self):
        self._receive()
        self._stock(1)
        decision = self._resolve("replacement", 1)
        order = decision.sudo().replacement_order_id
        self.assertEqual((decision.state, decision.failure), ("running", False))
        self.assertEqual((order.state, order.amount_total), ("sale", 0.0))
        self.assertEqual(order.picking_ids.state, "assigned")
        self.assertEqual(self.ticket.promise_ids.sale_order_id, order)

    def test_last_piece_is_promised_to_one_customer(self):
        self.order, self.line = self._order_and_receive(2)
        self._stock(1)
        first, second = (self._resolve("replacement", 1) for _again in range(2))
        self.assertEqual((first.state, second.state), ("running", "failed"))
        self.assertEqual(len(self.ticket.promise_ids), 1)

    def test_replacement_out_of_stock_leaves_nothing_behind(self):
        self._receive()
        decision = self._resolve("replacement", 1)
        self.assertEqual(decision.state, "failed")
        self.assertIn("stock", decision.failure)
        self.assertFalse(decision.sudo().replacement_order_id)
        self.assertFalse(self.ticket.promise_ids)

    def test_failed_replacement_is_carried_out_when_stock_arrived(self):
        self._receive()
        decision = self._resolve("replacement", 1)
        self._stock(1)
        decision.action_run()
        self.assertEqual(decision.state, "running")

    def test_replacement_run_again_makes_no_second_order(self):
        self._receive()
        self._stock(5)
        decision = self._resolve("replacement", 1)
        order = decision.sudo().replacement_order_id
        decision.action_run()
        self.assertEqual(decision.sudo().replacement_order_id, order)
        self.assertEqual(self._resolve("replacement", 1).state, "failed")

    def test_what_was_not_delivered_is_not_replaced(self):
        self._stock(5)
        decision = self._resolve("replacement", 1)
        self.assertIn("0.0 is possible", decision.failure)

    def test_delivered_replacement_ends_and_asks_the_agent_to_check_back(self):
        self._receive()
        self._stock(1)
        decision = self._resolve("replacement", 1)
        self._deliver(decision.sudo().replacement_order_id)
        self.assertEqual(decision.state, "done")
        activity = self.ticket.activity_ids.filtered(
            lambda todo: "content" in (todo.summary or "")
        )
        self.assertEqual(activity.user_id, self.agent)
        self.assertEqual(self.ticket.promise_ids.verdict, "kept")

    def test_cancelled_replacement_order_calls_off_decision_and_promise(self):
        self._receive()
        self._stock(1)
        decision = self._resolve("replacement", 1)
        decision.sudo().replacement_order_id._action_cancel()
        self.assertEqual(decision.state, "cancelled")
        self.assertEqual(self.ticket.promise_ids.verdict, "cancelled")

    # -- Cancellation ---------------------------------------------------------------
    def test_locked_order_is_cancelled_with_its_transfers(self):
        self.order.locked = True
        decision = self._resolve("cancellation", 1)
        self.assertEqual((decision.state, decision.failure), ("done", False))
        self.assertEqual(self.order.state, "cancel")
        self.assertEqual(self.order.picking_ids.state, "cancel")

    def test_part_of_an_order_is_taken_off_and_its_transfer_moves_less(self):
        self.line.product_uom_qty = 3
        self.order.locked = True
        decision = self._resolve("cancellation", 2)
        self.assertEqual((decision.state, decision.failure), ("done", False))
        self.assertEqual((self.order.state, self.line.product_uom_qty), ("sale", 1))
        self.assertTrue(self.order.locked)
        moves = self.line.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(sum(moves.mapped("product_qty")), 1)

    def test_rest_of_several_steps_is_cancelled(self):
        self.order.warehouse_id.delivery_steps = "pick_ship"
        order = self._create_order()
        order.order_line.product_uom_qty = 3
        self.order, self.line = order, order.order_line
        decision = self._resolve("cancellation", 2)
        self.assertEqual((decision.state, decision.failure), ("done", False))
        moves = self.line.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(set(moves.mapped("product_qty")), {1})

    def test_shipped_goods_are_not_cancelled(self):
        self._receive()
        self.assertEqual(self._resolve("cancellation", 1).state, "failed")
        self.assertEqual(self.order.state, "sale")

    # -- Dialog ---------------------------------------------------------------------
    def test_dialog_proposes_what_is_possible(self):
        self._receive()
        action = self.ticket.with_user(self.agent).action_resolve()
        decisions = self.env["support.resolution"].with_user(self.agent)
        form = Form(decisions.with_context(**action["context"]))
        self.assertEqual(len(form.line_ids), 1)
        form.kind = "cancellation"
        self.assertEqual(len(form.line_ids), 0)
