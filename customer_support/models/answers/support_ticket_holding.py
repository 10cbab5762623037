import logging
from datetime import datetime, timedelta

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...const import HOLDING_KINDS

_logger = logging.getLogger(__name__)

TEMPLATE = "customer_support.mail_template_ticket_holding"
_BATCH = 200
_HALF_HOUR = timedelta(minutes=30)
# So much later than the next holding message is due, the customer has heard from us.
_SLACK = timedelta(hours=1)


class SupportTicketHolding(models.AbstractModel):
    """A customer who hears nothing is told what is happening, by a job or on a click.

    ``quiet_since`` is the one thing that the job looks at. It is empty where nothing is
    to be said before a person writes.
    """

    _name = "support.ticket.holding"
    _description = "Holding Messages of a Support Ticket"

    quiet_since = fields.Datetime(
        "Customer Hears Nothing Since",
        readonly=True,
        copy=False,
        default=fields.Datetime.now,
    )
    holding_date = fields.Datetime("Last Holding Message", readonly=True, copy=False)
    holding_count = fields.Integer(
        "Holding Messages",
        readonly=True,
        copy=False,
        help="In a row, since a person of ours wrote last.",
    )
    holding_proposed_date = fields.Datetime(
        "Holding Message Proposed", readonly=True, copy=False
    )
    holding_activity_id = fields.Many2one(
        "mail.activity", readonly=True, copy=False, ondelete="set null"
    )
    holding_preview = fields.Text(compute="_compute_holding_preview")

    _quiet_idx = models.Index(
        "(team_id, quiet_since) WHERE quiet_since IS NOT NULL AND stage_kind IN "
        "('new', 'open', 'waiting_third_party')"
    )
    _told_idx = models.Index(
        "(email_normalized, holding_date) WHERE holding_date IS NOT NULL"
    )

    @api.depends("holding_proposed_date", "stage_id")
    def _compute_holding_preview(self):
        now = fields.Datetime.now()
        for ticket in self:
            words = []
            if ticket.holding_proposed_date:
                # What the customer is going to read; his address book is not needed.
                own = ticket.sudo()._in_customers_language()
                words = own._get_holding_words(own._get_next_word_date(now))
            ticket.holding_preview = " ".join(words)

    # -- Since when -----------------------------------------------------------------
    def _on_customer_message(self, message):
        is_first = not self.unanswered_since
        result = super()._on_customer_message(message)
        if is_first:
            # He begins to wait now, whenever we wrote last.
            self.sudo().quiet_since = message.date
        return result

    def _on_agent_answer(self, message):
        result = super()._on_agent_answer(message)
        # Agents may not write what the job goes by.
        self.sudo()._end_holding(message.date, count=0)
        return result

    def _end_holding(self, since, count):
        """Count the silence from then on; what was proposed is settled.

        :param datetime since: naive UTC; False: nothing is sent before a person writes
        :param int count: holding messages in a row
        """
        self.holding_activity_id.unlink()
        self.write(
            {
                "quiet_since": since,
                "holding_count": count,
                "holding_proposed_date": False,
            }
        )

    # -- The job --------------------------------------------------------------------
    @api.model
    def _cron_hold(self):
        """Tell customers who hear nothing, each ticket a transaction of its own."""
        for ticket in self.search(self._get_quiet_domain(), limit=_BATCH):
            ticket._hold_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(self._get_quiet_domain(), limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    @api.model
    def _get_quiet_domain(self):
        limits = self.env["support.team"]._get_quiet_limits(fields.Datetime.now())
        quiet = Domain.OR(
            Domain("team_id", "=", team.id) & Domain("quiet_since", "<=", limit)
            for team, limit in limits.items()
        )
        return quiet & Domain("stage_kind", "in", HOLDING_KINDS)

    def _hold_safely(self):
        """Do it for one ticket; a failure is logged and stops nothing else."""
        self.ensure_one()
        try:
            ticket = self.try_lock_for_update(allow_referencing=True)
            ticket.invalidate_recordset()
            ticket.filtered_domain(self._get_quiet_domain())._hold(
                fields.Datetime.now()
            )
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            if isinstance(error, OperationalError):
                return  # Somebody else was faster: it is looked at again.
            _logger.exception("Ticket %s gets no holding message", self.id)
            self.quiet_since = fields.Datetime.now()

    def _hold(self, now):
        """Send or propose a holding message, if one is due and nothing speaks against.

        :param datetime now: naive UTC
        """
        for ticket in self:
            told = ticket._get_told_date(now)
            if told:
                ticket.quiet_since = told
            elif not ticket._can_be_held():
                ticket.quiet_since = False
            elif ticket.team_id.holding_mode == "send":
                ticket._send_holding(now)
            else:
                ticket._propose_holding(now)

    def _get_told_date(self, now):
        """Return when the customer last heard from us on another ticket, if lately."""
        hours = timedelta(hours=self.team_id.holding_hours)
        [since] = self.team_id.calendar_id._add_working_time([(now, -hours)])
        others = (
            Domain("email_normalized", "=", self.email_normalized)
            & Domain("email_normalized", "!=", False)
            & Domain("id", "!=", self.id)
        )
        told = others & (
            Domain("holding_date", ">", since)
            | Domain("last_agent_message_date", ">", since)
        )
        found = self.search_fetch(told, ["holding_date", "last_agent_message_date"])
        instants = [
            instant
            for ticket in found
            for instant in (ticket.holding_date, ticket.last_agent_message_date)
            if instant
        ]
        return max(instants, default=None)

    def _can_be_held(self):
        """Tell whether nothing speaks against it. Hook: call ``super()``.

        What is no person, unwanted or unknown gets none, as with the acknowledgement.
        """
        if self.stage_kind not in HOLDING_KINDS or not self.email_normalized:
            return False
        if self.holding_count >= self.team_id.holding_limit:
            return False
        return not (
            self._is_blacklisted()
            or self._is_known_spammer(self.email_normalized)
            or self._is_from_program()
        )

    def _is_from_program(self):
        """Tell whether the last mail of the ticket came from no person."""
        mails = self.sudo().incoming_mail_ids.filtered(
            lambda mail: mail.state == "processed"
        )
        return bool(mails) and mails.sorted("id")[-1].kind != "person"

    # -- Proposed -------------------------------------------------------------------
    def _propose_holding(self, now):
        self.write({"holding_proposed_date": now, "quiet_since": False})
        user = self.user_id or self.team_id.leader_id
        if user:
            self.holding_activity_id = self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=self.env._("The customer hears nothing: tell how far it is"),
            )

    def action_send_holding(self):
        """Send the proposed holding message now."""
        for ticket in self:
            ticket.check_access("write")
            # See _on_agent_answer.
            ticket_sudo = ticket.sudo()
            if not ticket_sudo._can_be_held():
                raise UserError(
                    self.env._("This customer gets no holding message now. Write him.")
                )
            ticket_sudo._send_holding(fields.Datetime.now())

    def action_dismiss_holding(self):
        """Send none; it is proposed again after as much silence."""
        for ticket in self:
            ticket.check_access("write")
            ticket_sudo = ticket.sudo()
            ticket_sudo._end_holding(fields.Datetime.now(), ticket_sudo.holding_count)

    # -- Sent -----------------------------------------------------------------------
    def _send_holding(self, now):
        """Tell what is happening and by when the customer hears from us again.

        The date is a promise; the message before has kept its own.
        """
        self.ensure_one()
        ticket = self._in_customers_language()
        due = ticket._get_next_word_date(now)
        mail = self.env["mail.mail"].create(ticket._prepare_holding_vals(due))
        self._get_holding_promises()._set_kept(now)
        count = self.holding_count + 1
        more = count < self.team_id.holding_limit
        self.holding_date = now
        self._end_holding(now if more else False, count)
        robot = self.with_user(SUPERUSER_ID)
        robot._make_promise("reply", due, ticket.env._("You hear from us again"))
        mail.send_after_commit()

    def _get_holding_promises(self):
        return self.promise_ids.filtered(
            lambda promise: (
                promise.kind == "reply" and promise.user_id.id == SUPERUSER_ID
            )
        )

    def _in_customers_language(self):
        return self.with_context(lang=self.partner_id.lang or self.env.lang)

    def _get_next_word_date(self, now):
        """Return by when the customer hears from us again, a round time."""
        hours = timedelta(hours=self.team_id.holding_hours) + _SLACK
        [due] = self.team_id.calendar_id._add_working_time([(now, hours)])
        return due + (datetime.min - due) % _HALF_HOUR

    def _get_holding_words(self, due):
        """Return what is happening and what comes next, as sentences."""
        moment = self.env["support.wait.estimate"]._format_moment(
            due, self._get_customer_zone()
        )
        return [
            self.stage_id._get_holding_text(),
            self.env._("You hear from us again by %(moment)s.", moment=moment),
        ]

    def _prepare_holding_vals(self, due):
        template_id = self.env["ir.model.data"]._xmlid_to_res_id(
            TEMPLATE, raise_if_not_found=True
        )
        template = self.env["mail.template"].browse(template_id)
        template = template.with_context(
            support_greeting=self._get_greeting_name(),
            support_holding=self._get_holding_words(due),
        )
        return self._prepare_automatic_mail_vals(
            {
                name: template._render_field(name, self.ids)[self.id]
                for name in ("subject", "body_html")
            }
        )
