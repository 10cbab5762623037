from odoo import fields, models

from ...const import ALERT_NOTIFICATION_STATES


class SupportAlertNotification(models.Model):
    """One message to one person about one alert, by one channel.

    Planned first; what becomes of it is what the host knows of the delivery.
    """

    _name = "support.alert.notification"
    _description = "Alert Notification"
    _order = "due_date, id"
    _rec_name = "channel"

    alert_id = fields.Many2one(
        "support.alert", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    call_number = fields.Integer("Call", help="With which call of the alert it went.")
    channel = fields.Selection(
        [("inbox", "Inbox"), ("mail", "Mail")], required=True, default="mail"
    )
    due_date = fields.Datetime("Due", required=True)
    state = fields.Selection(
        ALERT_NOTIFICATION_STATES, required=True, default="planned"
    )
    failure_reason = fields.Char()
    mail_message_id = fields.Many2one(
        "mail.message", "Message", index="btree_not_null", ondelete="set null"
    )

    _undelivered_idx = models.Index("(alert_id) WHERE state = 'undelivered'")

    def _set_undelivered(self, reason):
        """Note that messages did not arrive, and let the job look at their alerts.

        The alert itself is not written: whoever sends mail never waits for it.
        """
        sent = self.filtered(lambda notification: notification.state == "sent")
        if sent:
            sent.write({"state": "undelivered", "failure_reason": reason})
            cron = self.env.ref("customer_support.ir_cron_climb_alerts")
            cron._trigger_with_commit()
