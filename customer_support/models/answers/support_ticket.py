from odoo import models


class SupportTicket(models.Model):
    _name = "support.ticket"
    # Before the ticket itself: they add to what its own methods do.
    _inherit = [
        "support.ticket.automatic.reply",
        "support.ticket.wait",
        "support.ticket.promise",
        "support.ticket.holding",
        "support.ticket",
        "support.ticket.help",
    ]
