from collections import defaultdict

from odoo import api, models

from ...const import CUSTOMER_CHANNEL_KINDS, OPEN_KINDS
from ...logic.sla_history import Happening
from ...logic.sla_situation import Situation
from .support_ticket_conversation import _TALK_TYPES


class SupportTicketSlaHistory(models.AbstractModel):
    """The past of tickets as their messages and stage changes tell it."""

    _name = "support.ticket.sla.history"
    _description = "History of a Support Ticket for Service Levels"

    def _get_sla_history(self):
        """Return how each ticket began and what happened to it since.

        :return: {ticket: (``Situation``, list of ``Happening``)}
        """
        talk = self._get_talk_happenings()
        moves = self._get_stage_moves()
        history = {}
        for ticket in self:
            own_moves = moves[ticket.id]
            kind = own_moves[0][0] if own_moves else ticket.stage_kind
            happenings = talk[ticket.id] + [
                Happening(at, "moved", new_kind)
                for _old_kind, new_kind, at in own_moves
            ]
            history[ticket] = (ticket._get_first_situation(kind), happenings)
        return history

    def _get_first_situation(self, stage_kind):
        asked = self.channel_id.kind in CUSTOMER_CHANNEL_KINDS
        return Situation(
            at=self.received_date,
            stage_kind=stage_kind,
            received_at=self.received_date,
            stage_since=self.received_date,
            unanswered_since=self.received_date if asked else None,
            solved_at=None if stage_kind in OPEN_KINDS else self.received_date,
            team_id=self.team_id.id or None,
        )

    def _get_talk_happenings(self):
        """Return {id of the ticket: what was said publicly, and by which side}."""
        messages = self.env["mail.message"].search(
            [
                ("model", "=", "support.ticket"),
                ("res_id", "in", self.ids),
                ("message_type", "in", _TALK_TYPES),
                ("subtype_id.internal", "=", False),
            ],
            order="date, id",
        )
        happenings = defaultdict(list)
        for message in messages:
            ticket = self.browse(message.res_id)
            kind = "asked" if ticket._is_customer_message(message) else "answered"
            happenings[ticket.id].append(Happening(message.date, kind))
        return happenings

    def _get_stage_moves(self):
        """Return {id of the ticket: list of (old kind, new kind, naive UTC)}."""
        # Tracking is read by administrators only; who may read a ticket sees its moves.
        values_sudo = (
            self.env["mail.tracking.value"]
            .sudo()
            .search(
                [
                    ("field_id", "=", self._get_stage_field_id()),
                    ("mail_message_id.model", "=", "support.ticket"),
                    ("mail_message_id.res_id", "in", self.ids),
                ],
                order="id",
            )
        )
        stages = self.env["support.stage"].sudo().with_context(active_test=False)
        kind_by_stage = {stage.id: stage.kind for stage in stages.search([])}
        moves = defaultdict(list)
        for value in values_sudo:
            old_kind = kind_by_stage.get(value.old_value_integer, "new")
            new_kind = kind_by_stage.get(value.new_value_integer, "open")
            message = value.mail_message_id
            moves[message.res_id].append((old_kind, new_kind, message.date))
        return moves

    @api.model
    def _get_stage_field_id(self):
        return self.env["ir.model.fields"]._get("support.ticket", "stage_id").id
