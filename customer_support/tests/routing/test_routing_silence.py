from odoo import fields
from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingSilence(RoutingCommon):
    """A ticket on which its agent does nothing goes to somebody else."""

    def setUp(self):
        super().setUp()
        self.team.take_back_hours = 4
        self.ticket = self._create_ticket()
        self._assign()
        self.assertEqual(self.ticket.user_id, self.agent_own)

    def _let_silence_pass(self, **duration):
        self._wait(**(duration or {"hours": 9}))
        self._run_cron("ir_cron_take_back_tickets")

    def test_silent_agent_loses_it_and_the_next_gets_it(self):
        self._let_silence_pass()
        self.assertFalse(self.ticket.user_id)
        self._wait(hours=15)  # the next morning
        self._assign()
        self.assertEqual(self.ticket.user_id, self.agent)

    def test_it_never_goes_back_to_the_silent_one_at_once(self):
        self._let_silence_pass()
        self._take_leave(self.agent, days=9)
        self._take_leave(self.third, days=9)
        self._wait(hours=15)  # the next morning
        self._assign()
        self.assertFalse(self.ticket.user_id)
        self.assertEqual(self.ticket.waiting_reason, "passed")

    def test_only_working_hours_count(self):
        # Monday 10:00 in Brussels; 4 hours with a break of one end at 15:00.
        due = fields.Datetime.to_datetime("2026-03-02 14:00:00")
        self.assertEqual(self.ticket.take_back_date, due)

    def test_answer_note_and_move_are_signs_of_life(self):
        signs = {
            "answer": lambda t: self._agent_answers(t, user=self.agent_own),
            "note": lambda t: self._agent_notes(t, user=self.agent_own),
            "move": lambda t: t.with_user(self.agent_own)._move_to_kind("open"),
        }
        for name, sign in signs.items():
            with self.subTest(sign=name):
                ticket = self._create_ticket(user_id=self.agent_own.id)
                sign(ticket)
                self._let_silence_pass()
                self.assertEqual(ticket.user_id, self.agent_own)

    def test_note_of_a_colleague_is_no_sign_of_life(self):
        self._agent_notes(self.ticket, user=self.agent)
        self._let_silence_pass()
        self.assertFalse(self.ticket.user_id)

    def test_silence_after_the_customer_wrote_again_counts_anew(self):
        self._agent_answers(self.ticket, user=self.agent_own)
        self.assertFalse(self.ticket.take_back_date)
        self._wait(hours=1)
        self._customer_writes(self.ticket)
        self._let_silence_pass()
        self.assertFalse(self.ticket.user_id)

    def test_ticket_that_waits_for_the_customer_is_left_alone(self):
        ticket = self._create_ticket(user_id=self.agent_own.id)
        ticket.sudo()._move_to_kind("waiting_customer")
        self._let_silence_pass()
        self.assertEqual(ticket.user_id, self.agent_own)
        self.assertFalse(ticket.take_back_date)

    def test_without_anybody_else_the_leader_is_told(self):
        (self._get_member(self.agent) + self._get_member(self.third)).unlink()
        self._let_silence_pass()
        self.assertEqual(self.ticket.user_id, self.agent_own)
        self.assertEqual(self.ticket.activity_ids.user_id, self.manager)

    def test_team_that_does_not_watch_takes_nothing_back(self):
        self.team.take_back_hours = 0
        ticket = self._create_ticket(user_id=self.agent_own.id)
        self.assertFalse(ticket.take_back_date)

    def test_job_is_woken_at_that_minute(self):
        cron = self.env.ref("customer_support.ir_cron_take_back_tickets")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(self.ticket.take_back_date, triggers.mapped("call_at"))
