from odoo import fields, models


class SupportTicketCall(models.TransientModel):
    """The time at which the caller was told that we call back is a promise."""

    _inherit = "support.ticket.call"

    callback_date = fields.Datetime("Call Back By")

    def action_log(self):
        action = super().action_log()
        if self.callback_date:
            ticket = self.env["support.ticket"].browse(action["res_id"])
            ticket._make_promise(
                "callback", self.callback_date, self.env._("We call you back")
            )
        return action
