from odoo import api, fields, models
from odoo.fields import Domain


class SupportTicketTeam(models.AbstractModel):
    """Which team and which agent a ticket belongs to, and how it changes hands."""

    _name = "support.ticket.team"
    _description = "Team and Agent of a Support Ticket"

    team_id = fields.Many2one(
        "support.team",
        index=True,
        tracking=True,
        check_company=True,
        default=lambda self: self._default_team_id(),
    )
    user_id = fields.Many2one(
        "res.users",
        "Assigned to",
        index="btree_not_null",
        tracking=True,
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    assign_date = fields.Datetime("Assigned On", readonly=True, copy=False)

    def _default_team_id(self):
        own = Domain("member_ids.user_id", "=", self.env.uid)
        company = Domain("company_id", "=", self.env.company.id)
        teams = self.env["support.team"]
        return teams.search(own & company, limit=1) or teams.search(company, limit=1)

    @api.onchange("category_id")
    def _onchange_category_id(self):
        """Show at once what saving will do, see ``_hand_over_to_team_in_charge``."""
        team = self.category_id._find_team(self.company_id or self.env.company)
        self.team_id = team or self.team_id

    # -- Creating -------------------------------------------------------------------
    def _add_team_values(self, vals_list):
        """Return copies of the values with team and company.

        Team: given, else in charge of the reason, else the user's own. Company: given,
        else the team's.
        """
        needed = ("team_id", "company_id", "channel_id")
        missing = {name for vals in vals_list for name in needed if name not in vals}
        # A default is asked for only where it is needed: finding a team costs queries.
        defaults = self.default_get(list(missing)) if missing else {}
        completed = []
        for vals in vals_list:
            own = {**self._get_team_values_of_category(vals), **vals}
            team = self.env["support.team"].browse(own.get("team_id"))
            if team:
                own.setdefault("company_id", team.company_id.id)
            completed.append({**defaults, **own})
        return completed

    def _get_team_values_of_category(self, vals):
        if not vals.get("category_id") or vals.get("team_id"):
            return {}
        category = self.env["support.category"].browse(vals["category_id"])
        company = self.env["res.company"].browse(vals.get("company_id"))
        team = category._find_team(company or self.env.company)
        return {"team_id": team.id} if team else {}

    # -- Changing hands -------------------------------------------------------------
    def write(self, vals):
        if not vals.keys() & {"team_id", "user_id", "category_id"}:
            return super().write(vals)
        vals = dict(vals)
        if vals.get("user_id"):
            vals["assign_date"] = fields.Datetime.now()
        if vals.get("team_id"):
            team = self.env["support.team"].browse(vals["team_id"])
            vals.setdefault("company_id", team.company_id.id)
        super().write(vals)
        if vals.get("category_id") and "team_id" not in vals:
            self._hand_over_to_team_in_charge()
        if vals.get("team_id"):
            self._fit_stage_to_team()
        self._keep_in_sight()
        return True

    def _hand_over_to_team_in_charge(self):
        """The reason decides which department solves the ticket.

        An agent who is no member of that department gives the ticket up.
        """
        # The agent may write the ticket; which department comes next is configuration.
        for (category, company), tickets_sudo in (
            self.sudo().grouped(lambda ticket: (ticket.category_id, ticket.company_id))
        ).items():
            team = category._find_team(company)
            for ticket_sudo in tickets_sudo.filtered(
                lambda t, team=team: t.team_id != team
            ):
                if team:
                    ticket_sudo.write(ticket_sudo._prepare_hand_over_vals(team))

    def _prepare_hand_over_vals(self, team):
        stays = self.user_id in team.user_ids
        return {"team_id": team.id} | ({} if stays else {"user_id": False})

    def _fit_stage_to_team(self):
        """A stage that the new team does not use becomes its stage of that kind."""
        # The writer may have given up his right to the ticket by this very move.
        for ticket_sudo in self.sudo():
            teams = ticket_sudo.stage_id.team_ids
            if teams and ticket_sudo.team_id not in teams:
                ticket_sudo._move_to_kind(ticket_sudo.stage_kind)

    def _keep_in_sight(self):
        """Who hands a ticket over may still read it, as a follower.

        Otherwise saving the form would end in an access error.
        """
        if self.env.su or not self.env.user._is_internal():
            return
        lost = self - self._filtered_access("read")
        # He was allowed to write it a moment ago.
        lost.sudo().message_subscribe(partner_ids=self.env.user.partner_id.ids)

    # -- Actions --------------------------------------------------------------------
    def action_assign_to_me(self):
        self.write({"user_id": self.env.uid})
