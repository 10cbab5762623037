from odoo import models


class MailNotification(models.Model):
    """The host tells of a mail that bounces; an alert takes that for silence."""

    _inherit = "mail.notification"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("notification_status") in ("bounce", "exception"):
            self._on_alert_undelivered(vals.get("failure_reason"))
        return result

    def _on_alert_undelivered(self, reason):
        messages = self.mail_message_id.filtered(lambda m: m.model == "support.alert")
        if messages:
            # Whoever delivers mail has no rights on alerts.
            sent_sudo = self.env["support.alert.notification"].sudo()
            sent_sudo.search(
                [("mail_message_id", "in", messages.ids)]
            )._set_undelivered(reason or self.env._("The mail came back."))
