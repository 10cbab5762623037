import logging

from psycopg2 import OperationalError

from odoo import api, fields, models

from ...logic.escalation import get_notifications

_logger = logging.getLogger(__name__)


class SupportAlertNotify(models.AbstractModel):
    """How people learn of an alert.

    Add a channel by extending ``channel`` of ``support.alert.notification`` and of
    ``support.notification.rule`` and defining ``_send_<channel>(user)``, which returns
    the values to be kept: at least ``state``, "sent" or "undelivered".
    """

    _name = "support.alert.notify"
    _description = "Notifications of Support Alerts"

    # -- Telling --------------------------------------------------------------------
    def _tell(self, users):
        """Tell users now, and plan what their own rules ask for later."""
        self.ensure_one()
        now = fields.Datetime.now()
        self.write(
            {
                "call_count": self.call_count + 1,
                "called_user_ids": [fields.Command.link(user.id) for user in users],
            }
        )
        self.env["support.alert.notification"].create(
            [
                {
                    "alert_id": self.id,
                    "user_id": user.id,
                    "call_number": self.call_count,
                    "channel": channel,
                    "due_date": due_date,
                }
                for user in users
                for due_date, channel in get_notifications(
                    user.support_notification_rule_ids._get_definitions(),
                    self.importance,
                    now,
                )
            ]
        )
        self._send_planned(now)

    def _send_planned(self, now):
        """Send what is planned until now, each once."""
        for notification in self.notification_ids:
            if notification.state == "planned" and notification.due_date <= now:
                self._send_safely(notification)

    def _send_safely(self, notification):
        """Send by one channel; what fails is not delivered, and stops nothing."""
        user, channel = notification.user_id, notification.channel
        try:
            with self.env.cr.savepoint():
                notification.write(getattr(self, f"_send_{channel}")(user))
        except OperationalError:
            raise
        except Exception as error:
            _logger.exception("Alert %s cannot be sent by %s", self.id, channel)
            notification.write({"state": "undelivered", "failure_reason": str(error)})
        if notification.state == "sent":
            self._log("notified", user_id=user.id, channel=channel)

    def _send_inbox(self, user):
        message = self._notify_user(user, "inbox")
        return {"state": "sent", "mail_message_id": message.id}

    def _send_mail(self, user):
        if not user.email:
            reason = self.env._("There is no mail address.")
            return {"state": "undelivered", "failure_reason": reason}
        message = self._notify_user(user, "email")
        # The mail is in the queue of this transaction; nobody waits for its hour.
        queue = self.env.ref("mail.ir_cron_mail_scheduler_action")
        queue._trigger_with_commit()
        return {"state": "sent", "mail_message_id": message.id}

    def _notify_user(self, user, way, **options):
        """Write to one user in his language, by the host's notifications.

        :param str way: "inbox" or "email", whatever his preference is
        :param options: passed on to the host's ``_notify_thread``
        """
        alert = self.with_context(lang=user.lang)
        return alert.message_notify(
            partner_ids=user.partner_id.ids,
            author_id=self.env.ref("base.partner_root").id,
            subject=alert._get_notice_subject(),
            body=alert._render_notice(user),
            email_layout_xmlid="mail.mail_notification_light",
            force_send=False,
            notify_author=True,
            support_alert_way=way,
            **options,
        )

    def _get_notice_subject(self):
        if self.importance == "important":
            return self.env._("Somebody needs you: %(alert)s", alert=self.display_name)
        return self.display_name

    def _render_notice(self, user):
        return self.env["ir.qweb"]._render(
            "customer_support.support_alert_notice",
            {"alert": self, "link": self._get_link(user)},
            lang=user.lang,
        )

    # -- Overrides of the host --------------------------------------------------------
    @api.model
    def _get_notify_valid_parameters(self):
        return super()._get_notify_valid_parameters() | {"support_alert_way"}

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        way = kwargs.get("support_alert_way")
        if way:
            for recipient in recipients:
                recipient["notif"] = way
        return recipients

    def _notify_get_recipients_groups(self, message, model_description, msg_vals=False):
        groups = super()._notify_get_recipients_groups(
            message, model_description, msg_vals
        )
        # The notice has a link of its own, which asks for no log-in.
        for _name, _is_in, group in groups:
            group["has_button_access"] = False
        return groups

    # -- What did not arrive ----------------------------------------------------------
    def _settle_undelivered(self):
        """Write down what did not arrive.

        When nothing of the last call has arrived, it counts as silence: the next step
        comes at once. The inbox does not count; nobody looks there at night.
        """
        lost = self.notification_ids.filtered(lambda n: n.state == "undelivered")
        for notification in lost:
            self._log(
                "failed",
                user_id=notification.user_id.id,
                channel=notification.channel,
                text=notification.failure_reason,
            )
        lost.state = "failed"
        tried = self.notification_ids.filtered(
            lambda n: (
                n.call_number == self.call_count
                and n.channel != "inbox"
                and n.state in ("sent", "failed")
            )
        )
        is_in_vain = all(notification.state == "failed" for notification in tried)
        if self.state == "triggered" and lost & tried and is_in_vain:
            self._log("unreachable")
