import logging
import traceback
from datetime import timezone

import psycopg2
import psycopg2.errorcodes
from markupsafe import Markup

from odoo import models, tools

from ...logic import mail_classify, mail_gate, mail_repair

_logger = logging.getLogger(__name__)

# Another transaction was in the way: the next try will do.
_RETRIED_CODES = (
    psycopg2.errorcodes.SERIALIZATION_FAILURE,
    psycopg2.errorcodes.DEADLOCK_DETECTED,
    psycopg2.errorcodes.LOCK_NOT_AVAILABLE,
)
_MAX_ATTEMPTS = 3


class SupportIncomingMailDelivery(models.AbstractModel):
    """What is done with a mail once it is decided; each ``_act_`` returns the vals."""

    _name = "support.incoming.mail.delivery"
    _description = "Delivery of Mail for Support"

    # -- Into a ticket --------------------------------------------------------------
    def _act_new(self, thread, mail, vals, concern, decision, sender, verdict):
        """Open a ticket, through the host's own way for mail to an alias."""
        team = self.env["support.team"].browse(vals["team_id"])
        author = self._find_author(mail, team.company_id, decision, sender)
        defaults = {"team_id": team.id} if team else {}
        route = self._prepare_route(
            concern,
            alias=concern.aliases[:1],
            author=author,
            user=sender if decision.is_verified else None,
            defaults={**defaults, **(self._get_custom_values(vals) or {})},
            is_person=verdict.may_be_acknowledged,
            is_verified=decision.is_verified and decision.reason != "let_in",
            is_colleague=bool(sender),
            with_others=concern.has_other_aliases,
        )
        return self._deliver(thread, mail, vals, route)

    def _act_follow_up(self, thread, mail, vals, concern, decision, sender, verdict):
        """Open a ticket that continues one which ended too long ago."""
        origin = concern.ticket
        defaults = origin._prepare_follow_up_vals()
        for own in ("name", "channel_id"):  # the mail has its own
            defaults.pop(own)
        route = self._prepare_route(
            concern,
            author=self._find_author(mail, origin.company_id, decision, sender),
            user=sender if decision.is_verified else None,
            defaults=defaults,
            is_person=verdict.may_be_acknowledged,
        )
        delivered = self._deliver(thread, mail, vals, route)
        origin._log_follow_up(origin.browse(delivered["ticket_id"]))
        return delivered

    def _act_reply(self, thread, mail, vals, concern, decision, sender, verdict):
        """Post on the ticket that the mail answers."""
        ticket = concern.ticket._find_thread_for_customer_answer(self.env.cr.now())
        ticket = ticket or concern.ticket
        route = self._prepare_route(
            concern,
            ticket=ticket,
            author=self._find_author(mail, ticket.company_id, decision, sender),
            user=sender if decision.is_verified else None,
        )
        return self._deliver(thread, mail, vals, route)

    def _act_note(self, thread, mail, vals, concern, decision, sender, verdict):
        """Keep a program's mail on the ticket, where it neither answers nor reopens."""
        ticket = concern.ticket
        while ticket.merged_into_id:
            ticket = ticket.merged_into_id
        route = self._prepare_route(
            concern,
            ticket=ticket,
            author=self._find_author(mail, ticket.company_id, decision, sender),
            is_note=True,
        )
        return {
            **self._deliver(thread, mail, vals, route),
            "reason_code": verdict.kind,
            "reason": verdict.reason,
        }

    def _find_author(self, mail, company, decision, sender):
        """Return the contact who speaks. A colleague only if he is vouched for."""
        address = tools.email_normalize(mail.sender) or ""
        if sender:
            return (
                sender.partner_id if decision.is_verified else self.env["res.partner"]
            )
        return self._find_contact(address, company or self.env.company)

    def _prepare_route(
        self, concern, ticket=None, alias=None, author=None, user=None, **values
    ):
        """Return the decision in the form in which it travels through the host."""
        return mail_gate.Route(
            known_aliases=concern.known_aliases,
            ticket_id=ticket.id if ticket else 0,
            alias_id=alias.id if alias else 0,
            author_id=author.id if author else 0,
            user_id=user.id if user else 0,
            **values,
        )

    def _get_custom_values(self, vals):
        return vals["options"].get("custom_values")

    def _deliver(self, thread, mail, vals, route):
        """Hand the repaired mail to the host, and see what came of it."""
        raw = mail_repair.to_bytes(mail, self.env.cr.now().replace(tzinfo=timezone.utc))
        thread.with_context(support_mail_route=route).message_process(
            vals["options"].get("model") or False,
            raw,
            save_original=vals["options"].get("save_original", False),
            strip_attachments=vals["options"].get("strip_attachments", False),
        )
        return self._prepare_result(mail, vals)

    def _prepare_result(self, mail, vals):
        message = self.env["mail.message"].search(
            [("message_id", "=", mail.message_id), ("model", "=", "support.ticket")],
            limit=1,
        )
        if not message:
            return self._prepare_refusal(
                mail,
                "not_accepted",
                self.env._("The address does not accept this sender."),
            )
        ticket = self.env["support.ticket"].browse(message.res_id)
        return {
            "state": "processed",
            "reason_code": False,
            "reason": False,
            "message_id": mail.message_id
            if mail.has_own_message_id
            else vals["message_id"],
            "ticket_id": ticket.id,
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "mail_message_id": message.id,
            "body": False,
        }

    # -- Not into a ticket ----------------------------------------------------------
    def _act_returned(self, _thread, mail, vals, concern, _decision, _sender, verdict):
        """One of our mails came back: the host marks it, the ticket says it."""
        message = self._find_returned(verdict)
        address = tools.email_normalize(verdict.failed_recipient) or ""
        partners = self.env["res.partner"].search([("email_normalized", "=", address)])
        concern.ticket._log_returned_mail(verdict, address)
        if verdict.kind == mail_classify.BOUNCE:
            self.env["mail.thread"].sudo()._routing_handle_bounce(
                None,
                {
                    "bounced_email": address,
                    "bounced_partner": partners,
                    "bounced_msg_ids": list(verdict.original_ids),
                    "bounced_message": message,
                    "body": Markup("<pre>%s</pre>")
                    % (verdict.failure or mail.text[:2000]),
                    "email_from": mail.sender,
                    "to": vals["email_to"],
                    "message_id": mail.message_id,
                },
            )
        return {
            "state": "processed",
            "reason_code": "returned",
            "reason": verdict.reason,
            "ticket_id": concern.ticket.id,
            "company_id": concern.ticket.company_id.id,
            "mail_message_id": message.id,
            "body": Markup(mail.html),
        }

    def _act_hold(self, _thread, mail, vals, concern, decision, _sender, _verdict):
        """Keep the mail until a person decides; nobody outside sees it."""
        return {
            **self._prepare_refusal(
                mail, decision.reason, self._get_reason_text(decision.reason)
            ),
            "state": "held",
        }

    def _act_refuse(self, _thread, mail, vals, concern, decision, _sender, verdict):
        reason = self._get_reason_text(decision.reason)
        if verdict.reason and decision.reason == verdict.kind:
            reason = f"{reason} ({verdict.reason})"
        return self._prepare_refusal(mail, decision.reason, reason)

    def _prepare_refusal(self, mail, code, text):
        return {
            "state": "refused",
            "reason_code": code,
            "reason": text,
            # Written anew from what is allowed, see logic/mail_html.
            "body": Markup(mail.html),
        }

    def _get_reason_text(self, code):
        """Return in words why a mail was held or refused."""
        return {
            "own": self.env._("It comes from one of our own addresses."),
            "flood": self.env._("This sender sent too many mails in a short time."),
            "stranger": self.env._("The sender does not take part in this ticket."),
            "forged": self.env._("Our mail server says that the sender is forged."),
            "colleague_unverified": self.env._(
                "The sender is one of us, but our mail server does not vouch for it."
            ),
            "colleague_no_access": self.env._(
                "The sender is one of us without the right to answer this ticket."
            ),
            mail_classify.AUTO_REPLY: self.env._("An automatic answer to no ticket."),
            mail_classify.BOUNCE: self.env._("Returned mail that is not one of ours."),
            mail_classify.DELAY: self.env._("A delay notice for no mail of ours."),
            mail_classify.RECEIPT: self.env._("A receipt for no mail of ours."),
            mail_classify.NEWSLETTER: self.env._("A newsletter."),
        }.get(code, code)

    # -- Failure --------------------------------------------------------------------
    def _book_failure(self, raw, options, concern, error, now):
        """Book a mail whose processing crashed, from its headers alone."""
        _logger.warning("Mail for support could not be processed", exc_info=error)
        headers = mail_repair.read_headers(raw, now.replace(tzinfo=timezone.utc))
        ticket = concern.ticket.exists() if concern else self.env["support.ticket"]
        team = concern.teams[:1] if concern else ticket.team_id
        is_retried = getattr(error, "pgcode", None) in _RETRIED_CODES
        lines = traceback.format_exception(type(error), error, error.__traceback__)
        entry = self._book(
            {
                "subject": headers.subject,
                "email_from": headers.sender_formatted or headers.sender_name,
                "email_normalized": tools.email_normalize(headers.sender) or False,
                "message_id": headers.message_id,
                "size": len(raw),
                "state": "failed",
                "reason_code": "failed",
                "reason": (str(error).strip().split("\n")[0] or repr(error))[:200],
                "error": "".join(lines)[-4000:],
                "options": {k: v for k, v in options.items() if v},
                "is_support": bool(concern),
                "is_retried": is_retried and self.attempts < _MAX_ATTEMPTS,
                "ticket_id": ticket.id,
                "team_id": team.id,
                "company_id": (team or ticket).company_id.id or self.env.company.id,
            },
            raw,
        )
        if entry.is_retried:
            cron = self.env.ref("customer_support.ir_cron_incoming_mail_run_again")
            cron._trigger()
        else:
            entry._warn_managers()
        return entry
