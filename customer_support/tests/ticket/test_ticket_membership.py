from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketMembership(SupportCommon):
    """Who belongs to a team sees its tickets, from that moment and as long."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(team_id=cls.second_team.id)

    def _join(self):
        return self.env["support.team.member"].create(
            {"team_id": self.second_team.id, "user_id": self.agent.id}
        )

    def _is_seen(self):
        tickets = self.env["support.ticket"].with_user(self.agent)
        return bool(tickets.search([("id", "=", self.ticket.id)]))

    def test_ticket_of_other_team_is_not_seen(self):
        self.assertFalse(self._is_seen())

    def test_agent_who_joins_sees_at_once(self):
        self._is_seen()  # the rule is kept in memory now
        self._join()
        self.assertTrue(self._is_seen())

    def test_agent_who_leaves_sees_no_longer(self):
        member = self._join()
        self.assertTrue(self._is_seen())
        member.unlink()
        self.assertFalse(self._is_seen())

    def test_agent_whose_membership_is_archived_sees_no_longer(self):
        member = self._join()
        self.assertTrue(self._is_seen())
        member.active = False
        self.assertFalse(self._is_seen())

    def test_member_who_is_replaced_sees_no_longer(self):
        member = self._join()
        self.assertTrue(self._is_seen())
        member.user_id = self.agent_own
        self.assertFalse(self._is_seen())

    def test_follower_from_other_team_sees(self):
        self.ticket.message_subscribe(self.agent.partner_id.ids)
        self.assertTrue(self._is_seen())

    def test_search_by_follower_combines_with_other_conditions(self):
        self.ticket.message_subscribe(self.agent.partner_id.ids)
        followed = [("message_partner_ids", "in", self.agent.partner_id.ids)]
        tickets = self.env["support.ticket"]
        self.assertEqual(tickets.search(followed), self.ticket)
        self.assertNotIn(self.ticket, tickets.search(["!", *followed]))
        self.assertEqual(
            tickets.search(["|", ("number", "=", "none"), *followed]), self.ticket
        )
