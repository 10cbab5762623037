from datetime import timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import TRIAGE_MODES
from ...logic.triage_rota import Duty, Rota, get_duty


class SupportTeamTriage(models.AbstractModel):
    """Which tickets of a team wait for triage, and who has duty."""

    _name = "support.team.triage"
    _description = "Triage of a Support Team"

    triage_mode = fields.Selection(
        TRIAGE_MODES,
        "Triage",
        default="none",
        required=True,
        help="Who has duty reads what waits, gives it a contact reason and the right "
        "team. Nobody else is assigned before.",
    )
    triage_participant_ids = fields.One2many(
        "support.triage.participant", "team_id", "Triage Rota", copy=True
    )
    triage_turn = fields.Selection(
        [("day", "Every day"), ("week", "Every week")],
        "Duty Changes",
        default="week",
        required=True,
        help="At midnight in the time zone of the team's working hours.",
    )
    triage_start_date = fields.Date(
        "Rota Starts On",
        default=lambda self: fields.Date.context_today(self),
        required=True,
    )
    triage_duty_user_id = fields.Many2one(
        "res.users", "On Triage Duty", compute="_compute_triage_duty"
    )
    triage_duty_until = fields.Datetime("Until", compute="_compute_triage_duty")
    triage_count = fields.Integer(compute="_compute_counts")

    @api.depends(
        "triage_mode",
        "triage_participant_ids.user_id",
        "triage_participant_ids.sequence",
        "triage_turn",
        "triage_start_date",
        "calendar_id.tz",
        "member_ids.user_id",
    )
    def _compute_triage_duty(self):
        duties = self._get_triage_duties(fields.Datetime.now())
        for team in self:
            duty = duties[team]
            team.triage_duty_user_id = duty.participant
            until = duty.until
            team.triage_duty_until = until and until.replace(tzinfo=None)

    # -- Rota -----------------------------------------------------------------------
    def _get_triage_duties(self, now):
        """Return who has triage duty in each team.

        :param datetime now: naive UTC
        :return: {team: ``logic.triage_rota.Duty``}
        """
        # Who is away is not everybody's business; only who has duty is told.
        teams_sudo = self.sudo().filtered(
            lambda team: team.triage_mode != "none" and team.triage_start_date
        )
        absent_ids = teams_sudo.triage_participant_ids.user_id._get_absent_ids(now)
        at = now.replace(tzinfo=timezone.utc)
        duties = dict.fromkeys(self, Duty(None, None))
        for team in self & teams_sudo:
            duties[team] = get_duty(team.sudo()._get_triage_rota(), at, absent_ids)
        return duties

    def _get_triage_rota(self):
        self.ensure_one()
        members = self.user_ids
        return Rota(
            participants=tuple(
                line.user_id.id
                for line in self.triage_participant_ids.sorted("sequence")
                if line.user_id in members
            ),
            turn=self.triage_turn,
            start=self.triage_start_date,
            zone=ZoneInfo(self.calendar_id.tz or "UTC"),
        )

    def _get_triage_user_ids(self, now):
        """Return who has duty when a ticket comes in, {team: id or False}."""
        duties = self._get_triage_duties(now)
        return {team: duty.participant or False for team, duty in duties.items()}

    @api.model
    def _find_teams_of_triage(self, user, now):
        """Return the teams whose triage is the user's now.

        His turn, or that of the whole team because nobody has duty.
        """
        # Agents may read teams, but not who is away.
        teams_sudo = self.sudo().search(
            Domain("triage_mode", "!=", "none")
            & Domain("member_ids.user_id", "=", user.id)
            & Domain("company_id", "in", self.env.companies.ids)
        )
        duties = teams_sudo._get_triage_user_ids(now)
        return teams_sudo.filtered(lambda team: duties[team] in (user.id, False))
