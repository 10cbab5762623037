from collections import defaultdict
from dataclasses import dataclass, field

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ACTIVE_KINDS, ASSIGNMENT_VERDICTS, ENDED_KINDS, PRIORITY_WEIGHTS
from ...logic.assignment import Case

# What may put a ticket into the queue, or free an agent for the next one.
_QUEUE_FIELDS = frozenset(
    {"user_id", "team_id", "stage_id", "snoozed_until", "snoozed_until_reply"}
)
# Whoever comes back within the day keeps what was his.
_LASTING_ABSENCES = ("on_leave", "out_of_office", "away")
CRON = "customer_support.ir_cron_assign_tickets"
TRIGGER_KEY = "customer_support_assignment_trigger"


@dataclass
class Load:
    """What somebody has on his desk."""

    weight: int = 0
    counts: dict = field(default_factory=lambda: defaultdict(int))

    def get_count(self, team_id):
        """Return how many tickets of that team he has."""
        return self.counts[team_id]


class SupportTicketAssignment(models.AbstractModel):
    """Who gets a ticket: the queue, the choice, and its reason."""

    _name = "support.ticket.assignment"
    _description = "Assignment of a Support Ticket"

    unassigned_since = fields.Datetime(
        compute="_compute_unassigned_since",
        store=True,
        precompute=True,
        copy=False,
        help="From here on the ticket waits for an agent.",
    )
    waiting_reason = fields.Selection(
        ASSIGNMENT_VERDICTS,
        "Waits Because Everybody Is",
        readonly=True,
        copy=False,
        help="Why nobody could take the ticket when the queue was last handed out.",
    )
    assignment_ids = fields.One2many(
        "support.assignment", "ticket_id", "Assignments", readonly=True
    )
    assignment_explanation = fields.Text(
        "Why This Agent", compute="_compute_assignment_explanation"
    )
    is_queued = fields.Boolean("In the Queue", compute="_compute_is_queued")

    @api.depends("user_id")
    def _compute_unassigned_since(self):
        now = fields.Datetime.now()
        for ticket in self:
            since = ticket.unassigned_since or now
            ticket.unassigned_since = False if ticket.user_id else since

    @api.depends("assignment_ids")
    def _compute_assignment_explanation(self):
        for ticket in self:
            latest = ticket.assignment_ids.sorted("id")[-1:]
            ticket.assignment_explanation = latest.explanation

    @api.depends("user_id", "team_id", "stage_kind", "is_snoozed")
    def _compute_is_queued(self):
        queued = self.filtered_domain(self._get_queue_domain())
        for ticket in self:
            ticket.is_queued = ticket in queued

    @api.onchange("user_id")
    def _onchange_user_id(self):
        """Say that somebody is full or away; a person may choose him all the same."""
        member = self.sudo().team_id.member_ids.filtered(
            lambda member: member.user_id == self.user_id
        )
        if not member or member.availability == "available":
            return None
        availability = member._fields["availability"]
        labels = dict(availability._description_selection(self.env))
        return {
            "warning": {
                "type": "notification",
                "title": self.user_id.name,
                "message": self.env._(
                    "%(verdict)s, with %(count)s open tickets.",
                    verdict=labels[member.availability],
                    count=member.open_count,
                ),
            }
        }

    # -- The queue ------------------------------------------------------------------
    @api.model
    def _get_queue_domain(self):
        """Return which tickets wait for the automatic assignment. Hook to narrow it."""
        return (
            Domain("user_id", "=", False)
            & Domain("stage_kind", "in", ACTIVE_KINDS)
            & Domain("is_snoozed", "=", False)
            & Domain("team_id.assignment_strategy", "not in", (False, "manual"))
        )

    def _request_assignment(self):
        """Let the job look at the queues right after this transaction, once."""
        # How a team works is configuration; whoever writes may not read it.
        strategies = set(self.sudo().team_id.mapped("assignment_strategy"))
        if not strategies <= {"manual"}:
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id(CRON)
            self.env["ir.cron"].browse(cron_id)._trigger_with_commit()

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        if any(not ticket.user_id for ticket in tickets):
            tickets._request_assignment()
        return tickets

    def write(self, vals):
        if not vals.keys() & _QUEUE_FIELDS:
            return super().write(vals)
        old_agents = {ticket: ticket.user_id for ticket in self}
        ended = self.filtered(lambda ticket: ticket.stage_kind in ENDED_KINDS)
        result = super().write(vals)
        # Who hands a ticket over may have lost it by this: no further reading as him.
        tickets_sudo = self.sudo()
        if "user_id" in vals:
            tickets_sudo._on_agent_changed(old_agents)
        if "stage_id" in vals:
            reopened = ended.sudo().filtered(lambda t: t.stage_kind not in ENDED_KINDS)
            reopened._reconsider_agent(fields.Datetime.now())
        tickets_sudo._request_assignment()
        return result

    def _on_agent_changed(self, old_agents):
        """Write down who has the tickets now, and until when he should do something."""
        now = fields.Datetime.now()
        changed = self.filtered(lambda ticket: ticket.user_id != old_agents[ticket])
        changed.filtered("waiting_reason").waiting_reason = False
        trigger = self.env.context.get(TRIGGER_KEY, "manual")
        if trigger != "queue":  # the queue writes down more, see below
            self.env["support.assignment"].create(
                [
                    ticket._prepare_assignment_vals(old_agents[ticket], trigger, now)
                    for ticket in changed
                ]
            )

    def _prepare_assignment_vals(self, previous, trigger, now):
        member = self.team_id.member_ids.filtered(
            lambda member: member.user_id == self.user_id
        )
        over = member.capacity and member.open_count > member.capacity
        return {
            "ticket_id": self.id,
            "team_id": self.team_id.id,
            "user_id": self.user_id.id,
            "previous_user_id": previous.id,
            "date": now,
            "trigger": trigger,
            "exceeds_capacity": bool(over),
            "done_by_id": self.env.uid,
        }

    # -- The choice -----------------------------------------------------------------
    def _get_assignment_cases(self):
        """Return the tickets as ``logic.assignment.Case``, in their order."""
        skills = self.env["support.skill.requirement"]._get_required_skills(self)
        passed = self._get_passed_users()
        return [
            Case(
                id=ticket.id,
                skills=skills[ticket],
                weight=PRIORITY_WEIGHTS[ticket.priority],
                preferred_id=ticket.origin_ticket_id.user_id.id or None,
                passed_id=passed.get(ticket.id),
            )
            for ticket in self
        ]

    def _get_passed_users(self):
        """Return {id of the ticket: id of the user from whom it was taken last}."""
        assignments = self.env["support.assignment"].search(
            [("ticket_id", "in", self.ids), ("user_id", "=", False)], order="id"
        )
        return {
            assignment.ticket_id.id: assignment.previous_user_id.id
            for assignment in assignments
            if assignment.trigger in ("taken_back", "absence")
        }

    def _apply_assignment_choices(self, choices, strategy, now):
        """Write the agents, and beside each why he was chosen.

        :param list choices: of ``logic.assignment.Choice``
        :param str strategy: the team's
        :param datetime now: naive UTC
        """
        by_agent = defaultdict(self.browse)
        for choice in choices:
            ticket = self.browse(choice.case_id)
            if choice.person_id is None:
                ticket._set_waiting_reason(choice)
            else:
                by_agent[choice.person_id] |= ticket
        for agent_id, tickets in by_agent.items():
            tickets.with_context(**{TRIGGER_KEY: "queue"}).write({"user_id": agent_id})
        self.env["support.assignment"].create(
            [
                self.browse(choice.case_id)._prepare_choice_vals(choice, strategy, now)
                for choice in choices
                if choice.person_id is not None
            ]
        )

    def _set_waiting_reason(self, choice):
        reasons = [verdict.reason for verdict in choice.verdicts]
        # The nearest way out first: somebody who only has to finish something.
        known = ("full", "unskilled", "passed")
        reason = next((r for r in known if r in reasons), reasons[:1] and reasons[0])
        if self.waiting_reason != (reason or False):
            self.waiting_reason = reason or False

    def _prepare_choice_vals(self, choice, strategy, now):
        return {
            "ticket_id": self.id,
            "team_id": self.team_id.id,
            "user_id": choice.person_id,
            "date": now,
            "trigger": "queue",
            "strategy": strategy,
            "is_same_agent": choice.rule == "same",
            "waives_skills": choice.waives_skills,
            "done_by_id": self.env.uid,
            "candidates": [
                {
                    "user_id": verdict.person_id,
                    "reason": verdict.reason,
                    "count": verdict.count,
                    "capacity": verdict.capacity,
                    "load": verdict.load,
                }
                for verdict in choice.verdicts
            ],
        }

    @api.model
    def _get_loads(self, users):
        """Return what each user has on his desk, in all teams and companies.

        :return: {id of the user: ``Load``}
        """
        loads = {user.id: Load() for user in users}
        # Whoever hands out work sees how much the others have, not what it is.
        groups = self.sudo()._read_group(
            Domain("user_id", "in", users.ids)
            & Domain("stage_kind", "in", ACTIVE_KINDS)
            & Domain("is_snoozed", "=", False),
            ["user_id", "team_id", "priority"],
            ["__count"],
        )
        for user, team, priority, count in groups:
            loads[user.id].counts[team.id] += count
            loads[user.id].weight += count * PRIORITY_WEIGHTS[priority]
        return loads

    # -- Giving up --------------------------------------------------------------------
    def _reconsider_agent(self, now):
        """Give reopened tickets back to the queue whose agents are not there.

        :param datetime now: naive UTC
        """
        tickets = self.filtered(
            lambda t: (
                t.user_id and t.team_id.assignment_strategy not in (False, "manual")
            )
        )
        for team, group in tickets.grouped("team_id").items():
            absences = team._get_absences(group.user_id, now)
            away = [u for u, a in absences.items() if a.reason in _LASTING_ABSENCES]
            there = team._get_working_members().user_id.filtered(
                lambda user, away=away: user not in away
            )
            lost = group.filtered(
                lambda t, team=team, there=there: (
                    not team.keep_agent_on_reopen or t.user_id not in there
                )
            )
            lost._release("reopened")

    def _release(self, trigger):
        """Put tickets back into the queue, with the reason written down.

        :param str trigger: see ``const.ASSIGNMENT_TRIGGERS``
        """
        if self:
            self.with_context(**{TRIGGER_KEY: trigger}).write({"user_id": False})

    def _hand_over_to(self, user, trigger):
        """Give the tickets to a colleague, with the reason written down."""
        self.with_context(**{TRIGGER_KEY: trigger}).write({"user_id": user.id})

    # -- Actions --------------------------------------------------------------------
    def action_assign_automatically(self):
        """Hand out the team's queue now, this ticket with it."""
        self.check_access("write")
        for team in self.filtered("is_queued").team_id:
            team._assign_queue(fields.Datetime.now())
        self._request_assignment()
