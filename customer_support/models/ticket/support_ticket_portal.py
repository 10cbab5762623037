from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ...const import ENDED_KINDS, PORTAL_READABLE_FIELDS
from ...logic import portal_html


class SupportTicketPortal(models.AbstractModel):
    """The customer's side of a ticket: who gets in, and what he sees."""

    _name = "support.ticket.portal"
    _inherit = ["portal.mixin", "mail.thread"]
    _description = "Portal Side of a Support Ticket"

    def _compute_access_url(self):  # pylint: disable=missing-return; a compute
        super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f"/my/tickets/{ticket.id}"

    # -- Who gets in ----------------------------------------------------------------
    def _has_field_access(self, field, operation):
        # Asked for every value of every ticket: a list asks thousands of times.
        allowed = super()._has_field_access(field, operation)
        if not allowed or self.env.su:
            return allowed
        if operation == "read" and field.name in PORTAL_READABLE_FIELDS:
            return True
        return not self.env.user.share

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        # Agents see the urgent ones first; how urgent we find it is ours to know.
        is_ours = self.env.su or self.env.user._is_internal()
        if not is_ours and order == self._order:
            order = "id desc"
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _get_thread_with_access(self, thread_id, *, mode="read", **_link_params):
        """The link opens the ticket's page, none of the host's generic routes.

        These would let files of any type in, and texts of any shape.
        """
        return super()._get_thread_with_access(thread_id, mode=mode)

    def _portal_ensure_token(self):
        """Return the token of the ticket's link, which goes out by mail only.

        :raise AccessError: a customer asks; with a log-in he has no use for it, and a
            link that he kept would outlive his log-in
        """
        if not self.env.su and not self.env.user._is_internal():
            raise AccessError(self.env._("Links to tickets are sent by mail."))
        self.check_access("read")
        # Agents send the link, and need no right to write its token for that.
        return super(SupportTicketPortal, self.sudo())._portal_ensure_token()

    def _get_share_url(
        self, redirect=False, signup_partner=False, pid=None, share_token=True
    ):
        is_ours = self.env.su or self.env.user._is_internal()
        return super()._get_share_url(
            redirect, signup_partner, pid, share_token and is_ours
        )

    def _on_customer_changing(self, partner_id):
        """Whoever was the customer loses every door to the ticket.

        Links that were sent before stop working. The former customer no longer
        follows, nor does anybody of his firm if the new one is of another.
        """
        moved = self.filtered(lambda t: t.partner_id and t.partner_id.id != partner_id)
        new_customer_sudo = self.env["res.partner"].sudo().browse(partner_id)
        # Followers and token are not the agent's to read or write.
        for ticket_sudo in moved.sudo():
            leaving = ticket_sudo.partner_id
            firm = leaving.commercial_partner_id
            if firm != new_customer_sudo.commercial_partner_id:
                leaving |= ticket_sudo.message_partner_ids.filtered(
                    lambda partner, firm=firm: partner.commercial_partner_id == firm
                )
            ticket_sudo.message_unsubscribe(partner_ids=leaving.ids)
        moved.sudo().write({"access_token": False})

    # -- What he sees ---------------------------------------------------------------
    def _portal_get_status(self):
        """Return the stage in the customer's words."""
        self.ensure_one()
        return self.stage_id.portal_name or self.stage_id.name

    def _portal_get_messages(self):
        """Return the conversation with the customer, oldest first."""
        self.ensure_one()
        messages = self.env["mail.message"]
        mine = Domain("model", "=", "support.ticket") & Domain("res_id", "=", self.id)
        if self.partner_id:
            rule = messages._get_ticket_visibility_domain(self.commercial_partner_id)
            return messages.search(mine & rule, order="date, id")
        public = mine & messages._get_ticket_public_domain()
        found = messages.search(public, order="date, id")
        return found.filtered(self._portal_is_with_address)

    def _portal_is_with_address(self, message):
        """Tell whether a customer who is only an address wrote or got the message."""
        addresses = f"{message.email_from or ''}, {message.outgoing_email_to or ''}"
        return self.email_normalized in email_normalize_all(addresses)

    @api.model
    def _portal_get_body(self, message):
        """Return the text of a message as a customer's browser may show it."""
        # Sanitised when it was stored, and once more for this place.
        return Markup(portal_html.prepare_for_display(message.body or ""))

    def _portal_get_description(self):
        """Return what was noted on the phone, as a customer's browser may show it."""
        self.ensure_one()
        return Markup(portal_html.prepare_for_display(self.description or ""))

    def _portal_get_reason(self):
        """Return the reason as the customer chose it; what we found is ours."""
        self.ensure_one()
        category = self.category_id
        return (category.parent_id if category.level == "cause" else category).name

    def _portal_find_file(self, attachment_id):
        """Return one file of the conversation, possibly none.

        :param int attachment_id: as the visitor gave it
        """
        files = self._portal_get_messages().attachment_ids
        return files.filtered(lambda file: file.id == attachment_id)

    def _portal_get_continuation(self):
        """Return the ticket that this one was merged into, if it is the customer's."""
        self.ensure_one()
        customer = self.commercial_partner_id
        target = self.merged_into_id
        return target.filtered(
            lambda t: customer and t.commercial_partner_id == customer
        )

    def _portal_get_zone(self):
        """Return the time zone for a visitor without a log-in."""
        self.ensure_one()
        return self.partner_id.tz or self.company_id.partner_id.tz or "UTC"

    # -- What he may do -------------------------------------------------------------
    def _portal_get_answer_kind(self):
        """Return what an answer does now: "answer", "reopen" or "follow_up"."""
        self.ensure_one()
        thread = self._find_thread_for_customer_answer(fields.Datetime.now())
        if not thread:
            return "follow_up"
        return "reopen" if thread.stage_kind in ENDED_KINDS else "answer"
