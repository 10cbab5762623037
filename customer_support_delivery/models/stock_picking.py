from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # Customers' mails name parcels by it.
    carrier_tracking_ref = fields.Char(index="btree_not_null")
