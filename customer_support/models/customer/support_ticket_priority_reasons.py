from odoo import models


class SupportTicketPriorityReasons(models.AbstractModel):
    """Thresholds of amounts in words; what the customer really spent is not shown."""

    _inherit = "support.ticket.priority.reasons"

    def _describe_minimum(self, fact, least):
        # The company of a ticket is no secret to who reads the ticket.
        amount = self.sudo().company_id.currency_id.format(least)
        if fact == "spending":
            return self.env._("Spent %(amount)s or more in 12 months", amount=amount)
        if fact == "undelivered":
            return self.env._("%(amount)s or more still to deliver", amount=amount)
        return super()._describe_minimum(fact, least)
