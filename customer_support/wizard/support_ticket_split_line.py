from odoo import api, fields, models
from odoo.tools import html2plaintext


class SupportTicketSplitLine(models.TransientModel):
    """One message of the customer that can go into the new ticket."""

    _name = "support.ticket.split.line"
    _description = "Message in a Split"
    _order = "date desc, id desc"

    wizard_id = fields.Many2one(
        "support.ticket.split.wizard", required=True, index=True, ondelete="cascade"
    )
    message_id = fields.Many2one(
        "mail.message", required=True, readonly=True, ondelete="cascade"
    )
    chosen = fields.Boolean("Take Along")
    date = fields.Datetime(related="message_id.date", store=True)
    author = fields.Char(compute="_compute_preview")
    preview = fields.Char(compute="_compute_preview")

    @api.depends("message_id")
    def _compute_preview(self):
        for line in self:
            message = line.message_id
            line.author = message.author_id.display_name or message.email_from
            text = html2plaintext(message.body or "", include_references=False)
            line.preview = " ".join(text.split())[:200]
