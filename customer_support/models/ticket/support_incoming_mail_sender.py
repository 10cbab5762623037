from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...logic import mail_gate

TRUSTED_PARAMETER = "customer_support.trusted_authserv_id"


class SupportIncomingMailSender(models.AbstractModel):
    """Who sent a mail: known or not, one of us or not, and too often or not."""

    _name = "support.incoming.mail.sender"
    _description = "Sender of an Incoming Mail for Support"

    @api.model
    def _check_authentication(self, mail, options):
        """Return whether our own mail server vouches for the sender's address.

        Only for mail that the server brought: a colleague who calls the API could
        write any header.
        """
        if not options.get("is_trusted"):
            return mail_gate.UNKNOWN
        get_param = self.env["ir.config_parameter"].sudo().get_param
        names = get_param(TRUSTED_PARAMETER) or ""
        trusted = {name.strip().lower() for name in names.split(",") if name.strip()}
        if "sender" in mail.repairs:
            return mail_gate.UNKNOWN  # no From, or several: vouched for which?
        return mail_gate.check_authentication(
            mail.get_all("authentication-results"), mail.sender, trusted
        )

    @api.model
    def _find_colleague(self, address):
        """Return the internal user with an address, possibly none."""
        if not address:
            return self.env["res.users"]
        return self.env["res.users"].search(
            [("partner_id.email_normalized", "=", address), ("share", "=", False)],
            limit=1,
        )

    @api.model
    def _find_contact(self, address, company):
        """Return the contact of a customer, never one of another company's."""
        if not address:
            return self.env["res.partner"]
        partners = self.env["res.partner"].search(
            [
                ("email_normalized", "=", address),
                ("company_id", "in", (False, company.id)),
            ],
            limit=20,
        )
        return partners.sorted(
            lambda partner: (not partner.user_ids, not partner.company_id, partner.id)
        )[:1]

    @api.model
    def _get_role(self, ticket, address, colleague):
        """Return who a sender is to a ticket: see ``logic.mail_gate``."""
        if not address:
            return mail_gate.STRANGER
        if colleague:
            return mail_gate.COLLEAGUE
        if address in (ticket.email_normalized, ticket.partner_id.email_normalized):
            return mail_gate.CUSTOMER
        if self._is_of_customer(ticket, address):
            return mail_gate.CUSTOMER
        copied = tools.email_normalize_all(ticket.email_cc or "")
        if address in copied or self._was_addressed(ticket, address):
            return mail_gate.PARTICIPANT
        return mail_gate.STRANGER

    def _is_of_customer(self, ticket, address):
        """Tell whether a contact of the same customer (firm) has the address."""
        commercial = ticket.commercial_partner_id
        return bool(commercial) and bool(
            self.env["res.partner"].search_count(
                [
                    ("commercial_partner_id", "=", commercial.id),
                    ("email_normalized", "=", address),
                ],
                limit=1,
            )
        )

    def _was_addressed(self, ticket, address):
        """Tell whether we wrote to the address on this ticket, or it follows it."""
        if address in ticket.message_partner_ids.mapped("email_normalized"):
            return True
        return bool(
            self.env["mail.message"].search_count(
                [
                    ("model", "=", ticket._name),
                    ("res_id", "=", ticket.id),
                    ("partner_ids.email_normalized", "=", address),
                ],
                limit=1,
            )
        )

    @api.model
    def _find_own_addresses(self, mail):
        """Tell of each address of a mail whether it is one of ours, in one go.

        Mail from one of them is a loop; the host asks about the others later.

        :param mail: ``mail_repair.Mail``
        :return: {normalized address: bool}
        """
        pairs = [("", mail.sender), *mail.to, *mail.cc]
        addresses = {tools.email_normalize(address) for _name, address in pairs}
        addresses.discard(False)
        own = self.env["mail.alias.domain"]._find_aliases(list(addresses))
        return {address: address in own for address in addresses}

    @api.model
    def _is_flood(self, address, ticket):
        """Tell whether one sender sent more than one person does.

        Counted by the exact address, with the host's own limits, so that one flood
        never stops anybody else.
        """
        get_param = self.env["ir.config_parameter"].sudo().get_param
        threshold = int(get_param("mail.gateway.loop.threshold", 20))
        if not address or not threshold:
            return False
        minutes = int(get_param("mail.gateway.loop.minutes", 120))
        since = fields.Datetime.now() - timedelta(minutes=minutes)
        domain = Domain("email_normalized", "=", address)
        domain &= Domain("received_date", ">=", since) & Domain(
            "state", "=", "processed"
        )
        if ticket:
            domain &= Domain("ticket_id", "=", ticket.id)
        if (
            self.env["support.incoming.mail"].search_count(domain, limit=threshold)
            < threshold
        ):
            return False
        allowed = self.env["mail.gateway.allowed"]
        return not allowed.search_count([("email_normalized", "=", address)], limit=1)
