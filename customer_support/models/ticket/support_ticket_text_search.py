import re

from odoo import fields, models
from odoo.fields import Domain

# Shorter texts are in nearly every message, and no index finds them.
MIN_LENGTH = 3

_SPOKEN_TYPES = ("comment", "email", "email_outgoing", "auto_comment")


class SupportTicketTextSearch(models.AbstractModel):
    """Search in what was written on tickets: only when somebody asks for it.

    Never a part of the quick search of numbers and subjects: it reads every message of
    every ticket that the other conditions leave, see docs/design/ticket.md.
    """

    _name = "support.ticket.text.search"
    _description = "Search in the Conversations of Support Tickets"

    conversation_text = fields.Char(
        "Conversation",
        compute="_compute_conversation_text",
        search="_search_conversation_text",
        help="Words of the messages and notes of the conversation.",
    )

    def _compute_conversation_text(self):
        """Nothing to read here: the conversation is beside the form."""
        self.conversation_text = False

    def _search_conversation_text(self, operator, value):
        """Find tickets on which somebody wrote this; log lines do not count.

        Every word counts, in any message; a phrase in quotation marks is one word.
        """
        if operator not in ("ilike", "="):
            return NotImplemented
        texts = [text for text in _split(value) if len(text) >= MIN_LENGTH]
        return Domain.AND(map(self._get_text_domain, texts)) if texts else Domain.FALSE

    def _get_text_domain(self, text):
        spoken = Domain("message_type", "in", _SPOKEN_TYPES)
        return Domain("message_ids", "any", spoken & Domain("body", "ilike", text))


def _split(value):
    """Return the words and the phrases in quotation marks."""
    return [
        phrase or word for phrase, word in re.findall(r'"([^"]+)"|(\S+)', value or "")
    ]
