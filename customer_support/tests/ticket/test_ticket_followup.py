from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketFollowUp(SupportCommon):
    """A question after the reopen window opens a case that knows the first (S-38)."""

    def setUp(self):
        super().setUp()
        self._freeze()
        self.order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": self.company.id}
        )
        self.reason = self.env["support.category"].create({"name": "Broken"})
        self.ticket = self._create_ticket(
            user_id=self.agent.id,
            sale_order_id=self.order.id,
            category_id=self.reason.id,
        )
        self.ticket.action_solve()
        self.now = self._wait(days=15)

    def test_follow_up_continues_the_case(self):
        self.assertFalse(self.ticket._find_thread_for_customer_answer(self.now))
        follow_up = self.ticket._create_follow_up({"name": "Broken again"})
        self.assertEqual(follow_up.origin_ticket_id, self.ticket)
        self.assertEqual(
            (follow_up.name, follow_up.partner_id, follow_up.sale_order_id),
            ("Broken again", self.customer, self.order),
        )
        self.assertEqual(
            (follow_up.team_id, follow_up.category_id), (self.team, self.reason)
        )

    def test_old_ticket_stays_ended_and_tells_where_it_continues(self):
        follow_up = self.ticket._create_follow_up()
        self.assertEqual(
            (self.ticket.stage_kind, self.ticket.reopen_count), ("solved", 0)
        )
        self.assertIn(follow_up.number, self.ticket.message_ids[0].body)
        self.assertEqual(follow_up.stage_kind, "new")
        self.assertFalse(follow_up.user_id)

    def test_team_that_was_closed_gives_way_to_one_that_works(self):
        self.team.active = False
        follow_up = self.ticket._create_follow_up()
        self.assertNotEqual(follow_up.team_id, self.team)
        self.assertEqual(follow_up.company_id, self.company)

    def test_public_visitor_gets_the_follow_up_without_new_rights(self):
        visitor = self.env.ref("base.public_user")
        follow_up = self.ticket.with_user(visitor)._create_follow_up()
        self.assertFalse(follow_up.env.su)
        self.assertFalse(follow_up.has_access("read"))
