import logging
from dataclasses import dataclass, field, replace
from datetime import timezone

import psycopg2

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...logic import mail_classify, mail_gate, mail_repair

_logger = logging.getLogger(__name__)

_HANDLED_HERE = (mail_gate.HOLD, mail_gate.REFUSE)


@dataclass
class Concern:
    """Why a mail concerns support, and where it is meant to go."""

    aliases: object  # mail.alias of teams
    has_other_aliases: bool
    teams: object  # support.team of these
    ticket: object  # support.ticket, possibly none
    by_reference: bool
    known_aliases: dict = field(default_factory=dict)  # address: is it one of ours


class SupportIncomingMailIntake(models.AbstractModel):
    """From bytes to a ticket, a message, or an entry that waits for a person."""

    _name = "support.incoming.mail.intake"
    _description = "Intake of Mail for Support"

    # -- The way in -----------------------------------------------------------------
    @api.model
    def _receive(self, thread, raw, options):
        """Process and book one mail. The only way in.

        :param thread: ``mail.thread`` as the gateway called it
        :param bytes raw: the mail
        :param dict options: the other arguments of ``message_process``
        :return: what ``message_process`` returns
        """
        now = fields.Datetime.now()
        aware = now.replace(tzinfo=timezone.utc)
        headers = mail_repair.read_headers(raw, aware)
        concern = self._find_concern(headers, raw, options)
        if not concern:
            return self._pass_to_host(thread, raw, options)
        try:
            with self.env.cr.savepoint():
                entry = self._process(thread, raw, options, concern, now)
        except Exception as error:  # no mail may be lost by our mistake
            self.env.invalidate_all(flush=False)
            entry = self._book_failure(raw, options, concern, error, now)
        return entry._get_result()

    def _get_result(self):
        """Return the id of the ticket, as the gateway's callers expect it."""
        return self.ticket_id.id if self.state == "processed" else False

    def _pass_to_host(self, thread, raw, options):
        """Mail for others: the host's, except that a failure is kept in the books."""
        try:
            return thread.with_context(
                support_mail_route=mail_gate.BY_HOST
            ).message_process(
                **{k: v for k, v in options.items() if k != "is_trusted"}, message=raw
            )
        except psycopg2.OperationalError:
            raise  # the caller runs the whole request again
        except Exception as error:
            self._book_elsewhere(raw, options, error)
            raise

    def _book_elsewhere(self, raw, options, error):
        """Book in a transaction of its own: the caller's is about to be undone."""
        try:
            with self.env.registry.cursor() as cr:
                books = self.env(cr=cr)["support.incoming.mail"]
                books._book_failure(raw, options, None, error, fields.Datetime.now())
        except Exception:
            _logger.exception("A mail that failed could not be booked")

    def _run_again(self, decided=None):
        """Process a booked mail anew.

        :param str decided: "let_in" or "new", when a person has decided
        """
        self.ensure_one()
        # Who may decide was checked by the action; the gateway does the rest.
        mail_sudo = self.sudo()
        raw = mail_sudo._get_raw()
        options = dict(mail_sudo.options or {})
        now = fields.Datetime.now()
        headers = mail_repair.read_headers(raw, now.replace(tzinfo=timezone.utc))
        concern = mail_sudo._find_concern(headers, raw, options, decided)
        try:
            with self.env.cr.savepoint():
                mail_sudo._process_again(raw, options, concern, now, decided)
        except Exception as error:  # it stays in the books
            self.env.invalidate_all(flush=False)
            mail_sudo._book_failure(raw, options, concern, error, now)

    def _process_again(self, raw, options, concern, now, decided):
        thread = self.env["mail.thread"].sudo()
        if concern:
            self._process(thread, raw, options, concern, now, decided)
            return
        # Mail of another app: the host's, now that its fault may be mended.
        options = {"model": False, **options}
        options.pop("is_trusted", None)
        by_host = thread.with_context(support_mail_route=mail_gate.BY_HOST)
        by_host.message_process(message=raw, **options)
        self._book({"state": "processed", "reason": False, "error": False}, raw)

    # -- Does it concern support? ---------------------------------------------------
    @api.model
    def _find_concern(self, headers, raw, options, decided=None):
        """Return the ``Concern`` of a mail, None if it is none of ours.

        :param headers: ``mail_repair.Mail`` of which the headers are read
        """
        aliases = self._find_aliases(headers)
        model_id = self.env["ir.model"]._get_id("support.ticket")
        ours = aliases.filtered(lambda alias: alias.alias_model_id.id == model_id)
        others = aliases - ours
        teams = self._get_teams(ours)
        ticket, by_reference = self._find_ticket(headers, teams.company_id)
        is_fallback = options.get("model") == "support.ticket"
        if options.get("thread_id") and is_fallback:
            ticket = self.env["support.ticket"].browse(options["thread_id"]).exists()
            by_reference = False
        if others and not ours:
            # Forwarded to another app: the host goes by the address too.
            ticket, is_fallback = ticket.browse(), False
        if not (ours or ticket or is_fallback or decided):
            if others or not self._may_be_returned(headers, raw):
                return None
        return Concern(ours, bool(others), teams, ticket, by_reference)

    def _find_aliases(self, headers):
        """Return all aliases that a mail is addressed to."""
        pairs = [*headers.recipients, *headers.to, *headers.cc]
        addresses = list({address.lower() for _name, address in pairs})
        local_parts = self._get_allowed_local_parts(addresses)
        # Whoever delivers the mail need not know the aliases.
        return (
            self.env["mail.alias"]
            .sudo()
            .search_fetch(
                Domain("alias_full_name", "in", addresses)
                | Domain("alias_name", "in", local_parts)
                & Domain("alias_incoming_local", "=", True)
            )
        )

    def _get_allowed_local_parts(self, addresses):
        get_param = self.env["ir.config_parameter"].sudo().get_param
        allowed = get_param("mail.catchall.domain.allowed") or ""
        domains = set(filter(None, allowed.split(",")))
        if domains:
            domains |= set(self.env["mail.alias.domain"].search([]).mapped("name"))
        parts = [address.partition("@") for address in addresses]
        return [local for local, _at, name in parts if not domains or name in domains]

    def _find_ticket(self, headers, companies):
        """Return the ticket that a mail refers to, and whether by Message-ID.

        :param companies: of the teams that it is addressed to, if any
        """
        tickets = self.env["support.ticket"]
        references = [*headers.references[-32:], headers.in_reply_to]
        references = [reference for reference in references if reference]
        if references:
            # What the host reads of it later, too, comes along.
            message = self.env["mail.message"].search_fetch(
                [("message_id", "in", references)], order="id desc", limit=1
            )
            if message.model == "support.ticket" and message.res_id:
                ticket = tickets.search_fetch([("id", "=", message.res_id)])
                if ticket and (not companies or ticket.company_id in companies):
                    return ticket, True
        numbers = mail_gate.find_numbers(headers.subject)
        if numbers:
            domain = Domain("number", "in", numbers)
            if companies:
                domain &= Domain("company_id", "in", companies.ids)
            return tickets.search(domain, limit=1), False
        return tickets, False

    def _get_teams(self, aliases):
        if not aliases:
            return self.env["support.team"]
        return self.env["support.team"].search_fetch([("alias_id", "in", aliases.ids)])

    def _may_be_returned(self, headers, raw):
        """Tell whether it looks like one of our mails coming back, and is."""
        head = raw[:20_000].lower()
        local = headers.sender.partition("@")[0].lower()
        signs = (b"multipart/report", b"x-failed-recipients")
        if not any(sign in head for sign in signs) and local not in (
            "mailer-daemon", "postmaster"
        ):  # fmt: skip
            return False
        mail = mail_repair.repair(
            raw, fields.Datetime.now().replace(tzinfo=timezone.utc)
        )
        return bool(self._find_returned(mail_classify.classify(mail)))

    def _find_returned(self, verdict):
        """Return our message that a bounce brings back, possibly none."""
        if not verdict.is_returned or not verdict.original_ids:
            return self.env["mail.message"]
        return self.env["mail.message"].search(
            [
                ("message_id", "in", list(verdict.original_ids)),
                ("model", "=", "support.ticket"),
            ],
            order="id desc",
            limit=1,
        )

    # -- Processing -----------------------------------------------------------------
    def _process(self, thread, raw, options, concern, now, decided=None):
        """Read, decide, act and book. Returns the entry."""
        mail = mail_repair.repair(raw, now.replace(tzinfo=timezone.utc))
        verdict = mail_classify.classify(mail)
        vals = self._prepare_vals(mail, verdict, raw, options, concern, now)
        if not decided and (known := self._find_duplicate(mail, vals)):
            return self._book({**vals, **known._prepare_duplicate_vals()}, raw)
        namesake = self.env["mail.message"].search(
            [("message_id", "=", mail.message_id)], limit=1
        )
        concern.known_aliases.update(self._find_own_addresses(mail))
        is_own = self._is_own(mail, namesake, concern.known_aliases)
        if namesake:
            self._renew_message_id(mail)
        returned = self._find_returned(verdict)
        if returned:
            ticket = self.env["support.ticket"].browse(returned.res_id).exists()
            concern.ticket, concern.by_reference = ticket, True
        facts, sender = self._gather_facts(mail, verdict, concern, options, now)
        facts = replace(facts, is_own=is_own, is_returned_ours=bool(returned))
        decision = self._apply_decided(mail_gate.decide(facts), facts, decided)
        act = getattr(self, f"_act_{decision.action}")
        vals.update(act(thread, mail, vals, concern, decision, sender, verdict))
        entry = self._book(vals, raw)
        if not entry.mail_message_id:
            entry._keep_files(mail.attachments)
        return entry

    def _prepare_vals(self, mail, verdict, raw, options, concern, now):
        """Return what the books say of a mail, without what became of it."""
        team = concern.teams[:1] or concern.ticket.team_id
        return {
            "subject": mail.subject,
            "email_from": mail.sender_formatted or mail.sender_name,
            "email_normalized": tools.email_normalize(mail.sender) or False,
            "email_to": _join(mail.to),
            "email_cc": _join(mail.cc),
            "message_id": mail.message_id,
            "fingerprint": mail.get_fingerprint(),
            "mail_date": mail.date.replace(tzinfo=None) if mail.date else False,
            "size": len(raw),
            "kind": verdict.kind,
            "repairs": ", ".join(mail.repairs),
            "options": {k: v for k, v in options.items() if v},
            "is_support": True,
            "is_retried": False,
            "error": False,
            "team_id": team.id,
            "company_id": (team or concern.ticket).company_id.id or self.env.company.id,
            "ticket_id": concern.ticket.id,
        }

    def _find_duplicate(self, mail, vals):
        """Return the entry of the same mail, if it was dealt with before."""
        return self.env["support.incoming.mail"].search(
            [
                ("message_id", "=", mail.message_id),
                ("fingerprint", "=", vals["fingerprint"]),
                ("state", "!=", "failed"),
                ("reason_code", "!=", "duplicate"),
                ("id", "not in", self.ids),
            ],
            limit=1,
        )

    def _prepare_duplicate_vals(self):
        """Return the vals of a mail that was delivered once more."""
        return {
            "state": "refused",
            "reason_code": "duplicate",
            "reason": self.env._("The same mail arrived before."),
            "ticket_id": self.ticket_id.id,
            "team_id": self.team_id.id,
            "company_id": self.company_id.id,
            "mail_message_id": self.mail_message_id.id,
        }

    def _renew_message_id(self, mail):
        """Another mail may use a known Message-ID: give this one an id of its own."""
        mail.references = [*mail.references, mail.message_id]
        mail.message_id = f"<{mail.get_fingerprint()[:40]}@mail.invalid>"
        mail.repairs = [*mail.repairs, "message id"]

    def _gather_facts(self, mail, verdict, concern, options, now):
        """Return the facts for the decision, and the colleague who sent it, if any."""
        address = tools.email_normalize(mail.sender) or ""
        ticket = concern.ticket
        colleague = self._find_colleague(address)
        role = (
            self._get_role(ticket, address, colleague)
            if ticket
            else (mail_gate.COLLEAGUE if colleague else mail_gate.STRANGER)
        )
        may_write = not (ticket and colleague) or self._may_write(colleague, ticket)
        facts = mail_gate.Facts(
            verdict=verdict,
            has_ticket=bool(ticket),
            by_reference=concern.by_reference,
            role=role,
            authentication=self._check_authentication(mail, options),
            may_write=may_write,
            is_ended=bool(ticket) and not ticket._find_thread_for_customer_answer(now),
            is_flood=self._is_flood(address, ticket),
        )
        return facts, colleague

    def _may_write(self, user, ticket):
        return (
            ticket.with_user(user).with_company(ticket.company_id).has_access("write")
        )

    def _is_own(self, mail, namesake, known_aliases):
        """Tell whether a mail is one that we sent ourselves: it came around.

        :param namesake: ``mail.message`` with the same Message-ID, if any
        :param dict known_aliases: see ``_find_own_addresses``
        """
        address = tools.email_normalize(mail.sender)
        if known_aliases.get(address):
            return True
        types = ("auto_comment", "comment", "email_outgoing")
        return namesake.message_type in types and (
            tools.email_normalize(namesake.email_from) == address
        )

    def _apply_decided(self, decision, facts, decided):
        """A person's decision replaces ours; who decides vouches for the sender."""
        if not decided or decision.action not in (*_HANDLED_HERE, mail_gate.NEW):
            return decision
        if decided == "let_in" and facts.has_ticket:
            action = mail_gate.FOLLOW_UP if facts.is_ended else mail_gate.REPLY
            return mail_gate.Decision(action, "let_in", is_verified=True)
        return mail_gate.Decision(mail_gate.NEW, "let_in", is_verified=False)


def _join(pairs):
    return ", ".join(
        f"{name} <{address}>" if name else address for name, address in pairs
    )
