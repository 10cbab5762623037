from odoo import models


class SupportTicket(models.Model):
    _name = "support.ticket"
    # Before the ticket itself: it adds to what the ticket's own methods do.
    _inherit = [
        "support.ticket.feedback",
        "support.ticket.effort",
        "support.ticket.voice",
        "support.ticket",
    ]
