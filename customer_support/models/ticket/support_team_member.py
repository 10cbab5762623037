from odoo import api, fields, models

from ...const import ACTIVE_KINDS, ASSIGNMENT_VERDICTS


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

    deputy_id = fields.Many2one(
        "res.users",
        domain="[('share', '=', False), ('id', '!=', user_id)]",
        help="Gets the agent's tickets when he is away, if the team says so.",
    )
    last_turn = fields.Integer(
        readonly=True,
        copy=False,
        help="Number of the turn in which the agent last got a ticket automatically.",
    )
    # What the agent has on his desk
    open_count = fields.Integer("Open", compute="_compute_workload")
    load = fields.Integer(
        compute="_compute_workload",
        help="All tickets on which the agent works, urgent ones weigh more.",
    )
    availability = fields.Selection(
        ASSIGNMENT_VERDICTS, compute="_compute_availability"
    )
    back_date = fields.Datetime("There Again", compute="_compute_availability")
    skill_ids = fields.One2many(related="user_id.support_skill_ids")

    _user_uniq = models.Constraint(
        "unique (team_id, user_id)", "This agent is already a member of the team."
    )
    _capacity_positive = models.Constraint(
        "CHECK (capacity >= 0)", "The capacity cannot be negative."
    )

    # -- Workload -------------------------------------------------------------------
    @api.depends("user_id", "team_id")
    def _compute_workload(self):
        loads = self.env["support.ticket"]._get_loads(self.user_id)
        for member in self:
            load = loads.get(member.user_id.id)
            member.open_count = load.get_count(member.team_id.id) if load else 0
            member.load = load.weight if load else 0

    @api.depends("user_id", "team_id", "capacity")
    def _compute_availability(self):
        now = fields.Datetime.now()
        for team, members in self.grouped("team_id").items():
            absences = team._get_absences(members.user_id, now)
            for member in members:
                absence = absences.get(member.user_id)
                is_full = member.capacity and member.open_count >= member.capacity
                reason = "full" if is_full else "available"
                member.availability = absence.reason if absence else reason
                member.back_date = (absence and absence.until) or False

    def _prepare_absence_decision_vals(self):
        """Return what the team's rule decides about the agent's tickets, if it does."""
        rule = self.team_id.absence_rule
        if rule == "ask":
            return {"deputy_id": self.deputy_id.id}
        if rule == "hand_over" and not self.deputy_id:
            rule = "queue"
        return {"decision": rule, "deputy_id": self.deputy_id.id}

    # -- Actions --------------------------------------------------------------------
    def action_open_tickets(self):
        """Open what counts against the member's capacity."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {
            **action,
            "display_name": self.user_id.name,
            "domain": [
                ("user_id", "=", self.user_id.id),
                ("team_id", "=", self.team_id.id),
                ("stage_kind", "in", ACTIVE_KINDS),
                ("is_snoozed", "=", False),
            ],
            "context": {},
        }

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
