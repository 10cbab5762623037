from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.oncall_swap import get_next_reminder

START = datetime(2026, 6, 1, 8)


@tagged("post_install", "-at_install")
class TestOncallSwapLogic(BaseCase):
    def test_reminders_come_closer(self):
        cases = [
            (timedelta(weeks=5), timedelta(weeks=4)),
            (timedelta(weeks=4), timedelta(weeks=2)),
            (timedelta(days=8), timedelta(weeks=1)),
            (timedelta(days=7), timedelta(days=3)),
            (timedelta(hours=25), timedelta(days=1)),
            (timedelta(hours=13), timedelta(hours=12)),
        ]
        for ahead, expected in cases:
            with self.subTest(ahead=ahead):
                reminder = get_next_reminder(START, START - ahead)
                self.assertEqual(START - reminder, expected)

    def test_half_a_day_before_is_the_last(self):
        self.assertIsNone(get_next_reminder(START, START - timedelta(hours=12)))
