from collections import Counter
from random import Random

from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingAssignment(RoutingCommon):
    """Who gets a ticket that nobody has."""

    def test_six_tickets_go_round_three_people(self):
        tickets = self._create_many(6)
        self._assign()
        self.assertEqual(
            [ticket.user_id for ticket in tickets],
            [self.agent_own, self.agent, self.third] * 2,
        )

    def test_turns_go_on_in_the_next_run(self):
        self._create_many(2)
        self._assign()
        ticket = self._create_ticket()
        self._assign()
        self.assertEqual(ticket.user_id, self.third)

    def test_job_hands_out_the_queues_of_all_teams(self):
        self.second_team.write(
            {
                "assignment_strategy": "random",
                "member_ids": [(0, 0, {"user_id": self.third.id})],
            }
        )
        here = self._create_ticket()
        there = self._create_ticket(team_id=self.second_team.id)
        self._run_cron("ir_cron_assign_tickets")
        self.assertEqual(here.user_id, self.agent_own)
        self.assertEqual(there.user_id, self.third)

    def test_team_that_assigns_by_hand_keeps_its_queue(self):
        self.team.assignment_strategy = "manual"
        ticket = self._create_ticket()
        self._run_cron("ir_cron_assign_tickets")
        self.assertFalse(ticket.user_id)
        self.assertFalse(ticket.is_queued)

    def test_least_loaded_gets_it_and_urgent_tickets_weigh_more(self):
        self.team.assignment_strategy = "least_loaded"
        self._create_ticket(user_id=self.agent_own.id, priority="3")  # weighs 5
        self._create_many(2, user_id=self.agent.id, priority="1")  # weigh 4
        self._create_many(3, user_id=self.third.id, priority="0")  # weigh 3
        tickets = self._create_many(2, priority="0")
        self._assign()
        self.assertEqual(tickets.user_id, self.third + self.agent)

    def test_tickets_of_other_teams_count_as_load(self):
        self.team.assignment_strategy = "least_loaded"
        self._create_ticket(user_id=self.agent_own.id, team_id=self.second_team.id)
        ticket = self._create_ticket()
        self._assign()
        self.assertEqual(ticket.user_id, self.agent)

    def test_random_reaches_everybody(self):
        self.team.assignment_strategy = "random"
        tickets = self._create_many(30)
        self._assign(random=Random(7))
        counts = Counter(ticket.user_id for ticket in tickets)
        self.assertEqual(set(counts), set(self.people))

    def test_capacity_holds_and_the_rest_waits_by_priority(self):
        self.team.member_ids.capacity = 1
        tickets = self._create_many(3)
        urgent = self._create_ticket(priority="3")
        self._assign()
        self.assertTrue(urgent.user_id)
        self.assertEqual(
            [bool(t.user_id) for t in tickets],
            [True, True, False],
        )
        self.assertEqual(tickets[2].waiting_reason, "full")

    def test_queue_drains_when_somebody_is_done(self):
        self.team.member_ids.capacity = 1
        [*_given, waiting] = self._create_many(4)
        self._assign()
        done = self.env["support.ticket"].search([("user_id", "=", self.agent.id)])
        done.with_user(self.agent).action_solve()
        self._assign()
        self.assertEqual(waiting.user_id, self.agent)
        self.assertFalse(waiting.waiting_reason)

    def test_ticket_that_waits_for_the_customer_takes_no_capacity(self):
        self.team.member_ids.capacity = 1
        given = self._create_many(3)
        self._assign()
        self._agent_answers(given[1], user=given[1].user_id)
        ticket = self._create_ticket()
        self._assign()
        self.assertEqual(ticket.user_id, given[1].user_id)

    def test_colleague_may_exceed_capacity_and_it_is_written_down(self):
        self.team.member_ids.capacity = 1
        self._create_ticket(user_id=self.third.id)
        ticket = self._create_ticket()
        ticket.with_user(self.agent).user_id = self.third
        self.assertTrue(ticket.assignment_ids.exceeds_capacity)

    def test_form_says_that_somebody_is_full(self):
        self._get_member(self.third).capacity = 1
        self._create_ticket(user_id=self.third.id)
        ticket = self._create_ticket().with_user(self.agent)
        ticket.user_id = self.third
        warning = ticket._onchange_user_id()["warning"]
        self.assertEqual(warning["title"], "Third")
        self.assertIn("Full", warning["message"])

    def test_snoozed_waiting_and_ended_tickets_are_not_handed_out(self):
        snoozed, waiting, ended = self._create_many(3)
        snoozed._set_snooze(until_reply=True)
        waiting._move_to_kind("waiting_customer")
        ended.action_cancel()
        self._assign()
        self.assertFalse((snoozed + waiting + ended).user_id)

    def test_ticket_that_is_given_up_goes_to_somebody(self):
        ticket = self._create_ticket()
        self._assign()
        ticket.with_user(self.agent_own).user_id = False
        self._assign()
        self.assertEqual(ticket.user_id, self.agent)

    def test_ticket_that_changes_team_waits_in_the_new_queue(self):
        self.second_team.write(
            {
                "assignment_strategy": "round_robin",
                "member_ids": [(0, 0, {"user_id": self.third.id})],
            }
        )
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.write({"team_id": self.second_team.id, "user_id": False})
        self._assign(self.second_team)
        self.assertEqual(ticket.user_id, self.third)

    def test_archived_and_foreign_people_get_nothing(self):
        self.agent_own.active = False
        self.agent.write(
            {
                "company_ids": [(6, 0, self.other_company.ids)],
                "company_id": self.other_company.id,
            }
        )
        tickets = self._create_many(2)
        self._assign()
        self.assertEqual(tickets.user_id, self.third)

    def test_team_without_people_waits(self):
        self.second_team.assignment_strategy = "round_robin"
        ticket = self._create_ticket(team_id=self.second_team.id)
        self._run_cron("ir_cron_assign_tickets")
        self.assertFalse(ticket.user_id)

    def test_follow_up_goes_to_the_agent_of_the_first_ticket(self):
        ticket = self._create_ticket(user_id=self.third.id)
        ticket.action_solve()
        follow_up = ticket._create_follow_up()
        follow_up.user_id = False
        self._assign()
        self.assertEqual(follow_up.user_id, self.third)
        self.assertTrue(follow_up.assignment_ids[:1].is_same_agent)

    def test_ticket_on_hold_at_the_head_does_not_stop_those_behind(self):
        skill = self.env["support.skill"].create({"name": "German"})
        self.env["support.user.skill"].create(
            {"user_id": self.third.id, "skill_id": skill.id}
        )
        self.env["support.skill.requirement"].create(
            {"name": "Urgent", "skill_id": skill.id, "tag_ids": self._create_tag().ids}
        )
        self._take_leave(self.third)
        tag = self.env["support.tag"].search([("name", "=", "German")])
        self.patch(type(self.team), "_find_queue", self._find_two(self.team))
        waiting = self._create_many(3, priority="3", tag_ids=tag.ids)
        behind = self._create_ticket()
        self._assign()
        self.assertFalse(waiting.user_id)
        self.assertEqual(behind.user_id, self.agent_own)
        self.assertEqual(set(waiting.mapped("waiting_reason")), {"unskilled"})

    def _create_tag(self):
        return self.env["support.tag"].create({"name": "German"})

    def _find_two(self, team):
        """Return the queue's reader with batches of two."""
        find = type(team)._find_queue
        return lambda team, seen, _limit: find(team, seen, 2)
