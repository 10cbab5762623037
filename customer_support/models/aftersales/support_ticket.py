from odoo import models


class SupportTicket(models.Model):
    _name = "support.ticket"
    _inherit = ["support.ticket.resolution", "support.ticket"]
