from odoo.fields import Command

from ..customer.common import CustomerCommon


class ResolutionCommon(CustomerCommon):
    """An agent who decides about an order of Ada's, without rights on orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp.is_storable = True
        cls.order = cls._create_order(
            order_line=[Command.create({"product_id": cls.lamp.id})]
        )
        cls.line = cls.order.order_line
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, sale_order_id=cls.order.id
        )

    @classmethod
    def _stock(cls, quantity):
        cls.shop["stock.quant"]._update_available_quantity(
            cls.lamp, cls.order.warehouse_id.lot_stock_id, quantity
        )

    def _resolve(self, kind, quantity=None, user=None, run=True, **values):
        """Decide, and carry it out, as an agent."""
        if quantity:
            values["line_ids"] = [
                Command.create({"sale_line_id": self.line.id, "quantity": quantity})
            ]
        resolutions = self.env["support.resolution"].with_user(user or self.agent)
        resolution = resolutions.create(
            {
                "ticket_id": self.ticket.id,
                "kind": kind,
                "order_id": self.order.id,
                **values,
            }
        )
        if run:
            resolution.action_run()
        return resolution
