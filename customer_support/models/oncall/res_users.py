from odoo import fields, models

from ...logic import spans
from ...logic.escalation import TimeRange, get_minute_of_day
from ...logic.local_clock import to_seconds

_FOR_EVER = to_seconds(fields.Datetime.to_datetime("2200-01-01"))

_OWN_FIELDS = [
    "support_notification_rule_ids",
    "support_has_quiet_hours",
    "support_quiet_from",
    "support_quiet_to",
]


class ResUsers(models.Model):
    """How somebody is called, as he decides himself; and when he is away."""

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

    # -- Absences -------------------------------------------------------------------
    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"active", "out_of_office_from", "out_of_office_to"}:
            self.env["support.oncall.schedule"]._look_ahead_soon()
        return result

    def _get_oncall_absences(self, start, end):
        """Return when people are away between two instants.

        Days off of their own, out-of-office times; whoever is archived is always away.
        Hook: a glue addon adds what it knows of absences.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        :return: {user id: list of (start, end) in seconds, merged}
        """
        # That somebody is away is no secret in a rota; why, is.
        leaves_sudo = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id.user_id", "in", self.ids),
                    ("date_from", "<", end),
                    ("date_to", ">", start),
                    ("time_type", "=", "leave"),
                ]
            )
        )
        absences = {user.id: user._get_announced_spans() for user in self.sudo()}
        for leave in leaves_sudo:
            span = to_seconds(leave.date_from), to_seconds(leave.date_to)
            absences[leave.resource_id.user_id.id].append(span)
        span = to_seconds(start), to_seconds(end)
        return {
            user_id: spans.cut(spans.merge(away), *span)
            for user_id, away in absences.items()
        }

    def _get_announced_spans(self):
        if not self.active:
            return [(0, _FOR_EVER)]
        if not self.out_of_office_from:
            return []
        back = self.out_of_office_to
        return [
            (
                to_seconds(self.out_of_office_from),
                to_seconds(back) if back else _FOR_EVER,
            )
        ]
