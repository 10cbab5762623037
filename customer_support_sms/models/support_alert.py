from odoo import models


class SupportAlert(models.Model):
    _inherit = "support.alert"

    def _send_sms(self, user):
        """Queue an SMS to whoever is called; the host tells what becomes of it."""
        if not user.phone:
            reason = self.env._("There is no phone number.")
            return {"state": "undelivered", "failure_reason": reason}
        message = self._notify_user(
            user, "sms", sms_content=self._get_sms_text(user), put_in_queue=True
        )
        return {"state": "sent", "mail_message_id": message.id}

    def _get_sms_text(self, user):
        alert = self.with_context(lang=user.lang)
        return f"{alert._get_notice_subject()}\n{self._get_link(user)}"
