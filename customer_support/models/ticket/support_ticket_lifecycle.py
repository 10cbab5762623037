from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import CANCEL_REASONS, ENDED_KINDS, OPEN_KINDS
from ...logic import ticket_lifecycle


class SupportTicketLifecycle(models.AbstractModel):
    """The only way in which a ticket changes its stage, and the dates that follow.

    The stage may be written by whoever may write the ticket; which moves exist and
    what they set and clear is decided by ``logic/ticket_lifecycle.py``.
    """

    _name = "support.ticket.lifecycle"
    _description = "Life Cycle of a Support Ticket"

    stage_id = fields.Many2one(
        "support.stage",
        required=True,
        index=True,
        tracking=True,
        copy=False,
        ondelete="restrict",
        group_expand="_read_group_stage_ids",
        default=lambda self: self._default_stage_id(),
        domain="['|', ('team_ids', '=', False), ('team_ids', 'in', team_id)]",
    )
    stage_kind = fields.Selection(
        related="stage_id.kind",
        store=True,
        precompute=True,
        string="Kind of Stage",
    )
    cancel_reason = fields.Selection(CANCEL_REASONS, readonly=True, copy=False)
    # Written once by the moves, never by hand
    stage_date = fields.Datetime(
        "Last Stage Change", readonly=True, copy=False, default=fields.Datetime.now
    )
    solved_date = fields.Datetime("Solved On", readonly=True, copy=False)
    closed_date = fields.Datetime("Closed On", readonly=True, copy=False)
    reopen_count = fields.Integer("Reopened", readonly=True, copy=False)
    # Out of sight until a moment
    snoozed_until = fields.Datetime(
        copy=False,
        index="btree_not_null",
        help="The ticket stays out of the queue until then.",
    )
    snoozed_until_reply = fields.Boolean(
        "Snoozed Until the Customer Answers", copy=False
    )
    is_snoozed = fields.Boolean(
        compute="_compute_is_snoozed", search="_search_is_snoozed"
    )
    # What the buttons and the guards ask
    can_be_solved = fields.Boolean(compute="_compute_can_be")
    can_be_closed = fields.Boolean(compute="_compute_can_be")
    can_be_cancelled = fields.Boolean(compute="_compute_can_be")
    can_be_reopened = fields.Boolean(compute="_compute_can_be")

    def _default_stage_id(self):
        return self.env["support.stage"]._find_for_kind("new")

    @api.model
    def _read_group_stage_ids(self, stages, domain):
        team_id = self.env.context.get("default_team_id")
        team_domain = Domain("team_ids", "=", False)
        if team_id:
            team_domain |= Domain("team_ids", "in", [team_id])
        return stages.search(Domain("id", "in", stages.ids) | team_domain)

    @api.depends("snoozed_until", "snoozed_until_reply")
    def _compute_is_snoozed(self):
        now = fields.Datetime.now()
        for ticket in self:
            until = ticket.snoozed_until
            ticket.is_snoozed = ticket.snoozed_until_reply or bool(
                until and until > now
            )

    def _search_is_snoozed(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("snoozed_until_reply", "=", True) | Domain(
            "snoozed_until", ">", fields.Datetime.now()
        )

    @api.depends("stage_kind")
    def _compute_can_be(self):
        for ticket in self:
            source = ticket.stage_kind or "new"
            for field_name, kind in (
                ("can_be_solved", "solved"),
                ("can_be_closed", "closed"),
                ("can_be_cancelled", "cancelled"),
            ):
                ticket[field_name] = source != kind and ticket_lifecycle.can_move(
                    source, kind
                )
            ticket.can_be_reopened = source in ENDED_KINDS

    # -- The funnel -----------------------------------------------------------------
    def write(self, vals):
        if "stage_id" not in vals:
            return super().write(vals)
        stage = self.env["support.stage"].browse(vals["stage_id"])
        if not stage:
            raise UserError(self.env._("A ticket always has a stage."))
        now = fields.Datetime.now()
        moves = self.grouped(lambda ticket: ticket._get_lifecycle_state())
        for state, tickets in moves.items():
            changes = tickets._get_stage_changes(state, stage, now)
            super(SupportTicketLifecycle, tickets).write({**vals, **changes})
        return True

    def _get_first_stage_changes(self, stage_id):
        """Return what a ticket has that begins in that stage, not in a new one."""
        stage = self.env["support.stage"].browse(stage_id)
        state = ticket_lifecycle.TicketState(kind="new")
        return self._get_stage_changes(state, stage, fields.Datetime.now())

    def _get_lifecycle_state(self):
        return ticket_lifecycle.TicketState(
            kind=self.stage_kind,
            reopen_count=self.reopen_count,
            solved_date=self.solved_date or None,
            open_question=self._get_open_question(),
        )

    def _get_open_question(self):
        """Return when the customer last wrote, if the ticket ended unanswered."""
        asked, answered = self.last_customer_message_date, self.last_agent_message_date
        if self.stage_kind not in ENDED_KINDS or not asked:
            return None
        return asked if not answered or answered < asked else None

    def _get_stage_changes(self, state, stage, now):
        """Return what moving to ``stage`` writes beside the stage itself.

        :raise UserError: tickets of this kind do not move there
        """
        try:
            changes = ticket_lifecycle.get_move_changes(state, stage.kind, now)
        except ticket_lifecycle.TransitionError as error:
            labels = dict(self._fields["stage_kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s is %(old_kind)s and cannot become %(new_kind)s.",
                    ticket=self[:1].number,
                    old_kind=labels[error.source].lower(),
                    new_kind=labels[error.target].lower(),
                )
            ) from error
        return {
            name: False if value is None else value for name, value in changes.items()
        }

    def _move_to_kind(self, kind, **values):
        """Move to the first stage of that kind of each ticket's team.

        :param str kind: see ``const.STAGE_KINDS``
        :param values: further fields to write in the same go
        """
        stages = self.env["support.stage"]
        for team, tickets in self.grouped("team_id").items():
            stage = stages._find_for_kind(kind, team)
            if not stage:
                raise UserError(
                    self.env._(
                        "There is no active stage of the kind “%(kind)s”. "
                        "Activate one under Configuration > Stages.",
                        kind=kind,
                    )
                )
            # Lifecycle fields among the values are ours, not the user's: sudo after
            # the right to write the ticket has been checked.
            tickets.check_access("write")
            tickets.sudo().write({"stage_id": stage.id, **values})

    # -- Actions --------------------------------------------------------------------
    def action_solve(self):
        self.filtered("can_be_solved")._move_to_kind("solved")

    def action_close(self):
        self.filtered("can_be_closed")._move_to_kind("closed")

    def action_cancel(self):
        self.filtered("can_be_cancelled")._move_to_kind(
            "cancelled", cancel_reason="not_needed"
        )

    def action_mark_spam(self):
        """Take the tickets out of every queue; nobody is told."""
        self.filtered("can_be_cancelled")._move_to_kind(
            "cancelled", cancel_reason="spam"
        )

    @api.model
    def _is_known_spammer(self, email_normalized):
        """Tell whether a ticket of that sender has been marked as spam, in any company.

        Reopening the ticket takes the mark back.
        """
        if not email_normalized:
            return False
        # Asked for a sender, not for a user: nothing of the tickets leaves this method.
        return bool(
            self.sudo().search_count(
                [
                    ("email_normalized", "=", email_normalized),
                    ("cancel_reason", "=", "spam"),
                ],
                limit=1,
            )
        )

    def action_reopen(self):
        self.filtered("can_be_reopened")._move_to_kind("open")

    # -- Snooze ---------------------------------------------------------------------
    def _set_snooze(self, until=False, until_reply=False):
        """Keep the tickets out of the queue until a moment or the next answer.

        :param datetime until: naive UTC, in the future
        :param bool until_reply: until the customer writes
        """
        if until and until <= fields.Datetime.now():
            raise UserError(self.env._("Choose a moment in the future."))
        ended = self.filtered(lambda ticket: ticket.stage_kind not in OPEN_KINDS)
        if ended:
            raise UserError(
                self.env._(
                    "Ticket %(ticket)s has ended; only open tickets can be snoozed.",
                    ticket=ended[0].number,
                )
            )
        self.write({"snoozed_until": until, "snoozed_until_reply": until_reply})
        if until:
            self.env.ref("customer_support.ir_cron_wake_snoozed")._trigger(at=until)

    def action_wake(self):
        self.write({"snoozed_until": False, "snoozed_until_reply": False})

    @api.model
    def _cron_wake_snoozed(self):
        """Bring back the tickets whose moment has come and tell their agents."""
        domain = Domain("snoozed_until", "<=", fields.Datetime.now())
        tickets = self.search(domain, limit=200).try_lock_for_update()
        for ticket in tickets.filtered_domain(domain):
            ticket.action_wake()
            ticket._notify_awake()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _notify_awake(self):
        user = self.user_id or self.team_id.leader_id
        if user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("Back from snooze"),
            )
