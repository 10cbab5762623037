from odoo import fields
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingAbsence(RoutingCommon):
    """Who is not there gets nothing, and comes back by himself."""

    def assertGoesTo(self, users, ticket=None):
        """Assert who may get the next ticket: all of them in turn, nobody else."""
        tickets = self._create_many(3)
        self._assign()
        self.assertEqual(tickets.user_id, users)

    def test_leave_is_skipped_and_over_at_its_end(self):
        self._take_leave(self.agent_own)
        self.assertGoesTo(self.agent + self.third)
        self._wait(days=1)
        self.assertGoesTo(self.people)

    def test_out_of_office_is_skipped(self):
        now = fields.Datetime.now()
        self.agent.write(
            {
                "out_of_office_from": now,
                "out_of_office_to": fields.Datetime.add(now, days=2),
            }
        )
        self.assertGoesTo(self.agent_own + self.third)

    def test_out_of_office_that_has_not_begun_changes_nothing(self):
        later = fields.Datetime.add(fields.Datetime.now(), days=2)
        self.agent.out_of_office_from = later
        self.assertGoesTo(self.people)

    def test_agent_sets_himself_when_he_is_back(self):
        back = fields.Datetime.add(fields.Datetime.now(), hours=2)
        self.third.with_user(self.third).write({"support_back_date": back})
        self.assertGoesTo(self.agent_own + self.agent)
        self._wait(hours=2)
        self.assertGoesTo(self.people)

    def test_nobody_sets_it_for_a_colleague(self):
        from odoo.exceptions import AccessError

        with self.assertRaises(AccessError):
            self.third.with_user(self.agent).write({"support_back_date": False})

    def test_night_waits_for_the_morning(self):
        self._wait(hours=12)
        ticket = self._create_ticket()
        self._assign()
        self.assertFalse(ticket.user_id)
        self.assertEqual(ticket.waiting_reason, "off_hours")
        self._wait(hours=12)
        self._assign()
        self.assertTrue(ticket.user_id)

    def test_team_that_works_at_any_time_assigns_at_night(self):
        self.team.assign_in_hours = False
        self._wait(hours=12)
        self.assertGoesTo(self.people)

    def test_own_hours_count_before_those_of_the_team(self):
        night = self.env["resource.calendar"].create(
            {
                "name": "Night",
                "tz": "UTC",
                "attendance_ids": [
                    (0, 0, {"name": "Night", "dayofweek": str(day), "hour_from": 20,
                            "hour_to": 24, "day_period": "afternoon"})
                    for day in range(7)
                ],
            }
        )  # fmt: skip
        self.env["resource.resource"].create(
            {
                "name": "Third",
                "user_id": self.third.id,
                "calendar_id": night.id,
                "company_id": self.company.id,
            }
        )
        self.assertGoesTo(self.agent_own + self.agent)
        self._wait(hours=12)
        self.assertGoesTo(self.third)

    def test_only_who_is_online_if_the_team_says_so(self):
        self.team.assign_online_only = True
        self.env["mail.presence"].create({"user_id": self.agent.id, "status": "online"})
        self.assertGoesTo(self.agent)

    def test_job_is_woken_when_the_first_comes_back(self):
        for user, days in ((self.agent_own, 3), (self.agent, 1), (self.third, 2)):
            self._take_leave(user, days=days)
        self._create_ticket()
        self._run_cron("ir_cron_assign_tickets")
        self._run_cron("ir_cron_assign_tickets")
        cron = self.env.ref("customer_support.ir_cron_assign_tickets")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        self.assertEqual(
            triggers.filtered(lambda t: t.call_at > fields.Datetime.now()).mapped(
                "call_at"
            ),
            [tomorrow],
        )

    def test_workload_shows_who_is_there(self):
        self._take_leave(self.agent)
        member = self._get_member(self.third)
        member.capacity = 1
        self._create_ticket(user_id=self.third.id)
        members = self.team.member_ids.with_user(self.agent_own)
        shown = {m.user_id.login: m.availability for m in members}
        self.assertEqual(
            shown,
            {
                "support_agent_own": "available",
                "support_agent": "on_leave",
                "support_third": "full",
            },
        )

    # -- Reopened -------------------------------------------------------------------
    def _reopen(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self._agent_answers(ticket)
        ticket.action_solve()
        return ticket

    def test_reopened_ticket_stays_with_its_agent_if_there(self):
        ticket = self._reopen()
        self._customer_writes(ticket)
        self.assertEqual(ticket.user_id, self.agent)

    def test_reopened_ticket_of_an_absent_agent_goes_to_the_queue(self):
        ticket = self._reopen()
        self._take_leave(self.agent)
        self._customer_writes(ticket)
        self.assertFalse(ticket.user_id)
        self._assign()
        self.assertEqual(ticket.user_id, self.agent_own)

    def test_reopened_in_the_evening_it_waits_for_its_agent(self):
        ticket = self._reopen()
        self._wait(hours=12)
        self._customer_writes(ticket)
        self.assertEqual(ticket.user_id, self.agent)

    def test_reopened_ticket_of_somebody_who_left_the_team_goes_to_the_queue(self):
        ticket = self._reopen()
        self._get_member(self.agent).unlink()
        self._customer_writes(ticket)
        self.assertFalse(ticket.user_id)

    def test_team_may_hand_out_reopened_tickets_anew(self):
        self.team.keep_agent_on_reopen = False
        ticket = self._reopen()
        self._customer_writes(ticket)
        self.assertFalse(ticket.user_id)
