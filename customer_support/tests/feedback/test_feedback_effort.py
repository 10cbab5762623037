from odoo.exceptions import AccessError

from .feedback_common import FeedbackCommon


class TestFeedbackEffort(FeedbackCommon):
    """What the help cost the customer, against a count by hand (S-97)."""

    def _read(self, ticket, user=None):
        ticket = ticket.with_user(user or self.agent)
        return ticket.read(["effort_messages", "handoff_count", "effort_hours"])[0]

    def test_only_what_the_customer_wrote_is_counted(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self._customer_writes(ticket, "It flickers")
        self._agent_answers(ticket)
        self._agent_notes(ticket)
        self._customer_writes(ticket, "Still")
        self.assertEqual(self._read(ticket)["effort_messages"], 2)

    def test_request_that_was_told_on_the_phone_is_one_of_his_messages(self):
        ticket = self._create_ticket(
            user_id=self.agent.id, description="<p>He called.</p>"
        )
        self._customer_writes(ticket)
        self.assertEqual(self._read(ticket)["effort_messages"], 2)
        ticket.description = "<p><br></p>"
        self.assertEqual(self._read(ticket)["effort_messages"], 1)

    def test_each_other_agent_and_each_other_team_is_a_handoff(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self.assertEqual(self._read(ticket)["handoff_count"], 0)
        ticket.user_id = self.agent_own
        self.assertEqual(self._read(ticket)["handoff_count"], 1)
        ticket.write({"team_id": self.second_team.id, "user_id": False})
        self.assertEqual(self._read(ticket, self.manager)["handoff_count"], 2)
        # The first agent of another team came with the team.
        ticket.user_id = self.manager
        self.assertEqual(self._read(ticket, self.manager)["handoff_count"], 2)

    def test_queue_and_the_same_agent_again_is_no_handoff(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.user_id = False
        ticket.user_id = self.agent
        ticket.team_id = self.team
        self.assertEqual(self._read(ticket)["handoff_count"], 0)
        ticket.user_id = False
        ticket.user_id = self.agent_own
        self.assertEqual(self._read(ticket)["handoff_count"], 1)

    def test_agent_does_not_write_how_often_he_handed_over(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent).write({"handoff_count": 7})

    def test_hours_run_by_the_clock_until_the_last_solution(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self._wait(hours=3)
        self._solve(ticket)
        self.assertEqual(self._read(ticket)["effort_hours"], 3)
        self._wait(hours=2)
        ticket.with_user(self.agent).action_reopen()
        self._wait(hours=1)
        self._solve(ticket)
        self.assertEqual(self._read(ticket)["effort_hours"], 6)

    def test_report_has_the_same_measures_beside_the_asked_effort(self):
        self.program.active = False
        self._create_program(metric="ces")
        ticket = self._create_ticket(user_id=self.agent.id)
        self._customer_writes(ticket)
        self._wait(hours=4)
        ticket.user_id = self.agent_own
        self._solve(ticket)
        self._ask()
        self._get_invitations(ticket)._record(3)
        row = (
            self.env["support.feedback.report"]
            .with_user(self.manager)
            .search([("ticket_id", "=", ticket.id)])
        )
        measured = self._read(ticket, self.manager)
        self.assertEqual((row.metric, row.mark), ("ces", 3))
        self.assertEqual(row.customer_messages, measured["effort_messages"])
        self.assertEqual(row.handoffs, measured["handoff_count"])
        self.assertEqual((row.hours_to_solution, row.reopenings), (4, 0))

    def test_many_tickets_are_measured_in_one_query(self):
        def measure(count):
            tickets = self.env["support.ticket"]
            for _number in range(count):
                tickets |= self._create_ticket()
            return self._measure_queries(tickets._compute_effort)

        self.assertEqual(measure(2), measure(20))
