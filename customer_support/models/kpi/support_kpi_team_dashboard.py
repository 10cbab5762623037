from datetime import timezone

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...const import OPEN_KINDS
from ...logic.kpi_period import get_period
from .kpi_scope import to_naive, to_plain
from .support_kpi_tickets import REPORT

_KINDS = {"today": "day", "week": "week"}
_MOST_ROWS = 8
# Which of the figures of a period a team looks at.
_FIGURES = (
    *("first_response_median", "first_response_within", "resolution_median"),
    *("reopen_rate", "csat", "promises_kept"),
)
# Colours of what should be none.
_ALARMS = {"late": "danger", "urgent": "danger", "unassigned": "warning"}


class SupportKpiTeamDashboard(models.AbstractModel):
    """What a team looks at during the day: its queue, its dates, who is there."""

    _name = "support.kpi.team.dashboard"
    _inherit = ["support.kpi.charts"]
    _description = "Dashboard of the Team"

    @api.model
    @api.readonly
    def get_team_dashboard(self, period="today", team_id=None):
        """Return all that the screen shows, of the teams of the agent.

        :param str period: today or week
        :param int team_id: only that team
        :return: dict of plain data
        """
        self.env[REPORT].check_access("read")
        if period not in _KINDS:
            raise UserError(self.env._("There are no figures of such a period."))
        teams = self._get_teams()
        chosen = (teams & teams.browse(team_id)) or teams
        figures = self.env["support.kpi.figures"]
        scope = figures._get_scope({"team_ids": chosen.ids})
        now = fields.Datetime.now()
        today = now.replace(tzinfo=timezone.utc).astimezone(scope.zone).date()
        span = get_period(_KINDS[period], today, scope.zone)
        return {
            "period": period,
            "periods": self._get_periods(),
            "teams": [{"id": team.id, "name": team.name} for team in teams],
            "team_id": chosen.id if len(chosen) == 1 and team_id else False,
            "queue": self._get_queue(chosen),
            "figures": self._get_figures(scope, span) if chosen else [],
            "duty": self._get_duty(),
            "people": self._get_people(chosen),
            "deadlines": self._get_deadlines(chosen, span),
            "promises": self._get_promises(chosen, span),
            "waiting": self._get_waiting(chosen),
        }

    @api.model
    def _get_teams(self):
        """Return the teams whose tickets the reader sees all of."""
        teams = self.env["support.team"].search([])
        if self.env.user.has_group("customer_support.customer_support_group_manager"):
            return teams
        return teams & self.env.user.support_member_ids.team_id

    @api.model
    def _get_periods(self):
        return [
            {"code": "today", "name": self.env._("Today")},
            {"code": "week", "name": self.env._("This Week")},
        ]

    # -- Queue ----------------------------------------------------------------------
    @api.model
    def _get_queue(self, teams):
        """Return the figures of the start page, of all chosen teams, and deadlines."""
        counted = teams._get_count_domains()
        domains = {
            "open": counted["open_count"],
            "unassigned": counted["unassigned_count"],
            "unanswered": counted["unanswered_count"],
            "urgent": counted["urgent_count"],
            "dormant": counted["dormant_count"],
            # As the filters of the list of tickets.
            "late": Domain("sla_due_date", "<=", "now"),
            "due_today": Domain("sla_due_date", ">", "now")
            & Domain("sla_due_date", "<", "today +1d"),
        }
        rows = teams._count_open_tickets(domains.values()).values()
        counts = [sum(column) for column in zip(*rows, strict=True)]
        counts = counts or [0] * len(domains)
        names = self._get_queue_names()
        return [
            {
                "code": code,
                "name": names[code],
                "value": self._format_value(count, "count"),
                "alarm": bool(count) and _ALARMS.get(code, False),
                **self._get_target(
                    names[code],
                    "support.ticket",
                    to_plain(self._get_open_domain(teams) & domain),
                ),
            }
            for (code, domain), count in zip(domains.items(), counts, strict=True)
        ]

    @api.model
    def _get_queue_names(self):
        return {
            "open": self.env._("Open"),
            "unassigned": self.env._("Unassigned"),
            "unanswered": self.env._("Unanswered"),
            "urgent": self.env._("Urgent"),
            "dormant": self.env._("Waits Too Long"),
            "late": self.env._("Late"),
            "due_today": self.env._("Due Today"),
        }

    @api.model
    def _get_open_domain(self, teams):
        return Domain("team_id", "in", teams.ids) & Domain(
            "stage_kind", "in", OPEN_KINDS
        )

    # -- Figures of the period --------------------------------------------------------
    @api.model
    def _get_figures(self, scope, period):
        figures = self.env["support.kpi.figures"]
        found = {
            **figures._get_speed_figures(scope, period),
            **figures._get_sla_figures(scope, period),
            **figures._get_quality_figures(scope, period),
            **figures._get_satisfaction_figures(scope, period),
        }
        return [
            *self._get_flow(scope, period),
            *(
                self._describe_figure(
                    definition,
                    found[definition["code"]].estimate.value,
                    found[definition["code"]].model,
                    to_plain(found[definition["code"]].domain),
                )
                for definition in figures._get_definitions()
                if definition["code"] in _FIGURES
            ),
        ]

    @api.model
    def _get_flow(self, scope, period):
        """Return how many tickets came and went."""
        figures = self.env["support.kpi.figures"]
        domains = {
            "tickets_in": figures._get_received_domain(scope, period),
            "tickets_out": figures._get_ended_domain(scope, period),
        }
        return [
            self._describe_figure(
                {"code": code, "unit": "count", **figures._get_words(code)},
                self.env[REPORT].search_count(domain),
                REPORT,
                to_plain(domain),
            )
            for code, domain in domains.items()
        ]

    @api.model
    def _describe_figure(self, definition, value, model, domain):
        return {
            "code": definition["code"],
            "name": definition["name"],
            "formula": definition["formula"],
            "value": self._format_value(value, definition["unit"]),
            **self._get_target(definition["name"], model, domain),
        }

    # -- People ---------------------------------------------------------------------
    @api.model
    def _get_duty(self):
        return [
            {
                **duty,
                "until": duty["until"] and self._format_moment(duty["until"]),
            }
            for duty in self.env["support.oncall.schedule"].get_duty_overview()
        ]

    @api.model
    def _get_people(self, teams):
        """Return the members of the teams, who is there first."""
        members = self.env["support.team.member"].search([("team_id", "in", teams.ids)])
        field = members._fields["availability"]
        labels = dict(field._description_selection(self.env))
        people = [
            {
                "id": member.id,
                "name": member.user_id.name,
                "team": member.team_id.name,
                "count": member.open_count,
                "is_there": member.availability in ("available", "full"),
                "availability": labels[member.availability],
            }
            for member in members
        ]
        return sorted(people, key=lambda person: not person["is_there"])

    # -- What comes next --------------------------------------------------------------
    @api.model
    def _get_deadlines(self, teams, period):
        """Return the tickets that are late or due in the period, most urgent first."""
        domain = self._get_open_domain(teams) & Domain(
            "sla_due_date", "<", to_naive(period.end)
        )
        name = self.env._("Deadlines")
        return self._get_rows(
            name,
            domain,
            "sla_due_date, id",
            lambda ticket: (ticket.sla_countdown, ticket.sla_status),
        )

    @api.model
    def _get_waiting(self, teams):
        """Return the tickets whose customers have waited longest for an answer."""
        domain = self._get_open_domain(teams) & Domain("unanswered_since", "!=", False)
        domain &= Domain("is_snoozed", "=", False)
        return self._get_rows(
            self.env._("Waiting for an Answer"),
            domain,
            "unanswered_since, id",
            lambda ticket: (self._format_moment(ticket.unanswered_since), False),
        )

    @api.model
    def _get_rows(self, name, domain, order, describe):
        tickets = self.env["support.ticket"].search(
            domain, order=order, limit=_MOST_ROWS
        )
        rows = []
        for ticket in tickets:
            moment, status = describe(ticket)
            rows.append(self._get_row(ticket, ticket.name, moment, status))
        return {
            "name": name,
            "rows": rows,
            **self._get_target(name, "support.ticket", to_plain(domain)),
        }

    @api.model
    def _get_promises(self, teams, period):
        """Return the promises that are overdue or fall due in the period."""
        name = self.env._("Promises Due")
        domain = (
            Domain("team_id", "in", teams.ids)
            & Domain("kept_date", "=", False)
            & Domain("cancelled_date", "=", False)
            & Domain("due_date", "<", to_naive(period.end))
        )
        promises = self.env["support.promise"].search(
            domain, order="due_date, id", limit=_MOST_ROWS
        )
        now = fields.Datetime.now()
        rows = [
            self._get_row(
                promise.ticket_id,
                promise.name,
                self._format_moment(promise.due_date),
                "late" if promise.due_date <= now else "on_time",
            )
            for promise in promises
        ]
        return {
            "name": name,
            "rows": rows,
            **self._get_target(name, "support.promise", to_plain(domain)),
        }

    @api.model
    def _get_row(self, ticket, text, moment, status):
        return {
            "id": ticket.id,
            "number": ticket.number,
            "text": text,
            "customer": ticket.partner_id.display_name or "",
            "agent": ticket.user_id.name or "",
            "moment": moment or "",
            "status": status or "",
        }

    @api.model
    def _format_moment(self, moment):
        return format_datetime(self.env, moment, dt_format="d MMM HH:mm")
