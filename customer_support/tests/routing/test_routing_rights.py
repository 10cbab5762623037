from odoo.exceptions import AccessError
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingRights(RoutingCommon):
    """Who sees and who changes how tickets are handed out."""

    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket()
        self._assign()
        self.assignment = self.ticket.assignment_ids

    def _sees(self, user):
        assignments = self.env["support.assignment"].with_user(user)
        try:
            return bool(assignments.search([("id", "=", self.assignment.id)]))
        except AccessError:
            return False

    def test_whoever_sees_the_ticket_sees_why(self):
        seen = {
            user: self._sees(user)
            for user in (
                self.agent_own,  # it is his
                self.agent,
                self.manager,
                self.collaborator,
                self.other_manager,
                self.outsider,
            )
        }
        self.assertEqual([*seen.values()], [True, True, True, False, False, False])

    def test_follower_from_another_department_sees_why(self):
        self.ticket.message_subscribe(self.collaborator.partner_id.ids)
        self.assertTrue(self._sees(self.collaborator))

    def test_agent_who_sees_own_tickets_only_does_not_see_those_of_others(self):
        self.ticket.user_id = self.agent
        self.ticket.message_unsubscribe(self.agent_own.partner_id.ids)
        self.assertFalse(self._sees(self.agent_own))

    def test_nobody_writes_or_forges_a_reason(self):
        for user in (self.agent, self.manager):
            with self.subTest(user=user.login):
                assignment = self.assignment.with_user(user)
                with self.assertRaises(AccessError):
                    assignment.write({"trigger": "manual"})
                with self.assertRaises(AccessError):
                    assignment.create({"ticket_id": self.ticket.id})
                with self.assertRaises(AccessError):
                    assignment.unlink()

    def test_instants_of_the_queue_are_not_written_by_hand(self):
        for name in ("unassigned_since", "take_back_date", "waiting_reason"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                self.ticket.with_user(self.manager).write({name: False})

    def test_skills_are_configured_by_managers_only(self):
        values = {"name": "Italian"}
        skill = self.env["support.skill"].with_user(self.manager).create(values)
        holder = {"user_id": self.agent.id, "skill_id": skill.id}
        with self.assertRaises(AccessError):
            self.env["support.user.skill"].with_user(self.agent).create(holder)
        self.env["support.user.skill"].with_user(self.manager).create(holder)

    def test_agent_finds_an_agent_for_a_ticket_that_he_works_on(self):
        ticket = self._create_ticket()
        ticket.with_user(self.agent).action_assign_automatically()
        self.assertEqual(ticket.user_id, self.agent)

    def test_collaborator_hands_out_nothing(self):
        ticket = self._create_ticket()
        ticket.message_subscribe(self.collaborator.partner_id.ids)
        with self.assertRaises(AccessError):
            ticket.with_user(self.collaborator).action_assign_automatically()
        self.assertFalse(ticket.user_id)
