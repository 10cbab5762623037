from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ENDED_KINDS, OPEN_KINDS, REOPEN_WINDOW_DAYS, WAITING_KINDS
from ...logic import ticket_conversation

# Message types by which people talk; notifications and automatic texts are not talk.
_TALK_TYPES = ("comment", "email", "email_outgoing")


class SupportTicketConversation(models.AbstractModel):
    """Who wrote last, who waits, and what a message does to the ticket."""

    _name = "support.ticket.conversation"
    _description = "Conversation of a Support Ticket"

    first_response_date = fields.Datetime(
        readonly=True,
        copy=False,
        help="First public answer by a person. Automatic answers do not count.",
    )
    last_customer_message_date = fields.Datetime(readonly=True, copy=False)
    last_agent_message_date = fields.Datetime(readonly=True, copy=False)
    unanswered_since = fields.Datetime(
        readonly=True,
        copy=False,
        help="When the oldest message of the customer that nobody answered arrived.",
    )
    last_movement_date = fields.Datetime(
        readonly=True, copy=False, default=fields.Datetime.now
    )
    dormant_reminded = fields.Boolean(readonly=True, copy=False)
    is_dormant = fields.Boolean(
        "Waits Too Long", compute="_compute_is_dormant", search="_search_is_dormant"
    )

    # -- Waiting too long -----------------------------------------------------------
    @api.depends("last_movement_date", "team_id.dormant_hours", "stage_kind")
    def _compute_is_dormant(self):
        # How long a team may be silent is configuration, not a colleague's data.
        since = self.team_id.sudo()._get_dormant_since(fields.Datetime.now())
        for ticket in self:
            limit = since.get(ticket.team_id)
            moved = ticket.last_movement_date
            ticket.is_dormant = bool(
                limit
                and moved
                and moved <= limit
                and ticket.stage_kind in OPEN_KINDS
                and not ticket.is_snoozed
            )

    def _search_is_dormant(self, operator, value):
        if operator != "in":
            return NotImplemented
        # See _compute_is_dormant.
        teams_sudo = self.env["support.team"].sudo().search([])
        since = teams_sudo._get_dormant_since(fields.Datetime.now())
        too_long = Domain.OR(
            Domain("team_id", "=", team.id) & Domain("last_movement_date", "<=", limit)
            for team, limit in since.items()
        )
        return (
            too_long
            & Domain("stage_kind", "in", OPEN_KINDS)
            & Domain("is_snoozed", "=", False)
        )

    # -- What a message does --------------------------------------------------------
    def message_post(self, *, partner_ids=None, **kwargs):
        """A public answer that names nobody goes to the customer."""
        if not partner_ids and self._is_public_answer(kwargs) and self.partner_id:
            partner_ids = self.partner_id.ids
        return super().message_post(partner_ids=partner_ids, **kwargs)

    def _is_public_answer(self, post_values):
        if not self.env.user._is_internal() or post_values.get("outgoing_email_to"):
            return False
        comment_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_comment")
        return post_values.get("message_type") in ("comment", "email_outgoing") and (
            post_values.get("subtype_xmlid") == "mail.mt_comment"
            or post_values.get("subtype_id") == comment_id
        )

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type in _TALK_TYPES and not message.subtype_id.internal:
            if self._is_customer_message(message):
                self._on_customer_message(message)
            else:
                self._on_agent_answer(message)
        return result

    def _is_customer_message(self, message):
        """Tell whether the message came from outside, or from who asked.

        A colleague who bought something himself is a customer on his own ticket.
        """
        author_sudo = message.author_id.sudo()
        return (
            not author_sudo
            or author_sudo.partner_share
            or author_sudo == self.partner_id.sudo()
        )

    def _on_customer_message(self, message):
        """React to a public message from outside. Hook: call ``super()``.

        :param message: the ``mail.message``, already stored
        """
        state = self._get_conversation_state()
        changes = ticket_conversation.get_customer_message_changes(state, message.date)
        changes.update(snoozed_until=False, snoozed_until_reply=False)
        # The customer has no write access to these, and must not need it.
        ticket_sudo = self.sudo()
        ticket_sudo.write(changes)
        if self.stage_kind in WAITING_KINDS or self.stage_kind in ENDED_KINDS:
            if self._find_thread_for_customer_answer(message.date) == self:
                ticket_sudo._move_to_kind("open")

    def _on_agent_answer(self, message):
        """React to a public answer of a person of ours. Hook: call ``super()``."""
        state = self._get_conversation_state()
        changes = ticket_conversation.get_agent_answer_changes(state, message.date)
        # Agents may not write the instants by which they are judged.
        ticket_sudo = self.sudo()
        ticket_sudo.write(
            {name: value or False for name, value in changes.items()}
            | self._get_agent_claim(message)
        )
        target = self.team_id.stage_after_reply or "waiting_customer"
        if self.stage_kind in ("new", "open") and self.stage_kind != target:
            ticket_sudo._move_to_kind(target)

    def _get_agent_claim(self, message):
        """Who answers an unassigned ticket takes it."""
        user = message.author_id.sudo().user_ids.filtered(
            lambda user: user in self.team_id.sudo().user_ids
        )[:1]
        return {"user_id": user.id} if user and not self.user_id else {}

    def _get_conversation_state(self):
        self.ensure_one()
        return ticket_conversation.ConversationState(
            first_response_date=self.first_response_date or None,
            unanswered_since=self.unanswered_since or None,
        )

    def _find_thread_for_customer_answer(self, now):
        """Return the ticket that an answer of the customer belongs to, if any.

        Merged tickets lead to the one that they were merged into. An ended ticket is
        returned within its reopen window; after it nothing is returned, and the answer
        opens a follow-up ticket.

        :param datetime now: naive UTC
        :return: one ``support.ticket`` or none
        """
        self.ensure_one()
        ticket = self._get_conversation_ticket()
        if ticket.stage_kind not in ENDED_KINDS:
            return ticket
        window = ticket._get_reopen_window_days()
        reopens = ticket_conversation.can_reopen(
            ticket.solved_date or ticket.closed_date or None,
            window,
            now,
            cancelled=ticket.stage_kind == "cancelled",
        )
        return ticket if reopens else ticket.browse()

    def _get_reopen_window_days(self):
        # Customers may not read teams; the number of days is no secret.
        team_sudo = self.team_id.sudo()
        return team_sudo.reopen_window_days if team_sudo else REOPEN_WINDOW_DAYS

    @api.model
    def _cron_remind_dormant(self):
        """Remind the agent, or the leader, of every ticket on which nothing moves.

        Once per silence: any movement clears ``dormant_reminded``.
        """
        domain = Domain("is_dormant", "=", True) & Domain(
            "dormant_reminded", "=", False
        )
        tickets = self.search(domain, limit=200).try_lock_for_update()
        for ticket in tickets:
            ticket._remind_dormant()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _remind_dormant(self):
        user = self.user_id or self.team_id.leader_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("Nothing has moved on this ticket"),
            )
        self.dormant_reminded = True
