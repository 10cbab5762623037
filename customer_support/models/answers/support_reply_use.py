from odoo import api, fields, models
from odoo.fields import Domain


class SupportReplyUse(models.Model):
    """A template was sent. Written once; what became of it is read from the documents.

    Only two instants are added later, once each: when the ticket ended after it, and
    when it came back.
    """

    _name = "support.reply.use"
    _description = "Use of a Reply Template"
    _order = "date desc, id desc"
    _rec_name = "template_id"

    template_id = fields.Many2one(
        "support.reply.template",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    version_id = fields.Many2one(
        "support.reply.template.version",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    lang_id = fields.Many2one("res.lang", "Language", required=True, readonly=True)
    ticket_id = fields.Many2one(
        "support.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    sale_order_id = fields.Many2one("sale.order", "Order", readonly=True)
    category_id = fields.Many2one("support.category", "Contact Reason", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Agent", readonly=True, help="Empty: sent by itself."
    )
    message_id = fields.Many2one("mail.message", readonly=True, ondelete="set null")
    date = fields.Datetime(required=True, readonly=True)
    is_automatic = fields.Boolean("Sent by Itself", readonly=True)
    kept_share = fields.Float(
        "Kept",
        readonly=True,
        aggregator="avg",
        help="How much of the template's words were in what was sent.",
    )
    is_altered = fields.Boolean(
        "Rewritten",
        readonly=True,
        help="Less than half of the words were left: says nothing about the template.",
    )
    ended_date = fields.Datetime("Ticket Ended On", readonly=True)
    reopened_date = fields.Datetime("Ticket Came Back On", readonly=True)
    is_reopened_by_customer = fields.Boolean(
        readonly=True, help="A message of the customer brought it back."
    )

    _template_idx = models.Index("(template_id, version_id, date DESC)")
    _unended_idx = models.Index("(ticket_id) WHERE ended_date IS NULL")

    # -- What happens to the ticket afterwards --------------------------------------
    @api.model
    def _on_tickets_ended(self, tickets, now):
        """Note on the uses (in sudo) of tickets that these have ended."""
        open_uses = Domain("ticket_id", "in", tickets.ids) & Domain(
            "ended_date", "=", False
        )
        self.search(open_uses).write({"ended_date": now})

    @api.model
    def _on_tickets_reopened(self, tickets, now, by_customer=False):
        """Note on the uses (in sudo) of tickets that these have come back."""
        ended_uses = (
            Domain("ticket_id", "in", tickets.ids)
            & Domain("ended_date", "!=", False)
            & Domain("reopened_date", "=", False)
        )
        self.search(ended_uses).write(
            {"reopened_date": now, "is_reopened_by_customer": by_customer}
        )
