from odoo.fields import Command
from odoo.tests import tagged

from ..mail.common import MailDoorCommon


@tagged("post_install", "-at_install")
class TestCustomerAcknowledgement(MailDoorCommon):
    """The first mail names the order, to nobody but the customer himself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp = cls.env["product.product"].create(
            {"name": "Desk Lamp", "type": "consu"}
        )
        cls.order = cls._create_order(cls.customer)

    @classmethod
    def _create_order(cls, partner):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "order_line": [Command.create({"product_id": cls.lamp.id})],
            }
        )
        order.action_confirm()
        return order

    def _ask(self, order, result="pass", **values):
        """Ask by mail where an order is; return what the answer says."""
        self._trust_mail_server()
        domain = values.pop("domain", "lindqvist.example")
        self._open_by_mail(
            text=f"Where is {order.name}?",
            Authentication_Results=self._vouch(domain, result),
            **values,
        )
        return self._get_sent()[-1]["body"]

    def test_verified_customer_reads_order_delivery_and_team(self):
        body = self._ask(self.order)
        self.assertIn("Ada Lindqvist", body)
        self.assertIn(f"It is about your order {self.order.name}.", body)
        self.assertIn("It has not left our warehouse yet.", body)
        self.assertIn("Care", body)

    def test_delivery_state_follows_the_transfers(self):
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.button_validate()
        self.assertIn("It has left our warehouse.", self._ask(self.order))

    def test_cancelled_order_is_called_cancelled(self):
        self.order._action_cancel()
        self.assertIn("This order is cancelled.", self._ask(self.order))

    def test_order_named_in_the_subject_is_enough(self):
        body = self._ask(self.env["sale.order"], subject=f"Order {self.order.name}")
        self.assertIn(self.order.name, body)

    def test_forged_sender_learns_no_order(self):
        self.assertNotIn(self.order.name, self._ask(self.order, result="none"))

    def test_without_trusted_mail_server_nobody_learns_an_order(self):
        self._open_by_mail(text=f"Where is {self.order.name}?")
        self.assertNotIn(self.order.name, self._get_sent()[-1]["body"])

    def test_order_of_somebody_else_is_not_named(self):
        order = self._create_order(self.other_customer)
        self.assertNotIn(order.name, self._ask(order))

    def test_stranger_learns_no_order_by_naming_it(self):
        body = self._ask(self.order, sender="eve@else.example", domain="else.example")
        self.assertNotIn(self.order.name, body)

    def test_customer_reads_it_in_his_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.customer.lang = "de_DE"
        asked = []

        def get_words(order):
            asked.append(order.env.lang)
            return ""

        self.patch(
            self.registry["sale.order"], "_get_support_delivery_in_words", get_words
        )
        self._ask(self.order)
        self.assertEqual(asked, ["de_DE"])
