import logging
from datetime import timedelta

from markupsafe import Markup
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import AUTOMATIC_REPLY_STATES, CUSTOMER_CHANNEL_KINDS, OPEN_KINDS
from ...logic.automatic_reply import Situation, find_rule, get_obstacle
from ...logic.conditions import get_fact_names
from ..ticket.support_ticket_acknowledgement import _HEADERS

_logger = logging.getLogger(__name__)

CRON = "customer_support.ir_cron_answer_automatically"
WATCH_CRON = "customer_support.ir_cron_watch_automatic_replies"

_BATCH = 100
# One address gets no more automatic answers than this in an hour, over all tickets.
_PER_HOUR = 3


class SupportTicketAutomaticReply(models.AbstractModel):
    """A new ticket that a template answers by itself, once, and hands over then.

    The mail door and the portal only ask for it; a job answers right after the commit.
    To the clocks of service levels no person has answered: a first response is still
    owed, and stands still only where waiting for the customer makes it stand still.
    """

    _name = "support.ticket.automatic.reply"
    _inherit = ["support.ticket.reply"]
    _description = "Automatic Reply on a Support Ticket"

    automatic_reply_request = fields.Json(
        readonly=True,
        copy=False,
        help="What the automatic answer needs to know, until it is decided.",
    )
    automatic_reply_state = fields.Selection(
        AUTOMATIC_REPLY_STATES,
        "Automatic Answer",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    automatic_reply_date = fields.Datetime(
        "Answered Automatically On", readonly=True, copy=False
    )

    _automatic_reply_request_idx = models.Index(
        "(id) WHERE automatic_reply_request IS NOT NULL"
    )
    _automatic_reply_idx = models.Index(
        "(automatic_reply_date) WHERE automatic_reply_state = 'answered'"
    )

    # -- Asked for ------------------------------------------------------------------
    def _request_acknowledgement(self, msg_dict, is_verified=False):
        result = super()._request_acknowledgement(msg_dict, is_verified)
        is_proven = is_verified and self._is_sender_the_customer(msg_dict)
        self._request_automatic_reply(is_proven, msg_dict.get("message_id"))
        return result

    def _portal_create_ticket(
        self, subject, text, files, company=None, partner=None, by_link=False, **values
    ):
        ticket_sudo = super()._portal_create_ticket(
            subject, text, files, company, partner, by_link, **values
        )
        if not self.env.context.get("support_is_served"):
            # Who has logged in is the customer.
            ticket_sudo._request_automatic_reply(is_proven=not by_link)
        return ticket_sudo

    def _request_automatic_reply(self, is_proven, message_id=None):
        """Let the job answer right after this transaction, if any template could.

        :param bool is_proven: the sender is certainly the customer of the ticket
        """
        self.ensure_one()
        # Which rules there are is configuration; whoever writes may not read it.
        if not self.sudo()._find_automatic_rules():
            return
        self.sudo().automatic_reply_request = {
            "is_proven": bool(is_proven),
            "message_id": message_id,
        }
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
        self.env["ir.cron"].browse(cron_id)._trigger_with_commit()

    def _find_automatic_rules(self):
        """Return the rules of the company whose templates are automatic, in order."""
        rules = self.env["support.reply.rule"]._get_definitions_of_company(
            self.company_id
        )
        templates = self.env["support.reply.template"].browse(
            {rule.template_id for rule in rules}
        )
        automatic_ids = set(
            templates.filtered(lambda t: t.mode == "automatic" and t.active).ids
        )
        return [rule for rule in rules if rule.template_id in automatic_ids]

    def _acknowledge_requested(self):
        """One mail per request: what is answered by itself is not acknowledged, too."""
        self._answer_automatically_before()
        # Whatever has become of the answer since then.
        answered = self.filtered("automatic_reply_state")
        answered.acknowledgement_request = False
        return super(
            SupportTicketAutomaticReply, self - answered
        )._acknowledge_requested()

    def _answer_automatically_before(self):
        """Decide about the automatic answer; if that fails, we acknowledge."""
        try:
            with self.env.cr.savepoint():
                self._answer_automatically()
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Tickets %s cannot be answered automatically", self.ids)
            self.automatic_reply_request = False

    # -- Answered -------------------------------------------------------------------
    @api.model
    def _cron_answer_automatically(self):
        """Answer what was asked for; one failure stops no other."""
        domain = Domain("automatic_reply_request", "!=", False)
        for ticket in self.search(domain, order="id", limit=_BATCH):
            ticket._answer_automatically_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain, limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _answer_automatically_safely(self):
        try:
            # Who writes on the ticket at this moment writes its row: he or we first.
            ticket = self.try_lock_for_update(allow_referencing=True)
            ticket.invalidate_recordset()
            ticket._answer_automatically()
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            if isinstance(error, OperationalError):
                return  # Somebody else was faster: it stays asked for.
            _logger.exception("Ticket %s cannot be answered automatically", self.id)
            self.automatic_reply_request = False

    def _answer_automatically(self):
        for ticket in self.filtered("automatic_reply_request"):
            request = ticket.automatic_reply_request
            ticket.automatic_reply_request = False
            ticket = ticket.with_company(ticket.company_id)
            text = ticket._find_automatic_text(request["is_proven"])
            # Asked last: it may have changed while the text was found.
            if text and not ticket._get_automatic_obstacle():
                ticket._send_automatic_reply(text, request.get("message_id"))

    def _find_automatic_text(self, is_proven):
        """Return the text that answers the ticket, possibly none.

        :return: ``support.reply.template.text``
        """
        self.ensure_one()
        none = self.env["support.reply.template.text"]
        if self._get_automatic_obstacle():
            return none
        rules = self._find_automatic_rules()
        if not rules:
            return none
        facts = self._get_facts(get_fact_names(rules))[self]
        rule = find_rule(rules, facts)
        template = self.env["support.reply.template"].browse(
            rule.template_id if rule else []
        )
        if not template or template._get_automatic_problems(self, is_proven):
            return none
        text, _is_fallback = template._choose_text(
            self._get_reply_language(), self._get_company_language()
        )
        return text if text.lang_id in template.automatic_lang_ids else none

    def _get_automatic_obstacle(self):
        """Return what forbids it at this moment, see ``logic.automatic_reply``."""
        self.ensure_one()
        counts = self._count_customer_messages()
        return get_obstacle(
            Situation(
                is_new=self.stage_kind in OPEN_KINDS
                and self.channel_id.kind in CUSTOMER_CHANNEL_KINDS,
                was_answered_by_itself=bool(self.automatic_reply_state),
                was_answered_by_person=bool(self.last_agent_message_date),
                customer_messages=counts.get(self.id, 0),
                is_public=self.is_public_channel,
                has_address=bool(self.email_normalized),
                is_blocked=self._is_automatic_reply_blocked(),
                wants_people=self.partner_id._wants_support_by_people(),
                continues_another=bool(self.origin_ticket_id or self.merged_into_id),
            )
        )

    def _is_automatic_reply_blocked(self):
        since = fields.Datetime.now() - timedelta(hours=1)
        sent = self.env["support.ticket"].search_count(
            [
                ("email_normalized", "=", self.email_normalized),
                ("automatic_reply_date", ">", since),
            ],
            limit=_PER_HOUR,
        )
        return (
            sent >= _PER_HOUR
            or self._is_blacklisted()
            or self._is_known_spammer(self.email_normalized)
        )

    def _send_automatic_reply(self, text, message_id=None):
        """Send a text by itself, mark it as such, and wait for the customer."""
        rendered = text._render(self)
        mail = self.env["mail.mail"].create(
            self._prepare_automatic_reply_vals(text, rendered, message_id)
        )
        self._record_reply_use(text, mail.mail_message_id)
        self.write(
            {
                "automatic_reply_state": "answered",
                "automatic_reply_date": fields.Datetime.now(),
            }
        )
        version = text.version_id
        self._message_log(
            body=self.env._(
                "Answered automatically by “%(template)s”, version %(number)s. If the "
                "customer writes again, a person answers.",
                template=version.template_id.name,
                number=version.number,
            )
        )
        self._move_to_kind("waiting_customer")
        mail.send_after_commit()

    def _prepare_automatic_reply_vals(self, text, rendered, message_id):
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        sender, reply_to = self._get_acknowledgement_addresses()
        code = text.lang_id.code
        body = rendered.body + self._get_automatic_notice(code)
        body += self._get_automatic_footer(code)
        subject = rendered.subject or self.name
        return {
            "subject": f"[{self.number}] {' '.join(subject.split())[:200]}",
            "body_html": body,
            "body": body,
            "email_from": sender,
            "email_to": self.email_normalized,
            "partner_ids": [(6, 0, self.partner_id.ids)],
            "reply_to": reply_to,
            "references": message_id or False,
            "headers": repr(_HEADERS),
            "auto_delete": False,
            "author_id": get_id("base.partner_root"),
            "message_type": "auto_comment",
            "subtype_id": get_id("mail.mt_comment"),
            "model": self._name,
            "res_id": self.id,
            "is_notification": False,
        }

    def _get_automatic_notice(self, code):
        """Return the lines that tell the customer that no person wrote."""
        notice = self.env["support.reply.template"].search(
            Domain("purpose", "=", "notice")
            & Domain("version_id", "!=", False)
            & Domain("company_id", "in", (False, self.company_id.id)),
            limit=1,
        )
        text, is_fallback = notice._choose_text(code, "")
        if text and not is_fallback:
            rendered = text._render(self)
            if not rendered.problems:
                return rendered.body
        return Markup("<p>%s</p>") % self.with_context(lang=code).env._(
            "This answer was written automatically. If it does not help, just reply: a "
            "person will read it."
        )

    def _get_automatic_footer(self, code):
        """Return what the acknowledgement would have said: number and present wait."""
        ticket = self.with_context(lang=code)
        number = ticket.env._("Your number is %(number)s.", number=ticket.number)
        sentences = [number, ticket._get_present_wait()]
        return Markup("<p>%s</p>") % " ".join(filter(None, sentences))

    # -- Handed over ----------------------------------------------------------------
    def _on_customer_message(self, message):
        result = super()._on_customer_message(message)
        if self.sudo().automatic_reply_state == "answered":
            self._hand_over()
        return result

    def _hand_over(self):
        """Give an automatically answered ticket to a person, with what has happened."""
        # The customer's message does it; he may not write this.
        ticket_sudo = self.sudo()
        ticket_sudo.automatic_reply_state = "handed_over"
        use = ticket_sudo.reply_use_ids.filtered("is_automatic")[:1]
        ticket_sudo._message_log(
            body=self.env._(
                "The customer wrote again after the automatic answer “%(template)s” "
                "(version %(number)s). He had asked: “%(subject)s”. Please answer in "
                "person.",
                template=use.template_id.name or "",
                number=use.version_id.number,
                subject=self.name,
            )
        )
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(WATCH_CRON)
        self.env["ir.cron"].browse(cron_id)._trigger_with_commit()

    def _on_agent_answer(self, message):
        result = super()._on_agent_answer(message)
        if self.sudo().automatic_reply_state == "answered":
            # A person goes on by himself; the state is the product's.
            self.sudo().automatic_reply_state = "handed_over"
        return result

    @api.model
    def _cron_solve_silent(self):
        """Solve what was answered automatically and never asked again about."""
        now = fields.Datetime.now()
        for company in self.env["res.company"].search([]):
            since = now - timedelta(days=company.support_reply_window_days)
            tickets = self.search(
                Domain("company_id", "=", company.id)
                & Domain("automatic_reply_state", "=", "answered")
                & Domain("automatic_reply_date", "<=", since)
                & Domain("stage_kind", "=", "waiting_customer"),
                limit=_BATCH,
            ).try_lock_for_update(allow_referencing=True)
            tickets._move_to_kind("solved")
            self.env["ir.cron"]._commit_progress(len(tickets))
