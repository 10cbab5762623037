from odoo import fields, models


class SupportTicketAccess(models.AbstractModel):
    """What the access rights and record rules cannot say about a ticket."""

    _name = "support.ticket.access"
    _inherit = ["portal.mixin", "mail.thread"]
    _description = "Access to a Support Ticket"

    # It opens the ticket to whoever holds it, so nobody reads or chooses it by RPC.
    access_token = fields.Char(groups=fields.NO_ACCESS)

    def _sign_token(self, pid):
        # Agents send signed links; the token itself stays ours.
        return super(SupportTicketAccess, self.sudo())._sign_token(pid)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Colleagues leave notes on what they read; answers: see ``mail.message``."""
        if message_operation == "create" and self.env.user._is_internal():
            return dict.fromkeys(self, "read")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
