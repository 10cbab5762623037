from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .refund_common import RefundCommon
from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestAftersalesReturnResolving(ReturnCommon, RefundCommon):
    """The same again, something else, or the money: once for what was accepted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payment = cls._pay(cls.order)
        cls.bill = cls._invoice(cls.order)
        cls.chair = cls.shop["product.product"].create(
            {"name": "Chair", "list_price": 100, "is_storable": True, "taxes_id": False}
        )

    def _stock(self, product, quantity=5):
        self.shop["stock.quant"]._update_available_quantity(
            product, self.order.warehouse_id.lot_stock_id, quantity
        )

    def _inspected(self, quantity=1, outcome=False):
        asked = self._come_back(quantity, outcome=outcome)
        self._inspect(asked, (quantity, "scrap"))
        return asked

    def _exchange(self, asked, product=None, quantity=1, user=None):
        action = asked.action_exchange()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(user or self.agent)
            .with_context(**action["context"])
        )
        with dialog.line_ids.new() as line:
            line.product_id = product or self.chair
            line.quantity = quantity
        self.words = dialog.difference_words
        dialog.save().action_exchange()
        return asked.sudo().resolution_ids

    def _deliver(self, order):
        for picking in order.picking_ids:
            picking.move_ids.picked = True
            picking._action_done()

    # -- Replacement ----------------------------------------------------------------
    def test_replacement_is_reserved_and_ends_with_its_delivery(self):
        self._stock(self.lamp)
        asked = self._inspected(2)
        self.assertTrue(asked.activity_ids)
        asked.action_replace()
        self.assertFalse(asked.activity_ids, "it has been decided")
        decision = asked.sudo().resolution_ids
        order = decision.replacement_order_id
        self.assertEqual((decision.state, decision.user_id), ("running", self.agent))
        self.assertEqual((order.amount_total, order.order_line.product_uom_qty), (0, 2))
        self.assertEqual(asked.state, "inspected")
        self._deliver(order)
        self.assertEqual((decision.state, asked.state), ("done", "resolved"))

    def test_what_nobody_had_to_approve_is_replaced_by_itself(self):
        self._stock(self.lamp)
        self._allow_automatically()
        self.reason.inspection_required = False
        asked = self._ask_return(1, outcome="replacement")
        self._receive(asked)
        decision = asked.sudo().resolution_ids
        self.assertEqual((decision.kind, decision.state), ("replacement", "running"))
        self.assertFalse(decision.user_id)
        self._deliver(decision.replacement_order_id)
        self.assertEqual(asked.state, "closed")

    def test_what_is_not_in_stock_is_not_promised_and_refunded_instead(self):
        asked = self._inspected(1)
        asked.action_replace()
        decision = asked.sudo().resolution_ids
        self.assertEqual(decision.state, "failed")
        self.assertIn("Not everything is in stock", decision.failure)
        self.assertTrue(asked.activity_ids)
        self.assertFalse(asked.can_be_refunded, "first one, then the other")
        decision.with_user(self.agent).action_cancel()
        asked.action_refund()
        self.assertEqual(len(asked.refund_ids), 1)

    def test_only_what_was_accepted_is_replaced(self):
        self._stock(self.lamp)
        asked = self._come_back(3)
        self._inspect(asked, (1, "restock"), (2, "missing"))
        asked.action_replace()
        order = asked.sudo().resolution_ids.replacement_order_id
        self.assertEqual(order.order_line.product_uom_qty, 1)

    def test_one_decision_for_what_came_back(self):
        self._stock(self.lamp)
        asked = self._inspected(1)
        asked.action_replace()
        for act in (asked.action_replace, asked.action_refund, asked.action_exchange):
            with self.assertRaises(UserError):
                act()

    # -- Exchange -------------------------------------------------------------------
    def test_same_price_moves_no_money(self):
        self._stock(self.chair)
        asked = self._inspected(1)
        decision = self._exchange(asked)
        self._run()
        refund = asked.refund_ids
        self.assertEqual(self.words, "Nobody pays anything.")
        self.assertEqual((refund.state, refund.amount), ("done", 0))
        self.assertEqual(decision.exchange_order_id.state, "sale")
        self.assertFalse(decision.exchange_order_id.invoice_ids.amount_residual)
        self.assertEqual(self.payment._get_support_refundable(), 300)
        self.assertEqual(asked.state, "inspected", "the chair has not left yet")
        self._deliver(decision.exchange_order_id)
        self.assertEqual(asked.state, "resolved")

    def test_cheaper_goods_give_the_difference_back(self):
        self._let_provider("done")
        self.chair.list_price = 70
        self._stock(self.chair)
        asked = self._inspected(2)
        self._exchange(asked, quantity=2)
        self._run()
        self.assertIn("60.00", self.words)
        self.assertEqual(
            (asked.refund_ids.state, asked.refund_ids.amount), ("done", 60)
        )
        self.assertEqual(self.payment._get_support_refundable(), 240)

    def test_dearer_goods_leave_the_difference_open(self):
        self.chair.list_price = 130
        self._stock(self.chair)
        asked = self._inspected(1)
        decision = self._exchange(asked)
        self._run()
        self.assertIn("The customer pays", self.words)
        invoice = decision.exchange_order_id.invoice_ids
        self.assertEqual((invoice.amount_total, invoice.amount_residual), (130, 30))
        self.assertEqual(asked.refund_ids.state, "done")

    def test_taxes_of_both_sides_are_exact(self):
        tax = self.env["account.tax"].create(
            {
                "name": "VAT 22",
                "amount": 22,
                "price_include_override": "tax_excluded",
                "company_id": self.company.id,
                "country_id": self.company.account_fiscal_country_id.id,
            }
        )
        self.chair.write({"list_price": 81.97, "taxes_id": [Command.set(tax.ids)]})
        self._stock(self.chair)
        asked = self._inspected(1)
        decision = self._exchange(asked)
        self._run()
        invoice = decision.exchange_order_id.invoice_ids
        self.assertEqual((invoice.amount_tax, invoice.amount_total), (18.03, 100))
        self.assertFalse(invoice.amount_residual)

    def test_exchange_of_what_is_not_there_changes_nothing(self):
        asked = self._inspected(1)
        decision = self._exchange(asked)
        self.assertEqual(decision.state, "failed")
        self.assertEqual(decision.exchange_order_id.state, "draft")
        self.assertFalse(asked.refund_ids)
        self._stock(self.chair)
        decision.with_user(self.agent).action_run()
        self.assertEqual(decision.state, "running")
        self.assertEqual(len(asked.refund_ids), 1)

    def test_exchange_that_is_called_off_leaves_no_quotation(self):
        decision = self._exchange(self._inspected(1))
        decision.with_user(self.agent).action_cancel()
        self.assertEqual(decision.exchange_order_id.state, "cancel")

    def test_exchange_starts_from_a_return(self):
        with self.assertRaisesRegex(UserError, "Take the goods back"):
            self.env["support.resolution"].with_user(self.agent).create(
                {
                    "ticket_id": self.ticket.id,
                    "kind": "exchange",
                    "order_id": self.order.id,
                    "line_ids": [
                        Command.create({"sale_line_id": self.line.id, "quantity": 1})
                    ],
                }
            )

    def test_agent_of_another_team_exchanges_nothing(self):
        asked = self._inspected(1)
        stranger = self._create_user("stranger", "agent_own")
        with self.assertRaises(AccessError):
            self.env["support.return.exchange"].with_user(stranger).create(
                {
                    "return_id": asked.id,
                    "line_ids": [Command.create({"product_id": self.chair.id})],
                }
            ).action_exchange()

    # -- Kept -----------------------------------------------------------------------
    def test_what_the_customer_keeps_is_refunded_and_that_is_all(self):
        self._let_provider("done")
        self._allow_automatically()
        asked = self._ask_return(1, outcome="keep_item")
        self._run()
        self.assertEqual(
            (asked.refund_ids.state, asked.refund_ids.amount), ("done", 100)
        )
        self.assertEqual(asked.state, "closed")
        self.assertFalse(asked.sudo().picking_ids)

    def test_somebody_is_asked_about_what_he_had_to_approve(self):
        asked = self._ask_return(1, outcome="refund")
        asked.action_leave_with_customer()
        self.assertTrue(asked.activity_ids)
        asked.action_refund()
        self.assertEqual(asked.refund_ids.amount, 100)
