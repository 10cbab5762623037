import re
from ast import literal_eval

from markupsafe import Markup

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...logic import mail_classify, mail_gate


class SupportTicketMail(models.AbstractModel):
    """How a ticket takes mail in: routing, customer, people in copy, returned mail."""

    _name = "support.ticket.mail"
    _inherit = ["support.ticket.acknowledgement"]
    _description = "Mail of a Support Ticket"

    incoming_mail_ids = fields.One2many(
        "support.incoming.mail",
        "ticket_id",
        string="Mail Received",
        groups="customer_support.customer_support_group_agent_own",
    )
    held_mail_count = fields.Integer(compute="_compute_held_mail_count")
    is_sender_unverified = fields.Boolean(
        readonly=True,
        copy=False,
        help="The ticket was opened in the name of one of us, and nothing proves it.",
    )

    @api.depends("incoming_mail_ids.state")
    def _compute_held_mail_count(self):
        # How many there are is no secret of the mails; reading them has its own rules.
        groups = (
            self.env["support.incoming.mail"]
            .sudo()
            ._read_group(
                [("ticket_id", "in", self.ids), ("state", "=", "held")],
                ["ticket_id"],
                ["__count"],
            )
        )
        count_by_ticket = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.held_mail_count = count_by_ticket.get(ticket.id, 0)

    # -- Routing --------------------------------------------------------------------
    @api.model
    def _prepare_support_routes(self, message, message_dict, decided):
        """Return the host's routes for what the mail door decided.

        :param decided: ``mail_gate.Route``
        """
        alias = self.env["mail.alias"].sudo().browse(decided.alias_id or [])
        message_dict["author_id"] = decided.author_id
        if decided.is_note:
            message_dict.update(is_internal=True, message_type="out_of_office")
        elif decided.ticket_id:
            # An answer to an internal notification is still the customer's answer.
            message_dict["is_internal"] = False
        defaults = {**literal_eval(alias.alias_defaults or "{}"), **decided.defaults}
        route = (
            self._name,
            decided.ticket_id,
            defaults,
            decided.user_id or self.env.uid,
            alias or None,
        )
        if alias and alias.alias_contact != "everyone":
            route = self._routing_check_route(
                message, message_dict, route, raise_exception=False
            )
            message_dict["author_id"] = decided.author_id
        return [route] if route else []

    @api.model
    def _detect_loop_sender_domain(self, email_from_normalized):
        """Count by the exact address: the host's ``ilike`` stops others as well."""
        return Domain("email_normalized", "=", email_from_normalized)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """Answer briefly while mail comes in: the host asks whether a name exists."""
        if allfields is None and attributes is None and self._get_support_route():
            allfields, attributes = [self._rec_name, self._primary_email], ["type"]
        return super().fields_get(allfields, attributes)

    # -- New tickets and answers ----------------------------------------------------
    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Open a ticket from a mail: customer, people in copy, acknowledgement."""
        decided = self._get_support_route() or mail_gate.BY_HOST
        values = dict(custom_values or {})
        team = self.env["support.team"].browse(values.get("team_id"))
        company = team.company_id or self.env.company
        tickets = self.with_company(company)
        values.setdefault("company_id", company.id)
        values.setdefault(
            "channel_id", self.env["support.channel"]._get_by_kind("mail", company).id
        )
        values.setdefault("name", msg_dict.get("subject") or self.env._("(no subject)"))
        partner = tickets._find_or_create_customer(msg_dict, decided, company)
        values.setdefault("partner_id", partner.id)
        values.setdefault("email_cc", tickets._prepare_email_cc(msg_dict))
        values.setdefault(
            "first_text", tools.html2plaintext(msg_dict.get("body") or "")
        )
        # The address that was written to, unless the ticket continues another one.
        values.setdefault("team_is_default", not values.get("origin_ticket_id"))
        values["is_sender_unverified"] = bool(
            decided.is_colleague and not decided.user_id
        )
        ticket = super(SupportTicketMail, tickets).message_new(msg_dict, values)
        if decided.is_person:
            ticket._request_acknowledgement(msg_dict, decided.is_verified)
        return ticket

    def _find_or_create_customer(self, msg_dict, decided, company):
        """Return the contact of a new ticket; the mail door found the known ones."""
        partners = self.env["res.partner"]
        if decided.author_id:
            return partners.browse(decided.author_id)
        email = tools.email_normalize(msg_dict.get("email_from"))
        if not email or not decided.is_person or decided.is_colleague:
            return partners
        names = tools.mail.email_split_tuples(msg_dict["email_from"])
        partner = partners.create(
            {
                "name": _clean_name(names[0][0] if names else "") or email,
                "email": email,
                "company_id": company.id,
            }
        )
        msg_dict["author_id"] = partner.id
        return partner

    def message_update(self, msg_dict, update_vals=None):
        """Add the people in copy of an answer to those of the ticket."""
        old = self.email_cc
        result = super().message_update(
            {**msg_dict, "cc": msg_dict.get("cc_filtered") or ""}, update_vals
        )
        if self.email_cc != old:
            self.email_cc = self._without_own_addresses(self.email_cc)
        return result

    def _prepare_email_cc(self, msg_dict):
        raw = self._mail_cc_sanitized_raw_dict(msg_dict.get("cc_filtered"))
        return self._without_own_addresses(
            ", ".join(value for key, value in raw.items() if key)
        )

    def _without_own_addresses(self, email_cc):
        """Return the list without our aliases and without the customer himself."""
        pairs = tools.mail.email_split_tuples(email_cc or "")
        addresses = {
            tools.email_normalize(email): (name, email) for name, email in pairs
        }
        own = self.env["mail.alias.domain"].sudo()._find_aliases(list(addresses))
        banned = {False, self.email_normalized, *own} if self else {False, *own}
        return ", ".join(
            tools.formataddr(pair)
            for key, pair in addresses.items()
            if key not in banned
        )

    # -- Returned mail --------------------------------------------------------------
    def _log_returned_mail(self, verdict, address):
        """Note on the ticket that a mail of ours did not arrive, or not yet."""
        if not self:
            return
        if verdict.kind == mail_classify.DELAY:
            text = self.env._("Our mail to %(address)s is delayed.", address=address)
        else:
            text = self.env._("Our mail to %(address)s came back.", address=address)
        self._message_log(
            body=Markup("<p>%s</p><p>%s</p>") % (text, verdict.failure or "")
        )

    # -- Outgoing mail --------------------------------------------------------------
    def _message_compute_subject(self):
        """The number in the subject leads an answer back to its ticket."""
        self.ensure_one()
        return f"[{self.number}] {self.name}" if self.number else self.name

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Answers go to the address of the team."""
        # Which address a team has is no secret to those who may write as the ticket.
        teams_sudo = self.sudo().team_id.filtered("alias_email")
        by_team = {
            team_sudo.id: team_sudo._notify_get_reply_to_formatted_email(
                team_sudo.alias_email, author_id=author_id
            )
            for team_sudo in teams_sudo
        }
        result = {
            ticket.id: by_team[ticket.sudo().team_id.id]
            for ticket in self
            if ticket.sudo().team_id in teams_sudo
        }
        rest = self.filtered(lambda ticket: ticket.id not in result)
        if rest:
            result.update(
                super(SupportTicketMail, rest)._notify_get_reply_to(
                    default=default, author_id=author_id
                )
            )
        return result

    # -- Actions --------------------------------------------------------------------
    def action_open_held_mails(self):
        """Show what is held back for this ticket."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_incoming_mail_action_held"
        )
        action["domain"] = [("ticket_id", "=", self.id), ("state", "=", "held")]
        action["context"] = {}
        return action


def _clean_name(name):
    """Return a name for a contact: one line, no address or link posing as a name."""
    name = re.sub(r"\S*(?:@|://|www\.)\S*", " ", name or "")
    name = re.sub(r"[\x00-\x1f<>{}|\\^`\[\]]", " ", name)
    return " ".join(name.split())[:80]
