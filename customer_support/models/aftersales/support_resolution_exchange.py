from odoo import fields, models


class SupportResolutionExchange(models.AbstractModel):
    """Other goods instead: sold at their price, set off against what came back."""

    _name = "support.resolution.exchange"
    _description = "Exchange as Resolution"

    exchange_order_id = fields.Many2one(
        "sale.order", "In Exchange", readonly=True, index="btree_not_null"
    )

    def _do_exchange(self):
        """Sell the other goods, reserve them, and credit what came back against them.

        The difference follows by itself: too much goes back the way it was paid, too
        little stays open on the new invoice.

        :raise UserError: not in stock, or what came back cannot be credited
        """
        if self.exchange_order_id.state != "sale":
            self._ensure_quantities()
            self.exchange_order_id.action_confirm()
            self._ensure_reserved(self.exchange_order_id)
            self.return_id._create_refunds(self.exchange_order_id)
            self._promise_delivery(self.exchange_order_id)
        return "running"

    def _get_sent_order(self):
        """Return the order that brings the customer what was decided."""
        return self.replacement_order_id or self.exchange_order_id

    def _drop_quotation(self):
        """Nobody waits for the quotation of an exchange that was called off."""
        self.exchange_order_id.filtered(
            lambda order: order.state == "draft"
        )._action_cancel()
