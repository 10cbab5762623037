from datetime import timezone

from odoo import api, fields, models

from ...logic import mail_classify, mail_repair


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def message_route(
        self, message, message_dict, model=None, thread_id=None, custom_values=None
    ):
        """Note for alerts whether a person has answered, which the headers tell."""
        routes = super().message_route(
            message, message_dict, model, thread_id, custom_values
        )
        if any(route and route[0] == "support.alert" for route in routes or ()):
            now = fields.Datetime.now().replace(tzinfo=timezone.utc)
            mail = mail_repair.read_headers(message.as_bytes(), now)
            verdict = mail_classify.classify(mail)
            message_dict["support_from_person"] = verdict.kind == mail_classify.PERSON
        return routes
