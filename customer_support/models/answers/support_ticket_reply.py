from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from ...const import ENDED_KINDS
from ...logic.reply_language import get_kept_share

# Less of a template than this was left: what was sent is something else.
_LEAST_KEPT = 0.5
# Tells the one funnel of stages that a message of the customer moves the ticket.
_BY_CUSTOMER = "customer_support_moved_by_customer"


class SupportTicketReply(models.AbstractModel):
    """Answering from templates, and what is remembered of it."""

    _name = "support.ticket.reply"
    _inherit = ["support.ticket.reply.documents"]
    _description = "Replies of a Support Ticket"

    reply_use_ids = fields.One2many(
        "support.reply.use",
        "ticket_id",
        "Replies from Templates",
        readonly=True,
        groups="customer_support.customer_support_group_agent_own",
    )

    # -- What happens to the ticket afterwards --------------------------------------
    def write(self, vals):
        if "stage_id" not in vals:
            return super().write(vals)
        ended = self.sudo().filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        result = super().write(vals)
        tickets_sudo = self.sudo()
        still = tickets_sudo.filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        now = fields.Datetime.now()
        # Whoever moves a ticket writes nothing else about its replies.
        uses_sudo = self.env["support.reply.use"].sudo()
        if still - ended:
            uses_sudo._on_tickets_ended(still - ended, now)
        if ended - still:
            by_customer = bool(self.env.context.get(_BY_CUSTOMER))
            uses_sudo._on_tickets_reopened(ended - still, now, by_customer)
        return result

    def _on_customer_message(self, message):
        told = self.with_context(**{_BY_CUSTOMER: True})
        return super(SupportTicketReply, told)._on_customer_message(message)

    # -- Answering ------------------------------------------------------------------
    def action_reply_with_template(self):
        """Open the composer, with the templates that fit."""
        self.ensure_one()
        self.check_access("write")
        newest = self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "=", self.id)],
            order="id desc",
            limit=1,
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reply with a Template"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_subtype_xmlid": "mail.mt_comment",
                "default_partner_ids": self.partner_id.ids,
                "default_email_add_signature": True,
                "default_last_seen_message": newest.id,
                "clicked_on_full_composer": True,
            },
        }

    def _get_reply_language(self):
        """Return the code of the language in which the customer is answered."""
        return self.sudo().partner_id.lang or ""

    def _get_company_language(self):
        return self.sudo().company_id.partner_id.lang or "en_US"

    def _record_reply_use(self, text, message, agent=None):
        """Write down that a text was sent, and how much of it.

        :param text: ``support.reply.template.text``
        :param message: ``mail.message`` that carries it, already posted
        :param agent: ``res.users``; none: it was sent by itself
        """
        rendered = text._render(self, agent)
        kept = get_kept_share(
            html2plaintext(rendered.body or ""), html2plaintext(message.body or "")
        )
        ended = self.sudo().stage_kind in ENDED_KINDS
        # Uses are evidence: nobody writes them but the product.
        return (
            self.env["support.reply.use"]
            .sudo()
            .create(
                {
                    "template_id": text.version_id.template_id.id,
                    "version_id": text.version_id.id,
                    "lang_id": text.lang_id.id,
                    "ticket_id": self.id,
                    "company_id": self.company_id.id,
                    "sale_order_id": self.sudo().sale_order_id.id,
                    "category_id": self.category_id.id,
                    "user_id": agent.id if agent else False,
                    "message_id": message.id,
                    "date": message.date,
                    "is_automatic": not agent,
                    "kept_share": kept,
                    "is_altered": kept < _LEAST_KEPT,
                    "ended_date": message.date if ended else False,
                }
            )
        )

    # -- What the customer wrote ----------------------------------------------------
    def _count_customer_messages(self):
        """Return how many messages from outside tickets have, {id: count}."""
        # A number, of tickets that the user may read.
        messages_sudo = self.env["mail.message"].sudo()
        domain = (
            Domain("model", "=", self._name)
            & Domain("res_id", "in", self.ids)
            & Domain("message_type", "in", ("email", "comment"))
            & Domain("subtype_id.internal", "=", False)
            & (
                Domain("author_id", "=", False)
                | Domain("author_id.partner_share", "=", True)
            )
        )
        return dict(messages_sudo._read_group(domain, ["res_id"], ["__count"]))
