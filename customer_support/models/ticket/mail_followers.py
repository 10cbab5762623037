from odoo import models


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    # Every list asks which tickets an agent follows, and those are thousands.
    _support_ticket_idx = models.Index(
        "(partner_id, res_id) WHERE res_model = 'support.ticket'"
    )
