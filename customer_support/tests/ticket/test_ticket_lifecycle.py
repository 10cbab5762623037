from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketLifecycle(SupportCommon):
    def test_new_ticket_has_number_and_first_stage(self):
        ticket = self._create_ticket(user=self.agent)
        self.assertRegex(ticket.number, rf"^T{self.company.id}-\d{{5}}$")
        self.assertEqual(ticket.stage_kind, "new")

    def test_batch_draws_consecutive_numbers(self):
        tickets = self.env["support.ticket"].create(
            [{"name": str(i), "team_id": self.team.id} for i in range(3)]
        )
        numbers = [int(ticket.number.split("-")[1]) for ticket in tickets]
        self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 3)))

    def test_solve_sets_date_and_reopen_clears_it(self):
        self._freeze()
        ticket = self._create_ticket(user=self.agent)
        now = self._wait(hours=2)
        ticket.action_solve()
        self.assertEqual((ticket.stage_kind, ticket.solved_date), ("solved", now))
        ticket.action_reopen()
        self.assertEqual((ticket.solved_date, ticket.reopen_count), (False, 1))

    def test_ticket_never_returns_to_new(self):
        ticket = self._create_ticket(user=self.agent)
        new_stage = ticket.stage_id
        ticket._move_to_kind("open")
        with self.assertRaisesRegex(UserError, "cannot become new"):
            ticket.stage_id = new_stage

    def test_agent_cannot_write_the_instants_he_is_judged_by(self):
        ticket = self._create_ticket(user=self.agent)
        with self.assertRaises(AccessError):
            ticket.write({"first_response_date": "2026-01-01 00:00:00"})
        with self.assertRaises(AccessError):
            self._create_ticket(user=self.manager, reopen_count=0)

    def test_cancelled_ticket_reopened_does_not_count_as_reopened(self):
        ticket = self._create_ticket(user=self.agent)
        ticket.action_cancel()
        self.assertEqual(ticket.cancel_reason, "not_needed")
        ticket.action_reopen()
        self.assertEqual((ticket.reopen_count, ticket.cancel_reason), (0, False))

    def test_last_stage_of_a_kind_cannot_be_deleted(self):
        stage = self.env["support.stage"]._find_for_kind("closed")
        with self.assertRaisesRegex(UserError, "last stage of its kind"):
            stage.with_user(self.manager).unlink()
