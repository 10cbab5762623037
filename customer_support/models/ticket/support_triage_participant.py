from odoo import fields, models


class SupportTriageParticipant(models.Model):
    """Who takes part in the triage rota of a team, in which order."""

    _name = "support.triage.participant"
    _description = "Triage Participant"
    _order = "team_id, sequence, id"
    _rec_name = "user_id"

    team_id = fields.Many2one(
        "support.team", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users",
        "Agent",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
        help="Who leaves the team leaves the rota.",
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related="team_id.company_id", store=True, index=True)
