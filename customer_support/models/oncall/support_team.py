from odoo import api, fields, models

from ...const import PRIORITIES


class SupportTeam(models.Model):
    """Who is called for the team's emergencies, and when."""

    _inherit = "support.team"

    alert_policy_id = fields.Many2one(
        "support.escalation.policy",
        "Escalation Policy",
        check_company=True,
        ondelete="restrict",
        help="Who is called one after the other. Empty: the support managers.",
    )
    alert_outside_hours = fields.Boolean(
        "Call Outside the Hours",
        help="When a ticket becomes urgent while the team is closed, somebody comes.",
    )
    alert_priority = fields.Selection(
        PRIORITIES,
        "From Priority",
        default=lambda self: PRIORITIES[-1][0],
        required=True,
    )
    emergency_form = fields.Boolean(
        help="Anybody can call somebody of the team on the page /support/emergency.",
    )

    on_call_words = fields.Text("On Duty", compute="_compute_on_call_words")

    @api.depends("alert_policy_id")
    @api.depends_context("lang", "tz", "uid")
    def _compute_on_call_words(self):
        for team in self:
            schedules = team.alert_policy_id.step_ids.schedule_id
            team.on_call_words = "\n".join(
                schedule._describe_duty() for schedule in schedules
            )

    def _is_open(self, at):
        """Tell whether the team works at an instant (naive UTC)."""
        self.ensure_one()
        return self.calendar_id._get_next_opening(at) == at

    def _calls_for(self, priority, at):
        """Tell whether somebody is called for a ticket that is so urgent.

        :param datetime at: naive UTC
        """
        return (
            self.alert_outside_hours
            and priority >= self.alert_priority
            and not self._is_open(at)
        )

    def action_open_alerts(self):
        """Show the team's alerts that are not resolved."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_alert_action"
        )
        return {**action, "domain": [("team_id", "=", self.id)]}
