import re

from odoo import models

from .support_ticket_presence import PRESENCE_SUBCHANNEL

_CHANNEL = re.compile(r"support_ticket_presence_([0-9]{1,9})")


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Let internal users hear who is on the tickets that they may read."""
        asked_ids, others = set(), []
        for channel in channels:
            match = isinstance(channel, str) and _CHANNEL.fullmatch(channel)
            if match:
                asked_ids.add(int(match[1]))
            else:
                others.append(channel)
        tickets = self._find_watchable_tickets(asked_ids) if asked_ids else ()
        return super()._build_bus_channel_list(
            others + [(ticket, PRESENCE_SUBCHANNEL) for ticket in tickets]
        )

    def _find_watchable_tickets(self, ticket_ids):
        """Return those of the tickets whose presence the user may hear.

        Customers read their tickets too, but not who of us works on them.
        """
        tickets = self.env["support.ticket"]
        if not self.env.user._is_internal() or not tickets.has_access("read"):
            return tickets
        return tickets.browse(ticket_ids).exists()._filtered_access("read")
