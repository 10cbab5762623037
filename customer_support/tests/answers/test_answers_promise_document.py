from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestAnswersPromiseDocument(PromiseCommon):
    """Dates outside our control are promised as documents say them, and checked."""

    def setUp(self):
        super().setUp()
        self.order = self._create_order()
        self._plan(self.order, hours=48)
        self.ticket = self._create_ticket(
            user_id=self.agent.id, sale_order_id=self.order.id
        )

    def _promise_delivery(self, hours=72, **values):
        values = values or {"sale_order_id": self.order.id}
        return self._promise(self.ticket, "delivery", hours, **values)

    # -- Refused, or confirmed ------------------------------------------------------
    def test_carriers_and_suppliers_are_not_promised_without_a_document(self):
        for kind in ("delivery", "restock"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "outside"):
                self._promise(self.ticket, kind)

    def test_earlier_than_the_document_is_refused_and_names_it(self):
        with self.assertRaisesRegex(UserError, f"{self.order.name} says"):
            self._promise_delivery(hours=47)
        self.assertTrue(self._promise_delivery(hours=48))

    def test_cancelled_transfer_confirms_nothing(self):
        self.order.picking_ids.action_cancel()
        with self.assertRaisesRegex(UserError, "confirms no date"):
            self._promise_delivery()
        with self.assertRaisesRegex(UserError, "confirms no date"):
            self._promise_delivery(picking_id=self.order.picking_ids.id)

    def test_confirmed_date_shows_its_source(self):
        promise = self._promise_delivery()
        self.assertIn(self.order.name, promise.source)
        self.assertEqual(promise.document_date, self._in(48))

    def test_what_is_in_our_hands_needs_no_document(self):
        self.assertFalse(self._promise(self.ticket, "refund").source)

    def test_receipt_confirms_goods_for_those_who_may_read_it(self):
        receipt = self.env["stock.picking"].create(
            {
                "picking_type_id": self.order.warehouse_id.in_type_id.id,
                "company_id": self.company.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.lamp.id,
                            "product_uom_qty": 5,
                            "company_id": self.company.id,
                            "location_id": self.env.ref(
                                "stock.stock_location_suppliers"
                            ).id,
                            "location_dest_id": self.order.warehouse_id.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        receipt.action_confirm()
        receipt.scheduled_date = self._in(24)
        values = {"kind": "restock", "hours": 30, "picking_id": receipt.id}
        with self.assertRaises(AccessError):
            self._promise(self.ticket, **values)
        self.agent.group_ids |= self.env.ref("stock.group_stock_user")
        promise = self._promise(self.ticket, **values)
        self.assertIn(receipt.name, promise.source)
        [text] = self.ticket.sudo()._portal_get_promises("UTC")
        self.assertNotIn(receipt.name, text)

    def test_documents_of_somebody_else_are_refused(self):
        order = self._create_order(self.other_customer)
        invoice = self._invoice(order)
        for values in (
            {"sale_order_id": order.id},
            {"picking_id": order.picking_ids.id},
            {"move_id": invoice.id},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self._promise(self.ticket, "other", **values)

    # -- Kept -----------------------------------------------------------------------
    def test_delivery_keeps_it_whoever_ships(self):
        by_order = self._promise_delivery()
        by_picking = self._promise_delivery(picking_id=self.order.picking_ids.id)
        self._wait(hours=50)
        self._deliver(self.order)
        self.assertEqual(by_order.verdict, "kept")
        self.assertEqual(by_picking.verdict, "kept")
        self.assertEqual(by_picking.kept_date, self.order.picking_ids.date_done)

    def test_late_delivery_breaks_it(self):
        promise = self._promise_delivery()
        self._wait(hours=73)
        self._deliver(self.order)
        self.assertEqual(promise.verdict, "broken")

    def test_rest_of_the_delivery_is_still_promised(self):
        order = self._create_order(
            order_line=[
                Command.create({"product_id": self.lamp.id, "product_uom_qty": 2})
            ]
        )
        first = order.picking_ids
        self._plan(order, hours=48)
        promise = self._promise_delivery(picking_id=first.id)
        first.move_ids.write({"quantity": 1, "picked": True})
        first._action_done()
        rest = order.picking_ids - first
        self.assertEqual((promise.verdict, promise.picking_id), ("open", rest))
        rest.move_ids.write({"quantity": 1, "picked": True})
        rest._action_done()
        self.assertEqual(promise.verdict, "kept")

    def test_refund_is_kept_when_the_money_moves(self):
        invoice = self._invoice(self.order)
        self._register_payment(invoice)
        note = invoice._reverse_moves([{"invoice_date": self._in(0).date()}])
        promise = self._promise(self.ticket, "refund", move_id=note.id)
        note.action_post()
        self.assertEqual(promise.verdict, "open")
        self._register_payment(note)
        self.assertEqual(promise.verdict, "kept")

    # -- The document says later ----------------------------------------------------
    def test_postponed_transfer_tells_the_owner_once(self):
        promise = self._promise_delivery()
        self._plan(self.order, hours=60)
        self.assertFalse(promise.activity_id)
        self._plan(self.order, hours=96)
        promise.invalidate_recordset()
        self.assertTrue(promise.is_contradicted)
        self.assertEqual(promise.sudo().activity_id.user_id, self.agent)
        self.assertIn("now planned for", promise.sudo().activity_id.summary)
        self._plan(self.order, hours=100)
        self.assertEqual(len(self.ticket.activity_ids), 1)

    def test_kept_promise_is_no_longer_contradicted(self):
        promise = self._promise_delivery()
        self._plan(self.order, hours=96)
        self._deliver(self.order)
        promise.invalidate_recordset()
        self.assertFalse(promise.is_contradicted)
        self.assertFalse(self.ticket.activity_ids)
