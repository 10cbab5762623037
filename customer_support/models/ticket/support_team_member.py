from odoo import fields, models


class SupportTeamMember(models.Model):
    _name = "support.team.member"
    _description = "Support Team Member"
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
    )
    company_id = fields.Many2one(related="team_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    capacity = fields.Integer(
        help="How many open tickets the agent can carry at once. 0: no limit."
    )

    _user_uniq = models.Constraint(
        "unique (team_id, user_id)", "This agent is already a member of the team."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity cannot be negative."
    )
