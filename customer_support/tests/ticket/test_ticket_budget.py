from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.mail.models.mail_thread import MailThread

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketBudget(SupportCommon):
    """What the daily work of an agent may cost, and what it must not ask for."""

    def _read_list(self, tickets):
        fields = {"name": {}, "partner_id": {"fields": {"display_name": {}}}}
        others = ("stage_id", "user_id", "team_id", "priority", "is_snoozed")
        specification = fields | {name: {} for name in others}
        domain = [("id", "in", tickets.ids)]
        return tickets.with_user(self.agent).web_search_read(domain, specification)

    def test_new_ticket_of_an_agent(self):
        queries = self._measure_queries(lambda: self._create_ticket(user=self.agent))
        self.assertLessEqual(queries, 18)

    def test_numbers_in_the_text_that_are_of_nothing_cost_one_query(self):
        plain = self._measure_queries(lambda: self._create_ticket(user=self.agent))
        numbered = self._measure_queries(
            lambda: self._create_ticket(user=self.agent, name="S90017 and 90018123")
        )
        self.assertEqual(numbered - plain, 1)

    def test_list_costs_the_same_for_two_and_for_eighty(self):
        tickets = self.env["support.ticket"].concat(
            *(self._create_ticket() for _number in range(80))
        )
        few = self._measure_queries(self._read_list, tickets[:2])
        many = self._measure_queries(self._read_list, tickets)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 4)

    def test_list_of_the_own_team_does_not_ask_who_follows(self):
        ticket = self._create_ticket()
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(MailThread, "_compute_message_partner_ids") as compute:
            self._read_list(ticket)
        compute.assert_not_called()

    def test_follower_outside_the_team_reads_what_is_in_memory(self):
        ticket = self._create_ticket()
        ticket.message_subscribe(partner_ids=self.collaborator.partner_id.ids)
        self.assertTrue(ticket.with_user(self.collaborator).has_access("read"))
        self.assertFalse(ticket.with_user(self.collaborator).has_access("write"))

    def test_colleague_who_does_not_follow_does_not_read_what_is_in_memory(self):
        ticket = self._create_ticket()
        self.assertFalse(ticket.with_user(self.collaborator).has_access("read"))
