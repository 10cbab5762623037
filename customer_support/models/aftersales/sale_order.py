from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _action_cancel(self):
        result = super()._action_cancel()
        # Whoever cancels an order needs no rights in support.
        self.env["support.resolution"].sudo()._on_orders_cancelled(self.sudo())
        return result
