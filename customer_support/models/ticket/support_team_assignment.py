import logging
from random import SystemRandom

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ABSENCE_RULES, ASSIGNMENT_STRATEGIES
from ...logic.assignment import Person, distribute

_logger = logging.getLogger(__name__)

# Tickets that are handed out in one transaction, and looked at in one run.
_BATCH = 100
_MAXIMUM = 2000
_ATTEMPTS = 5


class SupportTeamAssignment(models.AbstractModel):
    """How a team hands out its tickets.

    Unassigned tickets are the queue. The job hands them out, one transaction a batch,
    with the team's row locked and written: whoever else does it at the same time
    leaves the team alone or starts anew with what is true then (docs/adr/0010).
    """

    _name = "support.team.assignment"
    _description = "Assignment in a Support Team"

    assignment_strategy = fields.Selection(
        ASSIGNMENT_STRATEGIES,
        "Assign Tickets",
        default="manual",
        required=True,
        help="By hand: agents take them. In turn: one after the other. To the least "
        "loaded: urgent tickets weigh more. To the most skilled: among those who have "
        "the skills that the ticket needs, the best.",
    )
    assign_in_hours = fields.Boolean(
        "Only in Working Hours",
        default=True,
        help="Outside his own working hours, else those of the team, an agent gets "
        "nothing. Days off always count.",
    )
    assign_online_only = fields.Boolean(
        "Only to Agents Who Are Online",
        help="Who has no browser open gets nothing.",
    )
    may_waive_skills = fields.Boolean(
        "Without Anybody Skilled, to Anybody",
        default=True,
        help="If nobody in the team has the skills that a ticket needs, they do not "
        "count. Otherwise it waits. If somebody has them and is away, it waits anyway.",
    )
    keep_agent_on_reopen = fields.Boolean(
        "Reopened Tickets Keep Their Agent",
        default=True,
        help="If he is there. Otherwise they go to the queue.",
    )
    take_back_hours = fields.Float(
        "Take Back After (Working Hours)",
        help="A ticket on which its agent does nothing for so long goes to somebody "
        "else. 0: never.",
    )
    absence_rule = fields.Selection(
        ABSENCE_RULES,
        "When an Agent Is Away",
        default="ask",
        required=True,
        help="What becomes of his open tickets when his days off begin.",
    )
    assignment_turn = fields.Integer(
        readonly=True, copy=False, help="How often somebody has got a ticket."
    )

    _take_back_hours_positive = models.Constraint(
        "CHECK (take_back_hours >= 0)", "The hours of silence cannot be negative."
    )

    # -- Handing out ----------------------------------------------------------------
    @api.model
    def _cron_assign_tickets(self):
        """Hand out what waits, team by team; look again when somebody comes back."""
        for team in self._find_teams_with_queue():
            team._assign_safely()
            self.env["ir.cron"]._commit_progress(1)
        self._find_teams_with_queue()._plan_next_assignment()

    @api.model
    def _find_teams_with_queue(self):
        tickets = self.env["support.ticket"]
        groups = tickets._read_group(tickets._get_queue_domain(), ["team_id"])
        return self.browse([team.id for (team,) in groups])

    def _assign_safely(self):
        """Hand out the team's queue; one team's failure stops no other."""
        self.ensure_one()
        for _attempt in range(_ATTEMPTS):
            try:
                self._assign_queue(fields.Datetime.now())
                self.env.flush_all()
                return
            except OperationalError:
                # Somebody else has just handed out: once more with what is true now.
                self.env.cr.rollback()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Tickets of team %s cannot be assigned", self.id)
                return

    def _assign_queue(self, now, random=None):
        """Hand out the team's queue by priority, then by waiting time.

        :param datetime now: naive UTC
        :param Random random: for the strategy "random"
        :return: the tickets that got an agent; none if another transaction is at it
        :raise OperationalError: another transaction has done it since this one began
        """
        self.ensure_one()
        # Who gets a ticket is decided by the team's rules, not by rights of a user.
        team_sudo = self.sudo().try_lock_for_update(allow_referencing=True)
        if not team_sudo or team_sudo.assignment_strategy == "manual":
            return self.env["support.ticket"]
        assigned_sudo = team_sudo._assign_batches(now, random)
        return self.env["support.ticket"].browse(assigned_sudo.ids)

    def _assign_batches(self, now, random):
        """Hand out batch by batch, until nothing waits or nobody can take more."""
        assigned = seen = self.env["support.ticket"]
        people = self._get_people(now)
        while len(seen) < _MAXIMUM:
            tickets = self._find_queue(seen, _BATCH)
            if not tickets:
                break
            seen |= tickets
            free = tickets.try_lock_for_update(allow_referencing=True)
            assigned |= self._assign_batch(free, people, now, random)
            people = self._get_people(now)
            if not any(not p.absence and not p.is_full for p in people):
                break  # Those behind would wait, too.
        return assigned

    def _find_queue(self, seen, limit):
        tickets = self.env["support.ticket"].sudo()
        domain = tickets._get_queue_domain() & Domain("team_id", "=", self.id)
        return tickets.search(
            domain & Domain("id", "not in", seen.ids),
            order="priority desc, unassigned_since, id",
            limit=limit,
        )

    def _assign_batch(self, tickets, people, now, random):
        choices, turn = distribute(
            tickets._get_assignment_cases(),
            people,
            self.assignment_strategy,
            random or SystemRandom(),
            may_waive_skills=self.may_waive_skills,
            turn=self.assignment_turn,
        )
        made = [choice for choice in choices if choice.person_id is not None]
        tickets._apply_assignment_choices(choices, self.assignment_strategy, now)
        if made:
            self._note_turns(made, turn)
        return tickets.browse([choice.case_id for choice in made])

    def _note_turns(self, made, turn):
        """Remember who got a ticket last; writing the team's row keeps others out."""
        first = turn - len(made) + 1
        last = {choice.person_id: first + i for i, choice in enumerate(made)}
        for member in self.member_ids:
            if member.user_id.id in last:
                member.last_turn = last[member.user_id.id]
        self.assignment_turn = turn

    # -- People ---------------------------------------------------------------------
    def _get_people(self, now):
        """Return the members as ``logic.assignment.Person``, in the team's order."""
        members = self._get_working_members()
        users = members.user_id
        absences = self._get_absences(users, now)
        skills = users._get_support_skills()
        loads = self.env["support.ticket"]._get_loads(users)
        return [
            Person(
                id=member.user_id.id,
                count=loads[member.user_id.id].get_count(self.id),
                capacity=member.capacity,
                load=loads[member.user_id.id].weight,
                turn=member.last_turn,
                skills=skills[member.user_id.id],
                absence=absences[member.user_id].reason
                if member.user_id in absences
                else None,
            )
            for member in members
        ]

    def _get_working_members(self):
        return self.member_ids.filtered(
            lambda member: (
                member.user_id.active
                and not member.user_id.share
                and self.company_id in member.user_id.company_ids
            )
        )

    def _get_absences(self, users, now):
        return users._get_support_absences(
            now,
            self.calendar_id,
            in_hours=self.assign_in_hours,
            online_only=self.assign_online_only,
        )

    @api.model
    def _is_triggered(self, cron, at):
        triggers_sudo = self.env["ir.cron.trigger"].sudo()
        domain = Domain("cron_id", "=", cron.id) & Domain("call_at", "=", at)
        return bool(triggers_sudo.search_count(domain, limit=1))

    def _plan_next_assignment(self):
        """Wake the job when the next of the absent people comes back."""
        now = fields.Datetime.now()
        instants = {
            absence.until
            for team in self.sudo()
            for absence in team._get_absences(
                team._get_working_members().user_id, now
            ).values()
            if absence.until
        }
        cron = self.env.ref("customer_support.ir_cron_assign_tickets")
        if instants and not self._is_triggered(cron, min(instants)):
            cron._trigger(at=min(instants))
