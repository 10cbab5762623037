from odoo import models


class SupportTicket(models.Model):
    _name = "support.ticket"
    # Before the ticket itself: what these override is asked first.
    _inherit = ["support.ticket.automatic.reply", "support.ticket"]
