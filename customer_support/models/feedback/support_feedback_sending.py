from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic.feedback_rules import Asked, find_obstacle

CRON = "customer_support.ir_cron_ask_feedback"
_MAIL = "customer_support.feedback_mail"
_BATCH = 50


class SupportFeedbackSending(models.AbstractModel):
    """Asking: a job takes what is due, in batches, each in a transaction of its own.

    What is sent and that it was sent are written together; the host's mail queue brings
    it out. So a server that is killed asks nobody twice.
    """

    _name = "support.feedback.sending"
    _description = "Sending of Feedback Invitations"

    # -- The job --------------------------------------------------------------------
    @api.model
    def _cron_ask(self):
        """Ask whoever is due, remind once whoever has not answered."""
        now = fields.Datetime.now()
        cron = self.env["ir.cron"]
        for domain, act in (
            (self._get_due_domain(now), "_ask"),
            (self._get_reminder_domain(now), "_remind"),
        ):
            while True:
                found = self.search(domain, order="id", limit=_BATCH)
                # Another server may be at the same ones.
                batch = found.try_lock_for_update().filtered_domain(domain)
                if not batch:
                    break
                getattr(batch, act)(now)
                if not cron._commit_progress(len(batch)):
                    cron._commit_progress(remaining=self.search_count(domain))
                    return

    @api.model
    def _get_due_domain(self, now):
        return Domain("state", "=", "queued") & Domain("due_date", "<=", now)

    @api.model
    def _get_reminder_domain(self, now):
        return (
            Domain("state", "=", "sent")
            & Domain("reminder_date", "<=", now)
            & Domain("answered_date", "=", False)
        )

    # -- Asking ---------------------------------------------------------------------
    def _ask(self, now):
        """Ask those whom nothing speaks against; the others keep the reason.

        :param datetime now: naive UTC
        """
        known = self._gather_asked()
        for invitation in self:
            program = invitation.program_id
            address = invitation.email_normalized
            obstacle = find_obstacle(known[invitation], program.rest_days, now)
            if not obstacle and invitation.due_date < now - timedelta(
                days=program.open_days
            ):
                obstacle = "late"
            if obstacle:
                invitation.write({"state": "dropped", "obstacle": obstacle})
                continue
            invitation._send(now)
            for other in self.filtered(lambda i, a=address: i.email_normalized == a):
                known[other] = invitation._after_asking(known[other], now)

    @api.model
    def _after_asking(self, asked, now):
        return Asked(**{**vars(asked), "last_asked": now})

    def _send(self, now):
        days = self.program_id.reminder_days
        reminder = days and now + timedelta(days=days)
        self._mark_asked(now, reminder_date=reminder or False)
        self._create_mail()
        if reminder:
            self._get_cron()._trigger(at=reminder)

    def _mark_asked(self, now, **values):
        program = self.program_id
        open_until = now + timedelta(days=program.open_days)
        self.write(
            {"state": "sent", "sent_date": now, "open_until": open_until, **values}
        )
        self.partner_id.support_feedback_asked_date = now
        if program.metric == "own":
            self._prepare_own_answer()

    # -- In the portal --------------------------------------------------------------
    def _filter_askable(self, now):
        """Return those that wait for their mail and that nothing speaks against."""
        waiting = self.filtered(lambda invitation: invitation.state == "queued")
        known = waiting._gather_asked()
        return waiting.filtered(
            lambda i: not find_obstacle(known[i], i.program_id.rest_days, now)
        )

    def _ask_in_portal(self, now):
        """Ask who is on the page of his ticket; he gets no mail about it any more.

        :return: whether he was asked
        """
        self.ensure_one()
        # The job may be at it: whoever comes second finds that he was asked.
        self.lock_for_update()
        askable = self._filter_askable(now)
        for invitation in askable:
            invitation._mark_asked(now, is_asked_in_portal=True)
        return bool(askable)

    def _remind(self, now):
        known = self._gather_asked()
        for invitation in self:
            # Asking was the last contact: a rest does not stop the one reminder.
            obstacle = find_obstacle(known[invitation], 0, now)
            invitation.reminder_date = False
            if not obstacle and invitation.is_open:
                invitation.reminded_date = now
                invitation._create_mail(is_reminder=True)

    @api.model
    def _get_cron(self):
        return (
            self.env["ir.cron"]
            .sudo()
            .browse(
                self.env["ir.model.data"]._xmlid_to_res_id(
                    CRON, raise_if_not_found=True
                )
            )
        )

    # -- Whom -----------------------------------------------------------------------
    def _gather_asked(self):
        """Return {invitation: ``logic.feedback_rules.Asked``} in a few queries."""
        addresses = list(filter(None, self.mapped("email_normalized")))
        staff = self._find_staff(addresses)
        declined = self._find_declined(addresses)
        last_asked = self._find_last_asked(addresses)
        result = {}
        for invitation in self:
            ticket, partner = invitation.ticket_id, invitation.partner_id
            address = invitation.email_normalized
            dates = (last_asked.get(address), partner.support_feedback_asked_date)
            result[invitation] = Asked(
                has_ended=invitation.event != "solved"
                or ticket.stage_kind in ("solved", "closed"),
                is_void=bool(ticket.cancel_reason),
                is_staff=address in staff or partner in staff,
                has_declined=address in declined or partner.support_feedback_declined,
                has_address=bool(address),
                is_program_active=invitation.program_id.active,
                last_asked=max(filter(None, dates), default=None),
            )
        return result

    @api.model
    def _find_staff(self, addresses):
        """Return addresses of colleagues and of ourselves, and colleagues' contacts."""
        users = self.env["res.users"].search(
            Domain("share", "=", False)
            & (
                Domain("email_normalized", "in", addresses)
                | Domain("partner_id", "in", self.partner_id.ids)
            )
        )
        own = self.env["mail.alias.domain"]._find_aliases(addresses)
        return {*users.mapped("email_normalized"), *users.partner_id, *own}

    @api.model
    def _find_declined(self, addresses):
        blacklist = self.env["mail.blacklist"].search([("email", "in", addresses)])
        return set(blacklist.mapped("email"))

    @api.model
    def _find_last_asked(self, addresses):
        groups = self._read_group(
            [("email_normalized", "in", addresses), ("state", "=", "sent")],
            ["email_normalized"],
            ["sent_date:max"],
        )
        return dict(groups)

    # -- The mail -------------------------------------------------------------------
    def _create_mail(self, *, is_reminder=False):
        """Put the question into the mail queue, in the language of the customer.

        The conversation shows that we asked, never the link: only he may answer.
        """
        ticket = self.ticket_id
        lang = self.partner_id.lang or self.env.lang
        invitation = self.with_context(lang=lang)
        subject, body = invitation._render_mail(is_reminder)
        vals = ticket._prepare_automatic_mail_vals(
            {"subject": subject, "body_html": body}
        )
        self.env["mail.mail"].create(
            {
                **vals,
                "email_to": self.email_normalized,
                "body": invitation._get_words_for_conversation(is_reminder),
                "references": ticket._get_last_message_id(),
                "is_internal": True,
                "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id(
                    "mail.mt_note"
                ),
                # The link is in it, and it is the customer's alone.
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger_with_commit()

    def _render_mail(self, is_reminder):
        ticket = self.ticket_id.with_context(lang=self.env.lang)
        values = {
            "invitation": self,
            "ticket": ticket,
            "question": self._get_question(),
            "marks": self._get_marks(),
            "ends": self._get_ends(),
            "link": self._get_answer_link(),
            "stop_link": f"{self._get_link()}?stop=1",
            "greeting": ticket._get_greeting_name(),
            "is_reminder": is_reminder,
            "is_own": self.program_id.metric == "own",
        }
        body = self.env["ir.qweb"]._render(_MAIL, values, minimal_qcontext=True)
        subject = self.env._(
            "[%(number)s] How did we do?", number=self.ticket_id.number
        )
        return subject, body

    def _get_words_for_conversation(self, is_reminder):
        if is_reminder:
            return self.env._("The customer was reminded of our question.")
        return self.env._("The customer was asked how it was.")
