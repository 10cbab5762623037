from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingExplanation(RoutingCommon):
    """Why this agent: readable on the ticket, also long after."""

    def _get_explanation(self, ticket, user=None):
        ticket.invalidate_recordset()
        return ticket.with_user(user or self.manager).assignment_explanation

    def test_automatic_choice_names_everybody_who_was_looked_at(self):
        self._take_leave(self.agent_own)
        self._get_member(self.third).capacity = 5
        ticket = self._create_ticket()
        self._assign()
        first, *others = self._get_explanation(ticket).split("\n")
        self.assertIn("Agent, chosen automatically: in turn.", first)
        self.assertEqual(
            others,
            [
                "Agent Own: on leave, 0 of ∞ tickets, load 0",
                "Agent: available, 0 of ∞ tickets, load 0",
                "Third: available, 0 of 5 tickets, load 0",
            ],
        )

    def test_what_was_true_then_stays(self):
        ticket = self._create_ticket()
        self._assign()
        before = self._get_explanation(ticket)
        self.team.assignment_strategy = "random"
        self._get_member(self.third).unlink()
        self.assertEqual(self._get_explanation(ticket), before)

    def test_choice_by_hand_names_who_chose(self):
        ticket = self._create_ticket(user=self.agent)
        ticket.user_id = self.third
        self.assertIn("Agent chose Third.", self._get_explanation(ticket))

    def test_who_takes_it_himself_is_said_to_have_taken_it(self):
        ticket = self._create_ticket(user=self.agent)
        ticket.action_assign_to_me()
        self.assertIn("Agent took it.", self._get_explanation(ticket))

    def test_taken_back_and_given_up_are_told(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket._release("taken_back")
        self.assertIn("taken back from Agent", self._get_explanation(ticket))
        ticket.user_id = self.agent
        ticket.with_user(self.agent).user_id = False
        self.assertIn("given up by Agent", self._get_explanation(ticket))

    def test_every_change_is_kept_in_order(self):
        ticket = self._create_ticket()
        self._assign()
        ticket.user_id = self.third
        ticket.invalidate_recordset()
        self.assertEqual(ticket.assignment_ids.mapped("trigger"), ["manual", "queue"])
        self.assertEqual(ticket.assignment_ids[0].previous_user_id, self.agent_own)

    def test_writing_the_same_agent_again_is_no_change(self):
        ticket = self._create_ticket(user_id=self.third.id)
        ticket.user_id = self.third
        self.assertFalse(ticket.assignment_ids)
