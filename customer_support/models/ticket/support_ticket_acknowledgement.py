import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models, tools
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

CRON = "customer_support.ir_cron_acknowledge"
CAP_PARAMETER = "customer_support.acknowledgements_per_hour"
TEMPLATE = "customer_support.mail_template_ticket_acknowledgement"

_BATCH = 100

# So that no program answers, and ours would not either.
_HEADERS = {
    "Auto-Submitted": "auto-replied",
    "X-Auto-Response-Suppress": "All",
    "Precedence": "auto_reply",
}


class SupportTicketAcknowledgement(models.AbstractModel):
    """The one automatic answer to a new ticket: thanks, and the number.

    A sender is easily forged, and then the answer hits a victim. So it carries nothing
    that the sender wrote and nothing of the case, except to senders whom our own mail
    server vouches for; it is written once per ticket and a few times per address and
    hour.
    """

    _name = "support.ticket.acknowledgement"
    _description = "Acknowledgement of a Support Ticket"

    acknowledged_date = fields.Datetime(readonly=True, copy=False)
    acknowledgement_request = fields.Json(
        readonly=True,
        copy=False,
        help="What the acknowledgement needs to know of the mail, until it is decided.",
    )

    _acknowledgement_request_idx = models.Index(
        "(id) WHERE acknowledgement_request IS NOT NULL"
    )

    # -- Asked for by the mail door, written by a job --------------------------------
    def _request_acknowledgement(self, msg_dict, is_verified=False):
        """Let the job acknowledge the ticket right after this transaction.

        Taking in the next mail does not wait for an answer to this one.

        :param dict msg_dict: the mail as the gateway parsed it
        :param bool is_verified: our mail server vouches for the sender
        """
        self.ensure_one()
        if not self.team_id.acknowledge:
            return
        # Whoever wrote does not say what is answered.
        self.sudo().acknowledgement_request = {
            "message_id": msg_dict.get("message_id"),
            "email_from": msg_dict.get("email_from"),
            "is_verified": is_verified,
        }
        cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
        self.env["ir.cron"].browse(cron_id)._trigger_with_commit()

    @api.model
    def _cron_acknowledge(self):
        """Acknowledge what was asked for; one failure stops no other."""
        domain = Domain("acknowledgement_request", "!=", False)
        for ticket in self.search(domain, order="id", limit=_BATCH):
            ticket._acknowledge_safely()
            self.env["ir.cron"]._commit_progress(1)
        remaining = self.search_count(domain, limit=_BATCH)
        if remaining:
            self.env["ir.cron"]._commit_progress(remaining=remaining)

    def _acknowledge_safely(self):
        try:
            ticket = self.try_lock_for_update(allow_referencing=True)
            ticket.invalidate_recordset(["acknowledgement_request"])
            ticket._acknowledge_requested()
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            if isinstance(error, OperationalError):
                return  # Somebody else was faster: it stays asked for.
            _logger.exception("Ticket %s cannot be acknowledged", self.id)
            self.acknowledgement_request = False

    def _acknowledge_requested(self):
        for ticket in self.filtered("acknowledgement_request"):
            request = ticket.acknowledgement_request
            ticket.acknowledgement_request = False
            is_verified = request.pop("is_verified")
            ticket.with_company(ticket.company_id)._acknowledge(request, is_verified)

    def _acknowledge(self, msg_dict, is_verified=False):
        """Send the acknowledgement of a new ticket, if it may be sent.

        :param dict msg_dict: ``message_id`` and ``email_from`` of the mail
        :param bool is_verified: our mail server vouches for the sender
        """
        self.ensure_one()
        if not self._can_be_acknowledged():
            return
        # Whoever wrote has no rights on mail; what is sent is ours.
        ticket_sudo = self.sudo()
        ticket_sudo.acknowledged_date = fields.Datetime.now()
        ticket_sudo._log_expected_wait()
        mail_sudo = ticket_sudo.env["mail.mail"].create(
            ticket_sudo._prepare_acknowledgement_vals(msg_dict, is_verified)
        )
        mail_sudo.send_after_commit()

    def _can_be_acknowledged(self):
        """Tell whether nothing speaks against it. Hook: call ``super()``."""
        if not self.team_id.acknowledge or self.acknowledged_date:
            return False
        if not self.email_normalized or self.origin_ticket_id:
            return False
        return not (
            self._is_blacklisted()
            or self._is_known_spammer(self.email_normalized)
            or self._is_acknowledgement_capped()
        )

    def _is_blacklisted(self):
        blacklist_sudo = self.env["mail.blacklist"].sudo()
        return bool(
            blacklist_sudo.search_count(
                [("email", "=", self.email_normalized)], limit=1
            )
        )

    def _is_acknowledgement_capped(self):
        """Count what the address got in the last hour, over all tickets."""
        get_param = self.env["ir.config_parameter"].sudo().get_param
        cap = int(get_param(CAP_PARAMETER, 3))
        since = fields.Datetime.now() - timedelta(hours=1)
        sent = (
            self.env["support.ticket"]
            .sudo()
            .search_count(
                [
                    ("email_normalized", "=", self.email_normalized),
                    ("acknowledged_date", ">", since),
                ],
                limit=cap or 1,
            )
        )
        return sent >= cap

    def _prepare_acknowledgement_vals(self, msg_dict, is_verified):
        """Return the values of the ``mail.mail``."""
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        template_id = get_id(TEMPLATE, raise_if_not_found=True)
        ticket = self.with_context(lang=self.partner_id.lang or self.env.lang)
        is_proven = is_verified and self._is_sender_the_customer(msg_dict)
        template = ticket.env["mail.template"].browse(template_id)
        template = template.with_context(
            support_greeting=ticket._get_greeting_name(),
            support_title=ticket.name if is_verified else "",
            support_case=ticket._get_case_in_words() if is_proven else "",
            support_expected_wait=ticket._get_expected_wait(),
        )
        rendered = {
            name: template._render_field(name, self.ids)[self.id]
            for name in ("subject", "body_html")
        }
        return {
            **self._prepare_automatic_mail_vals(rendered),
            "references": msg_dict.get("message_id") or False,
        }

    def _prepare_automatic_mail_vals(self, rendered):
        """Return the values of a ``mail.mail`` that no program answers.

        :param dict rendered: ``subject`` and ``body_html``
        """
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        sender, reply_to = self._get_acknowledgement_addresses()
        return {
            "subject": _on_one_line(rendered["subject"]),
            "body_html": rendered["body_html"],
            "body": rendered["body_html"],
            "email_from": sender,
            "email_to": self.email_normalized,
            "reply_to": reply_to,
            "headers": repr(_HEADERS),
            "auto_delete": False,
            "author_id": get_id("base.partner_root"),
            "message_type": "auto_comment",
            "subtype_id": get_id("mail.mt_comment"),
            "model": self._name,
            "res_id": self.id,
            "is_notification": False,
        }

    def _get_acknowledgement_addresses(self):
        """Return the address that the acknowledgement comes from, and for answers."""
        address = self.team_id.alias_email or self.company_id.email
        sender = address and tools.formataddr((self.team_id.name, address))
        if self.team_id.alias_email:
            return sender, sender
        reply_to = self._notify_get_reply_to(default=False)[self.id]
        return sender or reply_to or self.env.user.email_formatted, reply_to

    def _is_sender_the_customer(self, msg_dict):
        """Tell whether the address that is vouched for is the one that is answered."""
        sender = tools.email_normalize(msg_dict.get("email_from"))
        return bool(sender) and sender == self.email_normalized

    def _get_greeting_name(self):
        """Return the name to greet by, "" for somebody whom we do not know yet.

        A contact that the mail door made carries the name that a stranger typed.
        """
        partner = self.partner_id
        known = partner.user_ids or self.env["sale.order"].sudo().search_count(
            [("partner_id", "child_of", partner.commercial_partner_id.ids)], limit=1
        )
        return _on_one_line(partner.name) if partner and known else ""

    def _get_case_in_words(self):
        """Return what we know of the case, "" if nothing, for the customer. Hook.

        Asked only when it is proven that the customer wrote.
        """
        return ""

    def _log_expected_wait(self):
        """Keep what the customer is going to be told of his wait. Hook."""

    def _get_expected_wait(self):
        """Return in words how long an answer takes, "" if unknown. Hook."""
        return ""


def _on_one_line(text):
    """Return text that can be a header: no line end, no tail of control letters."""
    return " ".join((text or "").split())[:250]
