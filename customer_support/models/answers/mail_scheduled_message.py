from odoo import fields, models


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    support_reply_text_ids = fields.Many2many(
        "support.reply.template.text",
        string="Reply Templates",
        readonly=True,
        help="The texts from which the answer was made; remembered when it is sent.",
    )

    def _message_created_hook(self, message):
        result = super()._message_created_hook(message)
        if self.model == "support.ticket":
            ticket = self.env["support.ticket"].browse(self.res_id)
            for text in self.support_reply_text_ids:
                ticket._record_reply_use(text, message, self.create_uid)
        return result
