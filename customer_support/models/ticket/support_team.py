from ast import literal_eval
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...const import OPEN_KINDS, REOPEN_WINDOW_DAYS


class SupportTeam(models.Model):
    _name = "support.team"
    _inherit = [
        "support.team.mail",
        "support.team.assignment",
        "support.team.triage",
        "mail.alias.mixin",
        "mail.thread",
    ]
    _description = "Support Team"
    _check_company_auto = True
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    color = fields.Integer()
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    description = fields.Text(
        translate=True, help="What the team is for; customers do not see it."
    )
    alias_id = fields.Many2one(
        help="Mail to this address opens a ticket of the team, and answers to it find "
        "their ticket again."
    )
    # People
    leader_id = fields.Many2one(
        "res.users", "Team Leader", domain="[('share', '=', False)]", tracking=True
    )
    member_ids = fields.One2many("support.team.member", "team_id", "Members")
    user_ids = fields.Many2many(
        "res.users", compute="_compute_user_ids", string="Agents"
    )
    # How the team works
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Hours",
        compute="_compute_calendar_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="When the team works. Times that are promised to customers follow it.",
    )
    stage_ids = fields.Many2many("support.stage", string="Own Stages")
    acknowledge = fields.Boolean(
        "Acknowledge New Mail",
        default=True,
        help="A customer who writes for the first time on a ticket gets one answer "
        "with its number. Automatic senders never get one.",
    )
    reopen_window_days = fields.Integer(
        "Reopen Within (Days)",
        default=REOPEN_WINDOW_DAYS,
        help="An answer of the customer reopens a solved or closed ticket within so "
        "many days; later it opens a follow-up ticket. 0: always a follow-up.",
    )
    stage_after_reply = fields.Selection(
        [
            ("waiting_customer", "Waits for the customer"),
            ("open", "Stays open"),
            ("solved", "Is solved"),
        ],
        "After Our Answer the Ticket",
        default="waiting_customer",
        required=True,
    )
    dormant_hours = fields.Integer(
        "Surfaces After (Working Hours)",
        default=16,
        help="A ticket on which nothing has moved for so long in the team's working "
        "hours appears among those that wait too long, and its agent or the team "
        "leader is told. 0: never.",
    )
    # What the start page shows
    open_count = fields.Integer(compute="_compute_counts")
    mine_count = fields.Integer(compute="_compute_counts")
    unassigned_count = fields.Integer(compute="_compute_counts")
    unanswered_count = fields.Integer(compute="_compute_counts")
    dormant_count = fields.Integer(compute="_compute_counts")
    urgent_count = fields.Integer(compute="_compute_counts")
    snoozed_count = fields.Integer(compute="_compute_counts")

    _reopen_window_positive = models.Constraint(
        "CHECK (reopen_window_days >= 0)", "The reopen window cannot be negative."
    )
    _dormant_hours_positive = models.Constraint(
        "CHECK (dormant_hours >= 0)", "The hours of silence cannot be negative."
    )

    @api.depends("company_id")
    def _compute_calendar_id(self):
        for team in self:
            calendar = team.calendar_id
            if not calendar or (
                calendar.company_id and calendar.company_id != team.company_id
            ):
                team.calendar_id = team.company_id.resource_calendar_id

    @api.constrains("calendar_id")
    def _check_calendar_opens(self):
        self.calendar_id._check_opens()

    @api.depends("member_ids.user_id")
    def _compute_user_ids(self):
        for team in self:
            team.user_ids = team.member_ids.user_id

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_counts(self):
        domains = self._get_count_domains()
        counts_by_team = self._count_open_tickets(domains.values())
        for team in self:
            counts = counts_by_team.get(team._origin.id, [0] * len(domains))
            team.update(dict(zip(domains, counts, strict=True)))

    def _count_open_tickets(self, domains):
        """Count what several domains find, in one reading of the open tickets.

        :return: {id of the team: list of counts in the order of the domains}
        """
        tickets = self.env["support.ticket"]
        query = tickets._search(
            Domain("team_id", "in", self._origin.ids)
            & Domain("stage_kind", "in", OPEN_KINDS)
        )
        if query.is_empty():
            return {}
        conditions = [
            domain.optimize_full(tickets)._to_sql(tickets, query.table, query)
            for domain in domains
        ]
        query.groupby = tickets._field_to_sql(query.table, "team_id", query)
        rows = self.env.execute_query(
            query.select(
                query.groupby,
                *(SQL("COUNT(*) FILTER (WHERE %s)", sql) for sql in conditions),
            )
        )
        return {team_id: counts for team_id, *counts in rows}

    def _get_count_domains(self):
        """Return what each figure of the start page counts among the open tickets.

        Snoozed tickets are out of sight: only their own figure counts them.

        :return: {name of an Integer field: ``Domain`` on ``support.ticket``}
        """
        awake = Domain("is_snoozed", "=", False)
        return {
            "open_count": awake,
            "mine_count": awake & Domain("user_id", "=", self.env.uid),
            "unassigned_count": awake & Domain("user_id", "=", False),
            "unanswered_count": awake & Domain("unanswered_since", "!=", False),
            "dormant_count": awake & Domain("is_dormant", "=", True),
            "urgent_count": awake & Domain("priority", "=", "3"),
            "triage_count": awake & Domain("triage_state", "=", "waiting"),
            "snoozed_count": Domain("is_snoozed", "=", True),
        }

    def _get_dormant_since(self, now):
        """Return since when nothing must have moved for a ticket to wait too long.

        :param datetime now: naive UTC
        :return: {team: naive UTC datetime}, without the teams that do not watch it
        """
        since = {}
        watching = self.filtered(lambda team: team.dormant_hours > 0)
        for calendar, teams in watching.grouped("calendar_id").items():
            requests = [(now, timedelta(hours=-team.dormant_hours)) for team in teams]
            instants = calendar._add_working_time(requests)
            since.update(zip(teams, instants, strict=True))
        return since

    # -- Mail alias -----------------------------------------------------------------
    def _alias_get_creation_values(self):
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("support.ticket")
        if self.id:
            defaults = literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "team_id": self.id}
        return values

    # -- Actions --------------------------------------------------------------------
    def action_open_extra_hours(self):
        """Show the opening hours that come on top for a season."""
        self.ensure_one()
        return self.calendar_id.action_open_extra_hours()

    def action_open_tickets(self):
        """Open the team's tickets, filtered by the context's ``support_filter``.

        The filter is a name of the ticket search view, so that what is opened is what
        was counted.
        """
        self.ensure_one()
        chosen = self.env.context.get("support_filter")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action_team"
        )
        filters = {"open", chosen if chosen == "snoozed" else "not_snoozed", chosen}
        action["display_name"] = self.name
        action["domain"] = [("team_id", "=", self.id)]
        action["context"] = {
            "default_team_id": self.id,
            **{f"search_default_{name}": 1 for name in filters if name},
        }
        return action
