from odoo import api, fields, models

from ...const import ALERT_OWN_ANSWERS


class SupportAlertMine(models.AbstractModel):
    """What an alert was to whoever looks at it: when he was called, what he did."""

    _name = "support.alert.mine"
    _description = "Own Calls among Support Alerts"

    my_call_date = fields.Datetime("I Was Called", compute="_compute_my_call")
    my_answer = fields.Selection(ALERT_OWN_ANSWERS, compute="_compute_my_call")
    my_minutes = fields.Float(
        "Minutes until I Answered", compute="_compute_my_call", aggregator="avg"
    )

    @api.depends_context("uid")
    @api.depends("state", "called_user_ids", "acknowledged_by_id", "acknowledged_date")
    def _compute_my_call(self):
        user, dates = self.env.user, self._get_own_call_dates()
        for alert in self:
            called = dates.get(alert.id)
            alert.my_call_date = called
            alert.my_answer = alert._get_own_answer(user)
            taken = alert.my_answer == "answered" and alert.acknowledged_date
            span = taken - called if taken and called else None
            alert.my_minutes = span.total_seconds() / 60 if span else 0.0

    def _get_own_call_dates(self):
        """Return {alert id: when the user was first told of it}."""
        # What was sent to oneself is no secret; who else was told is.
        groups = (
            self.env["support.alert.notification"]
            .sudo()
            ._read_group(
                [("alert_id", "in", self.ids), ("user_id", "=", self.env.uid)],
                ["alert_id"],
                ["due_date:min"],
            )
        )
        return {alert.id: date for alert, date in groups}

    def _get_own_answer(self, user):
        if self.acknowledged_by_id == user:
            return "answered"
        if user not in self.called_user_ids:
            return False
        if self.state == "triggered":
            return "waiting"
        return "other" if self.acknowledged_by_id else "none"
