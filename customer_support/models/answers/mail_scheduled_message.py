from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ...const import ENDED_KINDS


class MailScheduledMessage(models.Model):
    _inherit = "mail.scheduled.message"

    support_reply_text_ids = fields.Many2many(
        "support.reply.template.text",
        string="Reply Templates",
        readonly=True,
        help="The texts from which the answer was made; remembered when it is sent.",
    )
    support_reply_values = fields.Json(
        readonly=True,
        copy=False,
        help="What the variables stood for when somebody looked at the answer last.",
    )
    support_reply_date = fields.Datetime(
        readonly=True, copy=False, help="When somebody looked at the answer last."
    )

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages._remember_reply_values()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if "body" in vals:
            self._remember_reply_values()
        return result

    def _remember_reply_values(self):
        """Note what is true while somebody looks at the answer."""
        for message in self.filtered("support_reply_text_ids"):
            values = message._get_reply_values()
            message.write(
                {
                    "support_reply_date": fields.Datetime.now(),
                    "support_reply_values": {
                        name: value.text for name, value in values.items()
                    },
                }
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
        if asked and asked > (self.support_reply_date or self.create_date):
            return self.env._("The customer has written since.")
        for text in self.support_reply_text_ids:
            problems = text._render(ticket, author).problems
            if problems:
                return "\n".join(problems)
        return self._find_changed_value()

    def _find_changed_value(self):
        """Return in words which value of the text is another one now, "" if none."""
        labels = self.env["support.reply.template.text"]._get_variable_labels()
        text = _on_one_line(html2plaintext(self.body or ""))
        before = self.support_reply_values or {}
        for name, value in self._get_reply_values().items():
            was = before.get(name)
            if was and was != value.text and _on_one_line(was) in text:
                return self.env._(
                    "%(variable)s was “%(before)s” and is “%(now)s” now.",
                    variable=labels[name],
                    before=was,
                    now=value.text,
                )
        return ""

    def _get_reply_values(self):
        """Return {variable: ``logic.reply_variables.Value``} of the inserted texts."""
        author, values = self.create_uid, {}
        # What the template says is read as superuser; its author could see it.
        ticket = self.env["support.ticket"].sudo().browse(self.res_id)
        ticket = ticket.with_context(tz=author.tz, lang=author.lang)
        for text in self.support_reply_text_ids.sudo():
            names, code = text._get_variables(), text.lang_id.code
            values |= ticket._get_reply_values(names, code, author)
        return values

    def _return_to_author(self, reason):
        """Give the answer back: it is in an activity, and nothing was sent."""
        ticket = self.env["support.ticket"].browse(self.res_id)
        ticket.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=self.create_uid.id,
            summary=self.env._("A scheduled answer was not sent: %(why)s", why=reason),
            note=self.body,
        )


def _on_one_line(text):
    """Return text with plain spaces only; an amount has others."""
    return " ".join(text.split())
