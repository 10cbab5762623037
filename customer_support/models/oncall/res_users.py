from odoo import fields, models

from ...logic import spans
from ...logic.local_clock import to_seconds

_FOR_EVER = to_seconds(fields.Datetime.to_datetime("2200-01-01"))


class ResUsers(models.Model):
    """When people are away, in spans, for the plans of on-call duty."""

    _inherit = "res.users"

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
