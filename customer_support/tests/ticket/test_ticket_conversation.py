from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketConversation(SupportCommon):
    def test_agent_answer_stops_the_wait_and_counts_as_first_response(self):
        self._freeze()
        ticket = self._create_ticket()
        asked = self._wait(minutes=5)
        self._customer_writes(ticket)
        self.assertEqual(ticket.unanswered_since, asked)
        answered = self._wait(minutes=10)
        self._agent_answers(ticket)
        self.assertEqual(ticket.first_response_date, answered)
        self.assertFalse(ticket.unanswered_since)

    def test_colleague_on_his_own_ticket_is_a_customer(self):
        ticket = self._create_ticket(partner_id=self.outsider.partner_id.id)
        self._customer_writes(ticket)
        self.assertTrue(ticket.unanswered_since)
        self.assertFalse(ticket.first_response_date)

    def test_later_customer_message_does_not_restart_the_wait(self):
        self._freeze()
        ticket = self._create_ticket()
        first = self._wait(minutes=5)
        self._customer_writes(ticket)
        self._wait(minutes=5)
        self._customer_writes(ticket)
        self.assertEqual(ticket.unanswered_since, first)

    def test_internal_note_is_no_answer(self):
        ticket = self._create_ticket()
        self._customer_writes(ticket)
        self._agent_notes(ticket)
        self.assertFalse(ticket.first_response_date)
        self.assertTrue(ticket.unanswered_since)

    def test_answer_goes_to_the_customer_and_a_note_does_not(self):
        ticket = self._create_ticket()
        self.assertIn(self.customer, self._agent_answers(ticket).partner_ids)
        self.assertNotIn(self.customer, self._agent_notes(ticket).partner_ids)

    def test_answer_to_a_supplier_does_not_reach_the_customer(self):
        ticket = self._create_ticket()
        message = self._agent_answers(ticket, partner_ids=self.other_customer.ids)
        self.assertEqual(message.partner_ids, self.other_customer)

    def test_first_answer_takes_an_unassigned_ticket(self):
        ticket = self._create_ticket()
        self._agent_answers(ticket)
        self.assertEqual(ticket.user_id, self.agent)
        self.assertEqual(ticket.stage_kind, "waiting_customer")

    def test_customer_answer_within_window_reopens(self):
        self._freeze()
        ticket = self._create_ticket()
        ticket.action_solve()
        self._wait(days=13)
        self._customer_writes(ticket)
        self.assertEqual((ticket.stage_kind, ticket.reopen_count), ("open", 1))

    def test_customer_answer_after_window_belongs_elsewhere(self):
        self._freeze()
        ticket = self._create_ticket()
        ticket.action_solve()
        now = self._wait(days=15)
        self.assertFalse(ticket._find_thread_for_customer_answer(now))

    def test_silent_ticket_surfaces_after_working_hours_only(self):
        self._freeze("2026-03-06 15:00:00")  # Friday afternoon
        self.team.dormant_hours = 4
        ticket = self._create_ticket(user_id=self.agent.id)
        for hours, dormant in ((64, False), (7, True)):
            self._wait(hours=hours)
            ticket.invalidate_recordset()
            found = self.env["support.ticket"].search([("is_dormant", "=", True)])
            self.assertEqual((ticket.is_dormant, ticket in found), (dormant, dormant))

    def test_agent_of_a_silent_ticket_is_reminded_once(self):
        self._freeze()
        ticket = self._create_ticket(user_id=self.agent.id)
        self._wait(days=7)
        self._run_cron("ir_cron_remind_dormant")
        self._run_cron("ir_cron_remind_dormant")
        self.assertEqual(len(ticket.activity_ids), 1)
        self.assertEqual(ticket.activity_ids.user_id, self.agent)

    def test_team_that_does_not_watch_silence_has_no_dormant_tickets(self):
        self._freeze()
        self.team.dormant_hours = 0
        ticket = self._create_ticket()
        self._wait(days=30)
        self.assertFalse(ticket.is_dormant)
        found = self.env["support.ticket"].search([("is_dormant", "=", True)])
        self.assertNotIn(ticket, found)
