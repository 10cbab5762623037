from datetime import timedelta

from odoo import fields, models

from ...const import ALERT_IMPORTANCES
from ...logic.escalation import NotificationRule


class SupportNotificationRule(models.Model):
    """How somebody wants to be called, besides the inbox and one mail at once."""

    _name = "support.notification.rule"
    _description = "Notification Rule"
    _order = "importance, delay, id"
    _rec_name = "channel"
    # Preferences are written as superuser; nobody takes a colleague's rule by them.
    _allow_sudo_commands = False

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
    )
    importance = fields.Selection(
        ALERT_IMPORTANCES, "Alerts", required=True, default="important"
    )
    delay = fields.Integer(
        "After (Minutes)", help="If nobody has answered by then. 0: at once."
    )
    channel = fields.Selection([("mail", "Mail")], "By", required=True, default="mail")

    _delay_range = models.Constraint(
        "CHECK (delay BETWEEN 0 AND 1440)", "A rule waits for a day at most."
    )

    def _get_definitions(self):
        """Return the rules as ``logic.escalation.NotificationRule``."""
        return [
            NotificationRule(
                rule.importance, timedelta(minutes=rule.delay), rule.channel
            )
            for rule in self
        ]
