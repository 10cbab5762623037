from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketLinks(SupportCommon):
    def setUp(self):
        super().setUp()
        self.ticket = self._create_ticket(user_id=self.agent_own.id)
        self.related = self._create_ticket(user_id=self.agent_own.id)
        self.secret = self._create_ticket(name="Secret", user_id=self.agent.id)

    def _link(self, ticket, other, user):
        commands = [Command.link(other.id)]
        ticket.with_user(user).write({"related_ticket_ids": commands})

    def test_related_tickets_show_each_other(self):
        self._link(self.ticket, self.related, self.agent_own)
        self.assertEqual(self.ticket.related_ticket_ids, self.related)
        self.assertEqual(self.related.related_ticket_ids, self.ticket)

    def test_link_can_be_removed_from_either_side(self):
        self._link(self.ticket, self.related, self.agent_own)
        self.related.with_user(self.agent_own).related_ticket_ids = False
        self.assertFalse(self.ticket.related_ticket_ids)

    def test_ticket_that_may_not_be_read_cannot_be_linked(self):
        with self.assertRaises(AccessError):
            self._link(self.ticket, self.secret, self.agent_own)
        self._link(self.ticket, self.secret, self.agent)

    def test_link_to_a_secret_ticket_is_hidden_and_survives(self):
        self._link(self.ticket, self.secret, self.agent)
        own = self.ticket.with_user(self.agent_own)
        self.assertFalse(own.related_ticket_ids)
        own.related_ticket_ids = [Command.set(self.related.ids)]
        everything = self.ticket.with_user(self.agent).related_ticket_ids
        self.assertEqual(everything, self.secret | self.related)

    def test_secret_origin_is_not_named(self):
        self.ticket.origin_ticket_id = self.secret
        own = self.ticket.with_user(self.agent_own)
        [row] = own.read(["origin_ticket_id"])
        self.assertFalse(row["origin_ticket_id"])
        [row] = own.web_read({"origin_ticket_id": {"fields": {"display_name": {}}}})
        self.assertFalse(row["origin_ticket_id"])
        groups = own.web_read_group([], ["origin_ticket_id"])
        self.assertNotIn("Secret", str(groups))

    def test_readable_origin_is_named(self):
        self.ticket.origin_ticket_id = self.related
        own = self.ticket.with_user(self.agent_own)
        [row] = own.read(["origin_ticket_id"])
        self.assertEqual(row["origin_ticket_id"][0], self.related.id)
        groups = own.web_read_group([], ["origin_ticket_id"])
        self.assertIn(self.related.number, str(groups))

    def test_follow_ups_of_others_are_hidden(self):
        self.secret.origin_ticket_id = self.ticket
        self.env.invalidate_all()
        self.assertFalse(self.ticket.with_user(self.agent_own).follow_up_ids)
        self.env.invalidate_all()
        self.assertEqual(self.ticket.with_user(self.agent).follow_up_ids, self.secret)
