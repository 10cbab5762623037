from odoo import models, tools


class SupportAlertMail(models.AbstractModel):
    """Whoever answers the mail that called him takes care of it.

    The proof is twofold: the answer names our mail, whose Message-ID nobody but its
    reader knows, and it comes from his address. A program that answers by itself
    takes care of nothing.
    """

    _name = "support.alert.mail"
    _description = "Answers to Support Alerts by Mail"

    def message_update(self, msg_dict, update_vals=None):
        """Acknowledge the alert for whoever answers his own mail in person."""
        is_person = msg_dict.pop("support_from_person", False)
        for alert_sudo in self.sudo():
            user = alert_sudo._find_mail_reader(msg_dict) if is_person else None
            if user and alert_sudo.state == "triggered":
                alert_sudo.with_user(user).sudo()._acknowledge("mail")
        return super().message_update(msg_dict, update_vals)

    def _find_mail_reader(self, msg_dict):
        """Return the user who was called by the mail that is answered, else none.

        :param dict msg_dict: the answer as the gateway parsed it
        """
        named = (
            f"{msg_dict.get('in_reply_to') or ''} {msg_dict.get('references') or ''}"
        )
        known = set(tools.mail.unfold_references(named))
        sender = tools.email_normalize(msg_dict.get("email_from"))
        called = self.notification_ids.filtered(
            lambda notification: (
                notification.channel == "mail"
                and notification.mail_message_id.message_id in known
                and notification.user_id.active
            )
        )
        users = called.user_id.filtered(
            lambda user: sender and tools.email_normalize(user.email) == sender
        )
        return users[:1]
