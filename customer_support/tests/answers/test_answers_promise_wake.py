from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .promise_common import PromiseCommon

LOGGER = "odoo.addons.customer_support.models.answers.support_promise_wake"


@tagged("post_install", "-at_install")
class TestAnswersPromiseWake(PromiseCommon):
    """The owner is reminded before the date; the breach is written down after it."""

    def _run(self):
        self._run_cron("ir_cron_wake_promises")

    def test_owner_is_reminded_before_and_told_after(self):
        promise = self._promise(hours=10)
        ticket = promise.ticket_id
        self._wait(hours=5)
        self._run()
        self.assertFalse(ticket.activity_ids)
        self._wait(hours=1)
        self._run()
        [reminder] = ticket.activity_ids
        self.assertEqual(reminder.user_id, self.agent)
        self.assertIn("Promised by", reminder.summary)
        self._wait(hours=5)
        self._run()
        [told] = ticket.activity_ids
        self.assertIn("Promise broken", told.summary)
        self.assertTrue(promise.broken_date)

    def test_each_step_comes_once(self):
        promise = self._promise(hours=1)
        self._wait(hours=2)
        self._run()
        activity = promise.sudo().activity_id
        self._run()
        self.assertEqual(promise.sudo().activity_id, activity)
        self.assertFalse(promise.sudo().wake_date)

    def test_job_comes_at_the_minute(self):
        promise = self._promise(hours=10)
        cron = self.env.ref("customer_support.ir_cron_wake_promises")
        triggers = (
            self.env["ir.cron.trigger"].sudo().search([("cron_id", "=", cron.id)])
        )
        self.assertIn(self._in(6), triggers.mapped("call_at"))
        self.assertEqual(promise.sudo().wake_date, self._in(6))

    def test_reminder_counts_working_hours_of_the_team(self):
        days = [
            Command.create(
                {
                    "name": "Day",
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 12,
                    "day_period": "morning",
                }
            )
            for day in range(5)
        ]
        self.team.calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "tz": "UTC",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear(), *days],
            }
        )
        promise = self._promise(due_date=datetime(2026, 3, 5, 10))
        self.assertEqual(promise.sudo().wake_date, datetime(2026, 3, 4, 10))

    def test_kept_promise_wakes_nobody(self):
        promise = self._promise(hours=10, kind="other")
        self._wait(hours=7)
        self._run()
        self._close(promise)
        self.assertFalse(promise.ticket_id.activity_ids)
        self._wait(hours=10)
        self._run()
        self.assertFalse(promise.broken_date)

    def test_who_has_the_ticket_now_is_told(self):
        promise = self._promise(hours=1)
        promise.ticket_id.sudo().user_id = self.agent_own
        self._wait(hours=2)
        self._run()
        self.assertEqual(promise.ticket_id.activity_ids.user_id, self.agent_own)

    def test_one_that_fails_stops_no_other(self):
        broken, other = self._promise(hours=1), self._promise(hours=1)
        self._wait(hours=2)
        tell = type(broken)._tell_owner

        def crash(promise, text):
            if promise.id == broken.id:
                raise ValueError("boom")
            return tell(promise, text)

        with (
            patch.object(type(broken), "_tell_owner", crash),
            mute_logger(LOGGER),
        ):
            self._run()
        self.env.invalidate_all()
        self.assertTrue(other.broken_date)
        self.assertFalse(broken.broken_date)
        self.assertGreater(broken.sudo().wake_date, self._in(0))

    def test_breach_is_written_on_the_ticket(self):
        promise = self._promise(hours=1)
        self._wait(hours=2)
        self._run()
        notes = promise.ticket_id.message_ids.mapped("body")
        self.assertTrue(any("Promise broken" in note for note in notes))
