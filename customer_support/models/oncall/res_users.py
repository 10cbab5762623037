from odoo import fields, models

from ...logic.escalation import TimeRange, get_minute_of_day

_OWN_FIELDS = [
    "support_notification_rule_ids",
    "support_has_quiet_hours",
    "support_quiet_from",
    "support_quiet_to",
]


class ResUsers(models.Model):
    """How somebody is called; everybody decides for himself in his preferences."""

    _inherit = "res.users"

    support_notification_rule_ids = fields.One2many(
        "support.notification.rule",
        "user_id",
        "When Support Calls Me",
        help="You always get a message in your inbox and one mail at once. Add what "
        "else shall happen while nobody has answered.",
    )
    support_has_quiet_hours = fields.Boolean(
        "Quiet Hours",
        help="In these hours only important alerts reach you.",
    )
    support_quiet_from = fields.Float("Quiet From", default=22)
    support_quiet_to = fields.Float("Quiet To", default=7)

    _support_quiet_range = models.Constraint(
        "CHECK (COALESCE(support_quiet_from, 0) BETWEEN 0 AND 24 "
        "AND COALESCE(support_quiet_to, 0) BETWEEN 0 AND 24)",
        "Quiet hours are from 0:00 to 24:00.",
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + _OWN_FIELDS

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + _OWN_FIELDS

    def _is_quiet(self, importance, at):
        """Tell whether an alert may not reach the user at an instant.

        :param str importance: of the alert
        :param datetime at: naive UTC
        """
        self.ensure_one()
        if importance == "important" or not self.support_has_quiet_hours:
            return False
        hours = TimeRange(
            frozenset(range(7)),
            get_minute_of_day(self.support_quiet_from),
            get_minute_of_day(self.support_quiet_to),
            self.tz or "UTC",
        )
        return hours.covers(at)
