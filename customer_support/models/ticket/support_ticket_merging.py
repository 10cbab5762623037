from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain

from ...const import ENDED_KINDS
from ...logic import ticket_lifecycle, ticket_merge

# What a merge remembers of a ticket, to put it back.
_REMEMBERED_FIELDS = (
    "stage_id",
    "first_response_date",
    "unanswered_since",
    "last_customer_message_date",
    "last_agent_message_date",
    "sale_order_id",
    "product_id",
    "priority",
    "priority_date",
    "priority_is_manual",
    "priority_start",
    "priority_user_id",
    "email_cc",
)
_POSTED_TYPES = ("comment", "email", "email_outgoing", "auto_comment")


class SupportTicketMerging(models.AbstractModel):
    """One conversation out of several: merging tickets, and undoing it.

    Listed before the life cycle in the ticket's ``_inherit``, because a merged ticket
    may not move.
    """

    _name = "support.ticket.merging"
    _description = "Merging of Support Tickets"

    merged_into_id = fields.Many2one(
        "support.ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merged_ticket_ids = fields.One2many(
        "support.ticket", "merged_into_id", "Merged Tickets"
    )
    can_be_merged = fields.Boolean(compute="_compute_can_be_merged")

    @api.depends("stage_kind", "merged_into_id")
    def _compute_can_be_merged(self):
        for ticket in self:
            ticket.can_be_merged = (
                ticket.stage_kind not in ENDED_KINDS and not ticket.merged_into_id
            )

    # -- Merging --------------------------------------------------------------------
    def _merge_into(self, target):
        """Merge the tickets into ``target``, which keeps its number.

        Nobody outside is notified. Later messages of the customer reach the target.

        :raise AccessError: the user may not write all of them
        :raise UserError: with the reason, see ``_ensure_can_merge_into``
        """
        target.ensure_one()
        (self | target).check_access("write")
        (self | target)._lock_for_merge()
        self._ensure_can_merge_into(target)
        # The history of merges is nobody's to write.
        merges_sudo = (
            self.env["support.ticket.merge"]
            .sudo()
            .create(
                [{"source_id": source.id, "target_id": target.id} for source in self]
            )
        )
        merges_sudo._apply()

    def _lock_for_merge(self):
        """Let no other transaction merge, move or undo these tickets meanwhile.

        Rows that somebody else holds are never waited for, so that two merges in
        opposite directions cannot block each other.
        """
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is changing one of these tickets at this moment. "
                    "Look at them again, then repeat."
                )
            ) from error

    def _ensure_can_merge_into(self, target):
        for ticket in self:
            refusal = ticket._get_merge_refusal(target)
            if refusal:
                raise UserError(refusal)

    def _get_merge_refusal(self, target):
        """Return why the ticket cannot be merged into ``target``, or an empty text."""
        reason = ticket_merge.find_merge_refusal(
            self._get_merge_facts(), target._get_merge_facts()
        )
        return self._describe_merge_refusal(reason, target) if reason else ""

    def _get_merge_facts(self):
        return ticket_merge.MergeFacts(
            ticket=self.id,
            kind=self.stage_kind,
            company=self.company_id.id,
            customer=self.commercial_partner_id.id or None,
            email=self.email_normalized or None,
            merged=bool(self.merged_into_id),
        )

    def _describe_merge_refusal(self, reason, target):
        numbers = {"ticket": self.number, "target": target.number}
        return {
            "same_ticket": self.env._("A ticket cannot be merged into itself."),
            "other_company": self.env._(
                "%(ticket)s and %(target)s belong to different companies.", **numbers
            ),
            "source_merged": self.env._(
                "%(ticket)s has already been merged.", ticket=self.number
            ),
            "target_merged": self.env._(
                "%(target)s has itself been merged into another ticket.",
                target=target.number,
            ),
            "other_customer": self.env._(
                "%(ticket)s and %(target)s belong to different customers. One would "
                "read the other's messages.",
                **numbers,
            ),
            "source_ended": self.env._(
                "%(ticket)s has ended. Reopen it first, or link the two instead.",
                ticket=self.number,
            ),
            "target_cancelled": self.env._(
                "%(target)s is cancelled. Reopen it first.", target=target.number
            ),
        }[reason]

    def _end_by_merge(self, target):
        """End the ticket as merged: no success, no open work, in no queue."""
        self._move_to_kind(
            "cancelled", cancel_reason="merged", merged_into_id=target.id
        )
        self._log_link(
            self.env._(
                "Merged into %(ticket)s. The conversation continues there.",
                ticket=target._get_number_link(),
            )
        )
        target._log_link(
            self.env._(
                "%(ticket)s was merged into this one. Its request: %(request)s",
                ticket=self._get_number_link(),
                request=self.description or self.name,
            )
        )

    # -- Undoing --------------------------------------------------------------------
    def action_undo_merge(self):
        """Take the merged ticket out of the other one again, with what was its own."""
        self.ensure_one()
        self.check_access("write")
        # Agents have no access to the history; the merge checks their rights itself.
        merge_sudo = (
            self.env["support.ticket.merge"]
            .sudo()
            .search([("source_id", "=", self.id), ("state", "=", "merged")])
        )
        if not merge_sudo:
            raise UserError(
                self.env._("Ticket %(ticket)s is not merged.", ticket=self.number)
            )
        merge_sudo.sudo(False)._undo()
        # The web client does not ask again for older messages by itself.
        return {"type": "ir.actions.client", "tag": "reload"}

    def _revive_after_merge(self, merge):
        """Come back in the stage before the merge, as far as that can be reached."""
        self.merged_into_id = False
        self._move_to_kind("open")
        stage = (
            self.env["support.stage"].browse(merge.source_state["stage_id"]).exists()
        )
        if stage and ticket_lifecycle.can_move("open", stage.kind):
            self.stage_id = stage
        self.write({"unanswered_since": merge.source_state["unanswered_since"]})
        for ticket in self | merge.target_id:
            ticket._log_link(
                self.env._(
                    "The merge of %(ticket)s into %(target)s was undone.",
                    ticket=self._get_number_link(),
                    target=merge.target_id._get_number_link(),
                )
            )

    # -- What follows from being merged ---------------------------------------------
    @api.depends("merged_into_id")
    def _compute_can_be(self):
        result = super()._compute_can_be()
        self.filtered("merged_into_id").can_be_reopened = False
        return result

    def _get_stage_changes(self, state, stage, now):
        merged = self.filtered("merged_into_id")
        if merged and stage.kind != state.kind:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s is merged into another one. "
                    "Undo the merge first.",
                    ticket=merged[0].number,
                )
            )
        return super()._get_stage_changes(state, stage, now)

    def message_post(self, *, message_type="notification", **kwargs):
        """What is posted on a merged ticket goes where the conversation continues."""
        target = self._get_conversation_ticket()
        if message_type in _POSTED_TYPES and target != self:
            return target.message_post(message_type=message_type, **kwargs)
        return super().message_post(message_type=message_type, **kwargs)

    def _get_conversation_ticket(self):
        """Return the ticket in which the conversation of this one continues.

        :return: one ``support.ticket``: itself, or what it was merged into at last
        """
        # Where a ticket went is no secret to who writes to it.
        ticket_sudo = self.sudo()
        while ticket_sudo.merged_into_id:
            ticket_sudo = ticket_sudo.merged_into_id
        return ticket_sudo.sudo(self.env.su)

    # -- Facts for the merge --------------------------------------------------------
    def _read_merge_state(self):
        [values] = self.read(_REMEMBERED_FIELDS, load=None)
        return {name: _to_json(values[name]) for name in _REMEMBERED_FIELDS}

    def _get_merged_clock(self, target):
        clocks = (
            ticket_merge.ConversationClock(
                first_response_date=ticket.first_response_date or None,
                unanswered_since=ticket.unanswered_since or None,
                last_customer_message_date=ticket.last_customer_message_date or None,
                last_agent_message_date=ticket.last_agent_message_date or None,
            )
            for ticket in (self, target)
        )
        return ticket_merge.get_merged_clock(*clocks, target.create_date)

    def _is_woken_by_merge(self, clock):
        """Tell whether the open request that comes in asks for work on the target."""
        asked = bool(clock.unanswered_since) and self.stage_kind == "waiting_customer"
        return asked or self.stage_kind in ENDED_KINDS

    def _get_merged_cc(self, target):
        copies = target._mail_cc_sanitized_raw_dict(self.email_cc)
        copies.update(target._mail_cc_sanitized_raw_dict(target.email_cc))
        return ", ".join(copies.values()) or False

    # -- Candidates -----------------------------------------------------------------
    def _get_merge_target_domain(self):
        """Return where tickets may be found into which this one could be merged."""
        customer = Domain.FALSE
        if self.commercial_partner_id:
            customer = Domain(
                "commercial_partner_id", "=", self.commercial_partner_id.id
            )
        elif self.email_normalized:
            customer = Domain("email_normalized", "=", self.email_normalized)
        return (
            customer
            & Domain("company_id", "=", self.company_id.id)
            & Domain("id", "!=", self.id)
            & Domain("merged_into_id", "=", False)
            & Domain("stage_kind", "!=", "cancelled")
        )


def _to_json(value):
    return fields.Datetime.to_string(value) if isinstance(value, datetime) else value
