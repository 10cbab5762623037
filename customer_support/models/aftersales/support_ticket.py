from odoo import models


class SupportTicket(models.Model):
    _name = "support.ticket"
    # Resolutions before the ticket itself: they add to what its own methods do.
    _inherit = [
        "support.ticket.resolution",
        "support.ticket",
        "support.ticket.refund",
        "support.ticket.payment",
        "support.ticket.return",
        "support.ticket.signal",
        "support.ticket.recovery",
    ]
