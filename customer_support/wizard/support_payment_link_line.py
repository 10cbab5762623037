from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportPaymentLinkLine(models.TransientModel):
    _name = "support.payment.link.line"
    _description = "Payment Link from a Ticket"

    wizard_id = fields.Many2one(
        "support.payment.link", required=True, ondelete="cascade"
    )
    document_model = fields.Selection(
        [("sale.order", "Order"), ("account.move", "Invoice")], "Kind", required=True
    )
    document_id = fields.Many2oneReference(
        model_field="document_model", required=True, readonly=True
    )
    name = fields.Char("What", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    due = fields.Monetary(readonly=True)
    amount = fields.Monetary("To Pay", help="At most what is due.")
    link = fields.Char(compute="_compute_link")

    @api.depends("amount", "document_id", "document_model", "wizard_id")
    def _compute_link(self):
        for line in self:
            line.link = line._get_link()

    def _get_link(self):
        """Return the link; what is not due on the ticket has none."""
        document = self.env[self.document_model].browse(self.document_id)
        return self.wizard_id.ticket_id._get_payment_link(document, self.amount)

    def action_write(self):
        """Put the link into a reply, which the agent reads and sends.

        :raise UserError: it is more than what is due
        """
        self.ensure_one()
        link = self._get_link()
        if not link:
            raise UserError(self.env._("Not so much is due, or not any more."))
        action = self.wizard_id.ticket_id.action_reply_with_template()
        text = self.env._(
            "Please pay %(amount)s for %(what)s here:",
            amount=self.currency_id.format(self.amount),
            what=self.name,
        )
        body = Markup('<p>%s<br/><a href="%s">%s</a></p>') % (text, link, link)
        action["name"] = self.env._("Ask for Payment")
        action["context"]["default_body"] = body
        return action
