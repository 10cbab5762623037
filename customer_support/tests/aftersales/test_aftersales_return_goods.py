from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestAftersalesReturnGoods(ReturnCommon):
    """The warehouse's documents move the return, and the inspection the goods."""

    # -- Transfers ------------------------------------------------------------------
    def test_receipt_moves_the_return_and_what_was_delivered(self):
        asked = self._come_back(2)
        self.assertEqual(asked.state, "received")
        self.assertEqual(asked.line_ids.received_quantity, 2)
        self.assertEqual(self.line.qty_delivered, 1)
        self.assertEqual(self._get_stock(), 2)
        self.assertEqual(self.line._get_returnable_quantities()[self.line], 1)

    def test_part_that_came_waits_for_the_rest(self):
        asked = self._approve(3)
        self._receive(asked, 1)
        self.assertEqual(asked.state, "approved")
        self.assertEqual(asked.transfer_words, "A part is here, the rest is expected")
        self.assertEqual(self.line._get_returnable_quantities()[self.line], 0)
        self._receive(asked)
        self.assertEqual(asked.state, "received")
        self.assertEqual(asked.line_ids.received_quantity, 3)

    def test_rest_that_will_not_come_ends_the_waiting(self):
        asked = self._approve(3)
        self._receive(asked, 1, cancel_rest=True)
        self.assertEqual(asked.state, "received")
        self.assertEqual(asked.line_ids.received_quantity, 1)
        self.assertEqual(self.line._get_returnable_quantities()[self.line], 2)

    def test_transfer_cancelled_in_the_warehouse_is_seen_and_made_again(self):
        asked = self._approve(2)
        asked.sudo().picking_ids.action_cancel()
        self.assertEqual(asked.transfer_words, "Cancelled in the warehouse")
        self.assertEqual(asked.activity_ids.user_id, self.agent)
        asked.action_expect_again()
        self._receive(asked)
        self.assertEqual((asked.state, self._get_stock()), ("received", 2))

    def test_transfers_are_not_made_twice(self):
        asked = self._approve(2).sudo()
        asked._create_transfers()
        self.assertEqual(len(asked.picking_ids), 1)

    def test_cancelled_return_is_not_expected(self):
        asked = self._approve(2)
        asked.action_cancel()
        self.assertEqual(asked.sudo().picking_ids.state, "cancel")

    def test_what_is_here_is_not_cancelled(self):
        asked = self._approve(3)
        self._receive(asked, 1)
        with self.assertRaises(UserError):
            asked.action_cancel()

    def test_return_that_the_warehouse_made_by_itself_counts(self):
        asked = self._approve(2)
        self._return_by_hand(self.order, 2)
        self.assertEqual(asked.state, "received")
        states = asked.sudo().picking_ids.mapped("state")
        self.assertEqual(sorted(states), ["cancel", "done"])
        self.assertEqual(self.line.qty_delivered, 1)

    def test_goods_that_came_before_the_approval_count(self):
        asked = self._ask_return(2)
        self._return_by_hand(self.order, 2)
        self.assertEqual(asked.state, "received")

    def test_part_that_the_warehouse_took_by_itself_lessens_what_is_expected(self):
        asked = self._approve(3)
        self._return_by_hand(self.order, 1)
        self.assertEqual(asked.state, "approved")
        moves = asked.sudo()._get_open_moves()
        self.assertEqual(sum(moves.mapped("product_uom_qty")), 2)

    def test_return_of_the_warehouse_that_nobody_asked_for_is_left_alone(self):
        picking = self._return_by_hand(self.order, 1)
        self.assertFalse(picking.move_ids.support_return_line_id)

    def test_two_deliveries_are_returned_from_both(self):
        order = self._sell(4, deliver=False)
        self._ship(order, 3)
        self._ship(order)
        asked = self._approve(4, line=order.order_line)
        quantities = asked.sudo().picking_ids.move_ids.mapped("product_uom_qty")
        self.assertEqual(sorted(quantities), [1, 3])

    def test_several_steps_come_back_from_the_customer(self):
        self.order.warehouse_id.delivery_steps = "pick_ship"
        order = self._sell(2)
        asked = self._come_back(2, line=order.order_line)
        self.assertEqual(asked.state, "received")
        self.assertEqual(asked.sudo().picking_ids[:1].location_id.usage, "customer")
        self.assertEqual(order.order_line.qty_delivered, 0)

    def test_unit_of_the_order_is_not_the_unit_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._create_order(
            order_line=[
                Command.create(
                    {
                        "product_id": self.lamp.id,
                        "product_uom_qty": 2,
                        "product_uom_id": dozen.id,
                    }
                )
            ]
        )
        self.shop["stock.quant"]._update_available_quantity(
            self.lamp, order.warehouse_id.lot_stock_id, 24
        )
        self._ship(order)
        before = self._get_stock()
        asked = self._come_back(1, line=order.order_line)
        self.assertEqual(asked.line_ids.received_quantity, 1)
        self.assertEqual(self._get_stock() - before, 12)

    def test_serials_that_came_back_are_on_the_line(self):
        clock = self.shop["product.product"].create(
            {
                "name": "Clock",
                "type": "consu",
                "is_storable": True,
                "tracking": "serial",
                "support_warranty_months": 24,
            }
        )
        order = self._sell(1, clock, deliver=False)
        serial = self.shop["stock.lot"].create({"name": "SN1", "product_id": clock.id})
        self.shop["stock.quant"]._update_available_quantity(
            clock, order.warehouse_id.lot_stock_id, 1, lot_id=serial
        )
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids._action_done()
        asked = self._approve(1, line=order.order_line)
        self.assertEqual(asked.line_ids.lot_names, "SN1")
        self.assertTrue(asked.line_ids.warranty_end)
        move = asked.sudo().picking_ids.move_ids
        move.lot_ids = serial
        move.picked = True
        move.picking_id._action_done()
        self._inspect(asked, (1, "scrap"))
        scrap = asked.inspection_ids.sudo().scrap_ids
        self.assertEqual((scrap.lot_id, scrap.state), (serial, "done"))

    # -- Inspection -----------------------------------------------------------------
    def test_grades_put_the_goods_where_they_belong(self):
        asked = self._come_back(3)
        self._inspect(asked, (1, "restock"), (1, "scrap"), (1, "missing"))
        self.assertEqual(asked.state, "inspected")
        self.assertEqual(self._get_stock(), 1)
        accepted = asked.line_ids.sudo()._get_accepted_quantity()
        self.assertEqual(accepted, 2, "what is missing is not given back")

    def test_refurbished_goods_stay_ours_and_return_by_an_ordinary_transfer(self):
        stock = self.order.warehouse_id.lot_stock_id
        workshop = self.shop["stock.location"].create(
            {
                "name": "Workshop",
                "location_id": self.order.warehouse_id.view_location_id.id,
                "company_id": self.company.id,
            }
        )
        asked = self._come_back(1)
        with self.assertRaisesRegex(UserError, "refurbished"):
            self._inspect(asked, (1, "refurbish"))
        self.company.support_refurbish_location_id = workshop
        asked.action_finish_inspection()
        self.assertEqual((self._get_stock(workshop), self._get_stock()), (1, 0))
        operation = self.order.warehouse_id.int_type_id
        picking = self.shop["stock.picking"].create(
            {
                "picking_type_id": operation.id,
                "location_id": workshop.id,
                "location_dest_id": stock.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.lamp.id,
                            "product_uom_qty": 1,
                            "location_id": workshop.id,
                            "location_dest_id": stock.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.action_assign()
        picking.button_validate()
        self.assertEqual((self._get_stock(workshop), self._get_stock()), (0, 1))

    def test_inspection_accounts_for_everything_that_came(self):
        asked = self._come_back(2)
        with self.assertRaisesRegex(UserError, "2 came back"):
            self._inspect(asked, (1, "restock"))

    def test_all_as_new_is_one_click(self):
        asked = self._come_back(2)
        asked.action_inspect_as_new()
        asked.action_finish_inspection()
        self.assertEqual(asked.line_ids.sudo()._get_accepted_quantity(), 2)

    def test_reason_that_needs_no_inspection_accepts_what_came(self):
        self.reason.inspection_required = False
        asked = self._come_back(2)
        self.assertEqual(asked.state, "inspected")
        self.assertEqual(asked.line_ids.sudo()._get_accepted_quantity(), 2)

    def test_findings_are_not_changed_afterwards_nor_made_before(self):
        asked = self._approve(1)
        early = {
            "return_id": asked.id,
            "line_id": asked.line_ids.id,
            "quantity": 1,
        }
        inspections = self.env["support.return.inspection"].with_user(self.agent)
        with self.assertRaises(AccessError):
            inspections.create(early)
        self._receive(asked)
        self._inspect(asked, (1, "scrap"))
        for act in (
            lambda: asked.inspection_ids.write({"is_accepted": False}),
            asked.inspection_ids.unlink,
        ):
            with self.assertRaises(AccessError):
                act()

    def test_what_the_product_writes_of_an_inspection_is_not_written_by_people(self):
        asked = self._come_back(1)
        asked.action_inspect_as_new()
        values = {"applied_date": "2026-01-01 00:00:00"}
        with self.assertRaises(AccessError):
            asked.inspection_ids.write(values)
        finding = {
            "return_id": asked.id,
            "line_id": asked.line_ids.id,
            "quantity": 1,
        }
        inspections = self.env["support.return.inspection"].with_user(self.agent)
        with self.assertRaises(AccessError):
            inspections.create({**finding, **values})
        default = inspections.with_context(default_applied_date="2026-01-01 00:00:00")
        self.assertFalse(default.create(finding).applied_date)

    def test_photos_of_an_inspection_are_seen_by_colleagues(self):
        asked = self._come_back(1)
        photo = (
            self.env["ir.attachment"]
            .with_user(self.agent)
            .create(
                {
                    "name": "scratch.png",
                    "raw": b"photo",
                    "res_model": "support.return.inspection",
                }
            )
        )
        asked.action_inspect_as_new()
        asked.inspection_ids.photo_ids = photo
        self.assertEqual(photo.with_user(self.manager).raw, b"photo")

    def test_file_of_somebody_else_does_not_become_a_photo(self):
        asked = self._come_back(1)
        secret = self.env["ir.attachment"].create(
            {"name": "salaries.pdf", "raw": b"secret"}
        )
        asked.action_inspect_as_new()
        with self.assertRaises(AccessError):
            asked.inspection_ids.photo_ids = secret
