from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaSimulation(SlaCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    def _track(self):
        """Let the tracking of changes be written, as the end of a request does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def _live_through(self):
        """Return a ticket that was answered, asked again, and solved the next day."""
        ticket = self._create_mail()
        self._track()
        self._go_to(2, 10)
        self._agent_answers(ticket)
        self._track()
        self._go_to(2, 15)
        self._customer_writes(ticket)
        self._track()
        self._go_to(3, 10)
        ticket.with_user(self.agent).action_solve()
        self._track()
        return ticket

    def _simulate(self, policies, user=None):
        wizard = (
            self.env["support.sla.simulation"]
            .with_user(user or self.manager)
            .create(
                {
                    "policy_ids": policies.ids,
                    "date_from": "2026-03-01",
                    "date_to": "2026-03-31",
                }
            )
        )
        wizard.action_simulate()
        return wizard.line_ids

    def test_archived_policy_is_judged_on_what_really_happened(self):
        ticket = self._live_through()
        policy = self._create_policy(
            targets={"first_response": 60, "next_reply": 60, "resolution": 180},
            active=False,
        )
        lines = self._simulate(policy)
        verdicts = {line.kind: line.verdict for line in lines}
        self.assertEqual(
            verdicts,
            # Run: 1 h before the answer, 15-17 and 9-10 after it: four hours.
            {
                "first_response": "met",
                "next_reply": "cancelled",
                "resolution": "missed",
            },
        )
        self.assertEqual(lines.ticket_id, ticket)

    def test_simulation_says_what_the_real_clocks_say(self):
        policy = self._create_policy(
            targets={
                "first_response": 30,
                "next_reply": 600,
                "resolution": 300,
                "periodic_update": 60,
            }
        )
        ticket = self._live_through()
        real = ticket.sudo().sla_clock_ids
        fields = ("kind", "started_date", "due_date", "fulfilled_date", "verdict")
        expected = {tuple(clock[name] for name in fields) for clock in real}
        lines = self._simulate(policy)
        found = {tuple(line[name] for name in fields) for line in lines}
        self.assertEqual(found, expected)

    def test_simulation_touches_no_ticket(self):
        ticket = self._live_through()
        before = ticket.read()
        self._simulate(self._create_policy(targets={"resolution": 60}, active=False))
        self.assertEqual(ticket.read(), before)
        self.assertFalse(ticket.sudo().sla_clock_ids)

    def test_days_without_tickets_are_an_error_in_words(self):
        with self.assertRaisesRegex(UserError, "No ticket was received"):
            self._simulate(self._create_policy(targets={"resolution": 60}))

    def test_agent_cannot_simulate(self):
        with self.assertRaises(AccessError):
            self._simulate(self._create_policy(targets={"resolution": 60}), self.agent)
