from odoo import api, fields, models


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

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        self._forget_cached_rules()
        return members

    def write(self, vals):
        result = super().write(vals)
        if {"team_id", "user_id", "active"}.intersection(vals):
            self._forget_cached_rules()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_cached_rules()
        return result

    def _forget_cached_rules(self):
        """The record rules name the teams of a user, and are kept in memory.

        As constants the database finds tickets by index; through a join it would look
        at every open ticket of the company.
        """
        self.env.registry.clear_cache()
