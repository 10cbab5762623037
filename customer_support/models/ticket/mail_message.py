from odoo import api, models
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus

# What people, and our automatic answers to them, say; never tracking and notices.
_PUBLIC_TYPES = ("comment", "email", "email_outgoing", "auto_comment")


class MailMessage(models.Model):
    """Customers read of a ticket what they wrote or what was sent to them.

    The host lets whoever may read a record read all its public messages. Beside a
    ticket there is also the correspondence with carriers and suppliers: public in the
    sense of "not an internal note", and none of the customer's business.
    """

    _inherit = "mail.message"

    # Words in conversations are looked for among millions of messages; those of other
    # apps pay nothing for it.
    _support_text_idx = models.Index(lambda registry: _get_text_index(registry))

    @api.model
    def _get_search_domain_share(self):
        domain = super()._get_search_domain_share()
        customer = self.env.user.partner_id.commercial_partner_id
        return domain & (
            Domain("model", "!=", "support.ticket")
            | self._get_ticket_visibility_domain(customer) & self._get_readable_domain()
        )

    @api.model
    def _get_readable_domain(self):
        """Return which messages hang on tickets that the user may read."""
        tickets = self.env["support.ticket"]
        if not tickets.has_access("read"):
            return Domain.FALSE
        return Domain("res_id", "in", tickets._search(Domain.TRUE))

    def _get_forbidden_access(self, operation):
        forbidden = super()._get_forbidden_access(operation)
        if self.env.user._is_internal():
            return forbidden + (self - forbidden)._filter_forbidden_to_staff(operation)
        # To apply the rule, its messages must be read, which is what it may forbid.
        others_sudo = (self - forbidden).sudo()
        hidden = others_sudo.filtered(lambda message: message.model == "support.ticket")
        if hidden and operation == "read":
            hidden -= hidden._filter_readable_by_customer()
        return forbidden + self.browse(hidden.ids)

    def _filter_forbidden_to_staff(self, operation):
        """Return the messages of tickets that a colleague may not send or rewrite.

        Who may read a ticket may leave notes; only who may write it answers, and in
        nobody's name outside. What others said stays as they said it.
        """
        if operation == "read" or not self:
            return self.browse()
        # The user may not yet have the right to read what is being created.
        messages_sudo = self.sudo().filtered(lambda m: m.model == "support.ticket")
        if operation != "create":
            others = messages_sudo.filtered(
                lambda m: m.author_id != self.env.user.partner_id
            )
            return (
                self.browse() if self.env.user._is_system() else self.browse(others.ids)
            )
        public = messages_sudo.filtered_domain(self._get_ticket_public_domain())
        tickets = self.env["support.ticket"].browse(public.mapped("res_id"))
        writable_ids = set(tickets._filtered_access("write").ids)
        refused = public.filtered(
            lambda m: m.res_id not in writable_ids or m.author_id.partner_share
        )
        return self.browse(refused.ids)

    def _filter_readable_by_customer(self):
        """Keep the messages that the user may read as a customer of their tickets.

        Being named in a message is not enough: who is no longer the customer of the
        ticket reads nothing of it.
        """
        customer = self.env.user.partner_id.commercial_partner_id
        visible = self.filtered_domain(self._get_ticket_visibility_domain(customer))
        tickets = (
            self.env["support.ticket"].sudo(False).browse(visible.mapped("res_id"))
        )
        readable_ids = set(tickets.exists()._filtered_access("read").ids)
        return visible.filtered(lambda message: message.res_id in readable_ids)

    @api.model
    def _get_ticket_visibility_domain(self, customer):
        """Return which messages of tickets a customer may read. Hook: narrow it.

        :param customer: ``res.partner``, a commercial entity
        """
        # Archived people of the firm wrote messages too.
        partners_sudo = customer.sudo().with_context(active_test=False)
        family_ids = partners_sudo.search(
            [("commercial_partner_id", "=", customer.id)]
        ).ids
        return self._get_ticket_public_domain() & (
            Domain("author_id", "in", family_ids)
            | Domain("partner_ids", "in", family_ids)
            | Domain("notified_partner_ids", "in", family_ids)
        )

    @api.model
    def _get_ticket_public_domain(self):
        """Return which messages of tickets are talk with somebody outside."""
        return (
            Domain("message_type", "in", _PUBLIC_TYPES)
            & Domain("is_internal", "=", False)
            & Domain("subtype_id", "!=", False)
            & Domain("subtype_id.internal", "=", False)
        )


def _get_text_index(registry):
    """Return the index as the host makes its own, so that its ``ilike`` can use it.

    :return: "" where the database has no trigrams: the search then reads all messages
    """
    if not registry.has_trigram:
        return ""
    body = "body"
    if registry.has_unaccent == FunctionStatus.INDEXABLE:
        body = f"({registry.unaccent(body)})"
    return f"USING gin ({body} gin_trgm_ops) WHERE model = 'support.ticket'"
