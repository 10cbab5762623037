from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ACTIVE_KINDS


class SupportTicketSilence(models.AbstractModel):
    """Taking a ticket back from an agent who does nothing on it."""

    _name = "support.ticket.silence"
    _description = "Silence on a Support Ticket"

    take_back_date = fields.Datetime(
        "Taken Back On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="If its agent has done nothing until then, somebody else gets the ticket.",
    )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._plan_take_back(fields.Datetime.now())
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_id", "team_id"}:
            self._plan_take_back(fields.Datetime.now())
        elif "stage_id" in vals:
            self._note_sign_of_life(self.env.user)
        return result

    # -- Silence --------------------------------------------------------------------
    def _plan_take_back(self, now):
        """Note until when the agents should have done something.

        :param datetime now: naive UTC; the silence begins
        """
        for team, tickets in self.sudo().grouped("team_id").items():
            watches = team.take_back_hours and team.assignment_strategy != "manual"
            own = tickets.filtered("user_id") if watches else tickets.browse()
            (tickets - own).filtered("take_back_date").take_back_date = False
            if own:
                hours = timedelta(hours=team.take_back_hours)
                [due] = team.calendar_id._add_working_time([(now, hours)])
                own.take_back_date = due
                cron = self.env.ref("customer_support.ir_cron_take_back_tickets")
                cron._trigger(at=due)

    def _message_post_after_hook(self, message, msg_values):
        result = super()._message_post_after_hook(message, msg_values)
        is_talk = message.message_type in ("comment", "email", "email_outgoing")
        if is_talk and self._is_customer_message(message):
            self._plan_take_back(message.date)
        elif is_talk:
            self._note_sign_of_life(message.author_id.sudo().user_ids)
        return result

    def _note_sign_of_life(self, users):
        """Whoever answers, writes a note or moves his ticket keeps it."""
        # The instant is written by the product, see LIFECYCLE_FIELDS.
        tickets_sudo = self.sudo().filtered("take_back_date")
        tickets_sudo.filtered(lambda t: t.user_id in users).take_back_date = False

    @api.model
    def _cron_take_back(self):
        """Take back the tickets on which their agents have done nothing."""
        domain = Domain("take_back_date", "<=", fields.Datetime.now())
        tickets = self.search(domain, limit=200).try_lock_for_update(
            allow_referencing=True
        )
        for ticket in tickets.filtered_domain(domain):
            ticket._take_back()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _take_back(self):
        """Give the ticket to the queue, or tell the leader if there is nobody else."""
        self.ensure_one()
        is_work = self.stage_kind in ACTIVE_KINDS and not self.is_snoozed
        others = self.team_id._get_working_members().user_id - self.user_id
        if is_work and others:
            self._release("taken_back")
            return
        self.take_back_date = False
        if is_work and self.team_id.leader_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.team_id.leader_id.id,
                summary=self.env._("Nothing heard from the agent of this ticket"),
            )
