import time

from odoo import models
from odoo.exceptions import LockError, UserError, ValidationError
from odoo.fields import Domain

from ...logic.rate_window import RateWindow

PRESENCE_STATES = ("here", "writing", "left")
PRESENCE_SUBCHANNEL = "presence"

# Of each server process; a client sends a few in a minute.
_presence_rate = RateWindow(limit=60, period=60)


class NewerMessageError(UserError):
    """A public answer is held back because its author has not seen a newer message."""


class SupportTicketPresence(models.AbstractModel):
    """Who else is on the ticket, and no answer past a message that nobody has read.

    Presence lives on the bus only: nothing of it is stored on the ticket.
    """

    _name = "support.ticket.presence"
    _inherit = ["bus.listener.mixin"]
    _description = "Presence on a Support Ticket"

    # -- Presence -------------------------------------------------------------------
    def notify_presence(self, state, asks=False, token=""):
        """Tell the others who have this ticket open what the user does on it.

        Too many calls of one user in a minute are dropped silently.

        :param str state: "here", "writing" or "left"
        :param bool asks: the others are to tell who they are
        :param str token: comes back with the message, so that the sender knows it
        :raise AccessError: the user may not read the ticket
        """
        self.ensure_one()
        self.check_access("read")
        if state not in PRESENCE_STATES:
            raise ValidationError(
                self.env._("Unknown presence: %(state)s", state=state)
            )
        key = (self.env.cr.dbname, self.env.uid)
        if not self.env.user._is_internal():
            return
        if _presence_rate.allows(key, time.monotonic()):
            self._bus_send(
                "support.ticket/presence",
                {
                    "ticket_id": self.id,
                    "user_id": self.env.uid,
                    "name": self.env.user.name,
                    "state": state,
                    "asks": bool(asks),
                    "token": str(token)[:40],
                },
                subchannel=PRESENCE_SUBCHANNEL,
            )

    def _on_customer_message(self, message):
        result = super()._on_customer_message(message)
        self._notify_watchers(message)
        return result

    def _on_agent_answer(self, message):
        result = super()._on_agent_answer(message)
        self._notify_watchers(message)
        return result

    def _notify_watchers(self, message):
        """Tell whoever has the ticket open that a public message came in."""
        route = self._get_support_route()
        if route and route.is_decided and not route.ticket_id:
            return  # it opens the ticket: nobody can be looking yet
        self._bus_send(
            "support.ticket/message",
            {
                "ticket_id": self.id,
                "message_id": message.id,
                # Watchers are internal users, who read every contact's name.
                "author": message.author_id.sudo().name or message.email_from or "",
            },
            subchannel=PRESENCE_SUBCHANNEL,
        )

    # -- No second answer unread ----------------------------------------------------
    def message_post(self, *, last_seen_message_id=None, **kwargs):
        """Post, unless it is a public answer past a message not seen by its author.

        :param int last_seen_message_id: the newest message of somebody else that the
            author had before his eyes, 0 for none; without it nothing is held back
        :raise NewerMessageError: somebody else wrote to or from the customer since
        """
        if last_seen_message_id is not None and self._is_public_answer(kwargs):
            self._ensure_newer_messages_seen(last_seen_message_id)
        return super().message_post(**kwargs)

    def _get_allowed_message_params(self):
        return super()._get_allowed_message_params() | {"last_seen_message_id"}

    def _ensure_newer_messages_seen(self, last_seen_message_id):
        """Refuse an answer of the user past messages that he has not seen.

        Two answers at the same time: the lock lets one through. The other is refused
        at once, or fails to serialize, is run again by the server and then sees the
        first, because every answer writes the row of its ticket.
        """
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise NewerMessageError(
                self.env._(
                    "Somebody else is answering this ticket at this very moment. Your "
                    "text is kept: look again, then send it."
                )
            ) from error
        newer = self._find_newer_messages(last_seen_message_id)
        if newer:
            raise NewerMessageError(
                self.env._(
                    "%(author)s wrote on this ticket meanwhile. Your text is kept: "
                    "read the new message first, then send it.",
                    author=newer[-1].author_id.name or newer[-1].email_from,
                )
            )

    def _find_newer_messages(self, last_seen_message_id):
        """Return what others wrote to or from the customer since, oldest first."""
        domain = (
            Domain("model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("id", ">", int(last_seen_message_id))
            & Domain("message_type", "in", ("comment", "email", "email_outgoing"))
            & Domain("subtype_id.internal", "=", False)
            & Domain("author_id", "!=", self.env.user.partner_id.id)
        )
        return self.env["mail.message"].search(domain, order="id")
