from odoo.fields import Command

from ...models.aftersales.support_return_request import Wish
from ..customer.common import CustomerCommon


class ReturnCommon(CustomerCommon):
    """Ada has three lamps, under a policy that allows everything for 30 days."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp.is_storable = True
        cls.reason = cls.env.ref("customer_support.support_return_reason_changed")
        cls.policy = cls.env["support.return.policy"].create(
            {
                "name": "Everything",
                "sequence": 1,
                "company_id": cls.company.id,
                "version_ids": [
                    Command.create({"allows_keep_item": True, "keep_below": 150})
                ],
            }
        )
        cls.order = cls._sell(3)
        cls.line = cls.order.order_line
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, sale_order_id=cls.order.id
        )

    @classmethod
    def _sell(cls, quantity=1, product=None, partner=None, deliver=True):
        """Let a customer have something that is in stock."""
        product = product or cls.lamp
        order = cls._create_order(
            partner=partner,
            order_line=[
                Command.create({"product_id": product.id, "product_uom_qty": quantity})
            ],
        )
        if deliver:
            cls._ship(order)
        return order

    @classmethod
    def _ship(cls, order, quantity=None):
        """Deliver what is open of an order, or so much of it, step by step."""
        stock = order.warehouse_id.lot_stock_id
        for line in order.order_line:
            cls.shop["stock.quant"]._update_available_quantity(
                line.product_id, stock, line.product_uom_qty
            )
        for _step in range(3):
            for picking in order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            ).sorted("id"):
                picking.action_assign()
                for move in picking.move_ids:
                    move.quantity = quantity or move.product_uom_qty
                picking.move_ids.picked = True
                picking._action_done()
                if quantity:
                    return

    def _allow_automatically(self, value=1000):
        """Let the terms approve by themselves what is worth less."""
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {
                "policy_id": self.policy.id,
                "automatic_value": value,
                "allows_keep_item": True,
                "keep_below": 150,
            }
        )

    def _ask_return(
        self, quantity=1.0, user=None, line=None, outcome=False, reason=None
    ):
        """Ask for a return as the agent does; return it as the agent sees it."""
        returns = self.env["support.return"].with_user(user or self.agent)
        wish = Wish(line or self.line, quantity, reason or self.reason)
        asked = returns._request(self.ticket, [wish], outcome)
        return asked.with_user(user or self.agent)

    def _approve(self, *arguments, **options):
        asked = self._ask_return(*arguments, **options)
        asked.action_approve()
        return asked

    def _receive(self, asked, quantity=None, cancel_rest=False):
        """Let the warehouse validate what came, all or so much of it."""
        picking = asked.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        for move in picking.move_ids:
            move.quantity = quantity or move.product_uom_qty
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=cancel_rest)._action_done()
        return picking

    def _come_back(self, quantity=1.0, **options):
        """Ask, approve and receive."""
        asked = self._approve(quantity, **options)
        self._receive(asked)
        return asked

    def _inspect(self, asked, *grades):
        """Find (quantity, grade) pairs, and end the inspection as the agent."""
        asked.inspection_ids = [
            Command.create(
                {
                    "return_id": asked.id,
                    "line_id": asked.line_ids[0].id,
                    "quantity": quantity,
                    "grade": grade,
                }
            )
            for quantity, grade in grades
        ]
        asked.action_finish_inspection()

    def _get_stock(self, location=None):
        """Return how many lamps are on the shelf, or elsewhere."""
        location = location or self.order.warehouse_id.lot_stock_id
        return self.env["stock.quant"]._get_available_quantity(self.lamp, location)

    def _return_by_hand(self, order, quantity):
        """Let the warehouse make a return that nobody told us of, and receive it."""
        delivery = order.picking_ids.filtered(
            lambda p: p.state == "done" and p.location_dest_id.usage == "customer"
        )[:1]
        wizard = (
            self.shop["stock.return.picking"]
            .with_context(active_id=delivery.id, active_model="stock.picking")
            .create({"picking_id": delivery.id})
        )
        wizard.product_return_moves.quantity = quantity
        picking = wizard._create_return()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        return picking
