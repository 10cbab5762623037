from odoo import fields, models

from ...const import WAITING_MAIL_STATES


class SupportTeamMail(models.AbstractModel):
    """What waits for a decision at the mail door, on the start page of the team."""

    _name = "support.team.mail"
    _description = "Mail of a Support Team"

    waiting_mail_count = fields.Integer(compute="_compute_waiting_mail_count")

    def _compute_waiting_mail_count(self):
        # Only those who may read the books see a figure; the view asks for the group.
        groups = (
            self.env["support.incoming.mail"]
            .sudo()
            ._read_group(
                [("team_id", "in", self.ids), ("state", "in", WAITING_MAIL_STATES)],
                ["team_id"],
                ["__count"],
            )
        )
        count_by_team = {team.id: count for team, count in groups}
        for team in self:
            team.waiting_mail_count = count_by_team.get(team.id, 0)

    def action_open_waiting_mails(self):
        """Show the mail of this team that was held or has failed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_incoming_mail_action"
        )
        action["domain"] = [("team_id", "=", self.id)]
        return action
