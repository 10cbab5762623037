import re

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

_CUSTOMER_TYPES = ("email", "comment")


class SupportTicketSplit(models.AbstractModel):
    """A second question inside a conversation becomes a ticket of its own."""

    _name = "support.ticket.split"
    _description = "Splitting of a Support Ticket"

    def _get_splittable_messages(self):
        """Return the customer's messages, newest first, as the user may read them."""
        if not self:
            return self.env["mail.message"]
        messages = self.env["mail.message"].search(
            Domain("model", "=", "support.ticket")
            & Domain("res_id", "=", self.id)
            & Domain("message_type", "in", _CUSTOMER_TYPES)
            & Domain("subtype_id.internal", "=", False),
            order="id desc",
            limit=50,
        )
        return messages.filtered(self._is_customer_message)

    def _split(self, messages, vals):
        """Create a ticket for some of the customer's messages.

        The messages are copied: both conversations stay whole. The new ticket waits
        for an answer since the oldest of them.

        :param messages: ``mail.message`` of this ticket, written by the customer
        :param dict vals: values of the new ticket, with its ``name``
        :return: the new ``support.ticket``
        """
        self.ensure_one()
        self.check_access("write")
        if messages - self._get_splittable_messages():
            raise UserError(
                self.env._("Only the customer's own messages can be split.")
            )
        # The life cycle fields of a new ticket are ours to write.
        origin_sudo = self.sudo()
        oldest, newest = min(messages.mapped("date")), max(messages.mapped("date"))
        new_sudo = origin_sudo.with_company(self.company_id).create(
            {
                **origin_sudo._prepare_follow_up_vals(),
                "unanswered_since": oldest,
                "last_customer_message_date": newest,
                **{name: value for name, value in vals.items() if value},
            }
        )
        for message_sudo in messages.sudo().sorted("id"):
            new_sudo._copy_message(message_sudo)
        origin_sudo._note_split(new_sudo)
        new_ticket = new_sudo.sudo(False)
        new_ticket._keep_in_sight()
        return new_ticket

    def _copy_message(self, message):
        """Copy a message with its files; nobody is notified of it again.

        Its subject may hold the first ticket's number; answers would go there.
        """
        copies = {
            attachment: attachment.copy({"res_model": self._name, "res_id": self.id})
            for attachment in message.attachment_ids
        }
        message.copy(
            {
                "res_id": self.id,
                "parent_id": False,
                "subject": False,
                "message_id": False,
                "date": message.date,
                "partner_ids": [Command.clear()],
                "notification_ids": [Command.clear()],
                "attachment_ids": [Command.set([copy.id for copy in copies.values()])],
                "body": _point_to_copies(message.body or "", copies),
            }
        )

    def _note_split(self, new_ticket):
        self._log_link(
            self.env._(
                "A message was split into its own ticket %(ticket)s.",
                ticket=new_ticket._get_number_link(),
            )
        )
        new_ticket._log_link(
            self.env._("Split from %(ticket)s.", ticket=self._get_number_link())
        )


def _point_to_copies(body, copies):
    """Return the body with its pictures taken from the copied attachments."""
    for attachment, copy in copies.items():
        pattern = rf"(/web/(?:image|content)/){attachment.id}\b(\?access_token=[\w-]+)?"
        if not re.search(pattern, body):
            continue
        [token] = copy.generate_access_token()
        body = re.sub(pattern, rf"\g<1>{copy.id}?access_token={token}", body)
    return body
