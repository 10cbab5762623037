from odoo import fields, models
from odoo.exceptions import UserError

from ...const import ENDED_KINDS


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

    # -- What was right when it was written may be wrong when it is sent ------------
    def _post_message(self, raise_exception=True):
        returned = self.browse()
        for scheduled in self.filtered("support_reply_text_ids"):
            reason = scheduled._find_reply_obstacle()
            if reason and raise_exception:
                raise UserError(reason)
            if reason:
                scheduled._return_to_author(reason)
                returned |= scheduled
        returned.unlink()
        return super(MailScheduledMessage, self - returned)._post_message(
            raise_exception
        )

    def _find_reply_obstacle(self):
        """Return why an answer from a template is not sent any more, "" if it is."""
        self.ensure_one()
        author = self.create_uid
        # The job may read the ticket; what the template says, its author could.
        ticket = self.env["support.ticket"].browse(self.res_id)
        if ticket.stage_kind in ENDED_KINDS:
            return self.env._("The ticket has ended since.")
        asked = ticket.last_customer_message_date
        if asked and asked > self.create_date:
            return self.env._("The customer has written since.")
        for text in self.support_reply_text_ids:
            problems = text._render(ticket, author).problems
            if problems:
                return "\n".join(problems)
        return ""

    def _return_to_author(self, reason):
        """Give the answer back: it is in an activity, and nothing was sent."""
        ticket = self.env["support.ticket"].browse(self.res_id)
        ticket.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=self.create_uid.id,
            summary=self.env._("A scheduled answer was not sent: %(why)s", why=reason),
            note=self.body,
        )
