from odoo import fields, models


class SaleOrder(models.Model):
    """The tickets of an order, so that figures can list the orders behind them."""

    _inherit = "sale.order"

    support_ticket_ids = fields.One2many(
        "support.ticket",
        "sale_order_id",
        "Support Tickets",
        groups="customer_support.customer_support_group_collaborator",
    )
