from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketSnooze(SupportCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.ticket = self._create_ticket(user_id=self.agent.id)

    def _snooze(self, choice, until=None, tickets=None, user=None):
        dialog = self.env["support.ticket.snooze.wizard"].with_user(user or self.agent)
        dialog = dialog.with_context(
            active_model="support.ticket", active_ids=(tickets or self.ticket).ids
        )
        with Form(dialog) as form:
            form.choice = choice
            if until:
                form.until = until
        form.record.action_snooze()

    def test_tomorrow_is_nine_in_the_morning_of_the_user(self):
        self._snooze("tomorrow")
        # The agent lives in Rome, an hour ahead in winter.
        self.assertEqual(self.ticket.snoozed_until, datetime(2026, 3, 3, 8))
        self.agent.tz = "Asia/Tokyo"
        self._snooze("tomorrow")
        self.assertEqual(self.ticket.snoozed_until, datetime(2026, 3, 3, 0))

    def test_snoozed_ticket_wakes_at_its_moment_and_tells_its_agent(self):
        self._snooze("date", fields.Datetime.now() + timedelta(hours=2))
        self._wait(hours=1, minutes=59)
        self._run_cron("ir_cron_wake_snoozed")
        self.assertTrue(self.ticket.is_snoozed)
        self._wait(minutes=1)
        self._run_cron("ir_cron_wake_snoozed")
        self.ticket.invalidate_recordset()
        self.assertFalse(self.ticket.is_snoozed or self.ticket.snoozed_until)
        self.assertEqual(self.ticket.activity_ids.user_id, self.agent)

    def test_snooze_asks_the_scheduler_for_the_exact_moment(self):
        until = fields.Datetime.now() + timedelta(hours=2, minutes=7)
        self._snooze("date", until)
        cron = self.env.ref("customer_support.ir_cron_wake_snoozed")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertIn(until, triggers.mapped("call_at"))

    def test_customer_answer_ends_any_snooze(self):
        for choice in ("tomorrow", "reply"):
            with self.subTest(choice=choice):
                self._snooze(choice)
                self.assertTrue(self.ticket.is_snoozed)
                self._customer_writes(self.ticket)
                self.assertFalse(self.ticket.is_snoozed)

    def test_snoozed_until_reply_does_not_wake_by_time(self):
        self._snooze("reply")
        self._wait(days=30)
        self._run_cron("ir_cron_wake_snoozed")
        self.ticket.invalidate_recordset()
        self.assertTrue(self.ticket.is_snoozed)

    def test_snoozed_ticket_is_found_as_snoozed_only(self):
        other = self._create_ticket()
        self._snooze("tomorrow")
        tickets = self.env["support.ticket"]
        self.assertIn(self.ticket, tickets.search([("is_snoozed", "=", True)]))
        awake = tickets.search([("is_snoozed", "=", False)])
        self.assertIn(other, awake)
        self.assertNotIn(self.ticket, awake)

    def test_past_moment_and_ended_ticket_are_refused(self):
        with self.assertRaisesRegex(UserError, "in the future"):
            self._snooze("date", fields.Datetime.now() - timedelta(minutes=1))
        self.ticket.action_solve()
        with self.assertRaisesRegex(UserError, "has ended"):
            self._snooze("tomorrow")

    def test_solving_ends_the_snooze(self):
        self._snooze("tomorrow")
        self.ticket.action_solve()
        self.assertFalse(self.ticket.is_snoozed)

    def test_ticket_of_a_colleague_is_not_snoozed(self):
        with self.assertRaises(AccessError):
            self._snooze("tomorrow", user=self.agent_own)
        self._snooze("tomorrow")

    def test_selection_is_snoozed_at_once(self):
        tickets = self.ticket | self._create_ticket()
        self._snooze("next_week", tickets=tickets)
        self.assertEqual(
            set(tickets.mapped("snoozed_until")), {datetime(2026, 3, 9, 8)}
        )
