from odoo import fields, models
from odoo.fields import Domain


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

    def _search_message_partner_ids(self, operator, operand):
        """Let the database ask last who follows, as the record rules do.

        An agent follows thousands of tickets. A domain of fields is put in the order of
        their names, and the list of all these would be made before his team is looked
        at; a custom domain comes behind.
        """
        found = super()._search_message_partner_ids(operator, operand)
        if found is NotImplemented:
            return found
        domain = Domain(found).optimize_full(self)
        return Domain.custom(to_sql=domain._to_sql)
