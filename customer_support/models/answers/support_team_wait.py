from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.fields import Domain

from ...const import ACTIVE_KINDS
from ...logic import expected_wait

# Recent speed is that of the last answers: of some days in a large team, of a quarter
# in a small one. Beyond the next two weeks nothing is told.
_ANSWERS = 400
_HISTORY = timedelta(weeks=13)
_LONGEST_WAIT = timedelta(weeks=4)
_HORIZON = timedelta(weeks=2)


class SupportTeamWait(models.AbstractModel):
    """How long the next customer of a team waits: queue, people, recent speed."""

    _name = "support.team.wait"
    _description = "Wait in a Support Team"

    def _get_wait_range(self, priority, now, ticket=None):
        """Return between when and when we answer, None if too little is known.

        In a number of queries that depends neither on how many tickets wait nor on how
        many were answered. For superuser: what customers are told counts everybody.

        :param str priority: see ``const.PRIORITIES``
        :param datetime now: naive UTC
        :param ticket: the ticket that waits; default: one that would come in now
        :return: ``logic.expected_wait.WaitRange`` or None
        """
        self.ensure_one()
        answered = self._get_recent_answers(now)
        if len(answered) < expected_wait.MIN_CASES:
            return None
        since = min(case.received for case in answered)
        return expected_wait.estimate(
            now,
            self._count_waiting_before(priority, now, ticket),
            int(priority),
            answered,
            self._get_staffing(since, now),
        )

    # -- Queue ----------------------------------------------------------------------
    def _count_waiting_before(self, priority, now, ticket):
        """Count the tickets that wait for an answer of ours and get it before.

        More urgent ones, and as urgent ones that have waited longer.
        """
        since = (ticket and ticket.unanswered_since) or now
        before = Domain("priority", ">", priority) | (
            Domain("priority", "=", priority) & Domain("unanswered_since", "<=", since)
        )
        if ticket:
            before &= Domain("id", "!=", ticket.id)
        return self.env["support.ticket"].search_count(
            before
            & Domain("team_id", "=", self.id)
            & Domain("unanswered_since", "!=", False)
            & Domain("stage_kind", "in", ACTIVE_KINDS)
            & Domain("is_snoozed", "=", False)
        )

    # -- Speed ----------------------------------------------------------------------
    def _get_recent_answers(self, now):
        """Return the last first answers by people, the newest first.

        How many tickets were before them is known from what their customers were told;
        of the others only first answers are counted.

        :return: list of ``logic.expected_wait.Answered``
        """
        tickets = self.env["support.ticket"].search_fetch(
            [
                ("team_id", "=", self.id),
                ("first_response_date", ">=", now - _HISTORY),
                ("first_response_date", "<=", now),
                ("received_date", ">=", now - _HISTORY - _LONGEST_WAIT),
            ],
            ["received_date", "first_response_date", "priority"],
            order="first_response_date desc",
            limit=_ANSWERS,
        )
        ahead = self.env["support.wait.estimate"]._get_ahead_by_ticket(tickets)
        return [
            expected_wait.Answered(
                received=ticket.received_date,
                answered=ticket.first_response_date,
                priority=int(ticket.priority or 0),
                ahead=ahead.get(ticket.id),
            )
            for ticket in tickets
        ]

    # -- People ---------------------------------------------------------------------
    def _get_staffing(self, since, now):
        """Return how many members are there when, since then and in the next weeks.

        :return: ``logic.expected_wait.Staffing``
        """
        span = (since, now + _HORIZON)
        users = self._get_working_members().user_id
        hours = self._get_periods(self.calendar_id, span)
        away = self._get_absence_periods(users, now, span)
        return expected_wait.Staffing(
            expected_wait.get_presence(
                self._get_periods(user.resource_calendar_id, span)
                if user.resource_calendar_id
                else hours,
                hours,
                away[user.id],
            )
            for user in users
        )

    def _get_periods(self, calendar, span):
        return calendar._get_opening_hours(*span).get_periods(*span)

    def _get_absence_periods(self, users, now, span):
        """Return when the users are away: known days off, and who is missing now.

        :return: {id of the user: list of (from, until)}
        """
        away = defaultdict(list)
        for leave in self._find_absence_leaves(users, span):
            period = (leave.date_from, leave.date_to)
            away[leave.resource_id.user_id.id].append(period)
        for user in users.filtered("out_of_office_from"):
            until = user.out_of_office_to or span[1]
            away[user.id].append((user.out_of_office_from, until))
        missing = users._get_support_absences(now, self.calendar_id, in_hours=False)
        for user, absence in missing.items():
            away[user.id].append((now, absence.until or span[1]))
        return away

    def _find_absence_leaves(self, users, span):
        return self.env["resource.calendar.leaves"].search(
            [
                ("resource_id.user_id", "in", users.ids),
                ("date_from", "<", span[1]),
                ("date_to", ">", span[0]),
                ("time_type", "=", "leave"),
            ]
        )

    # -- When nobody can tell -------------------------------------------------------
    def _get_reopening(self, now):
        """Return when the team works again, None if it does so now or never."""
        opening = self.calendar_id._get_next_opening(now)
        return opening if opening != now else None
