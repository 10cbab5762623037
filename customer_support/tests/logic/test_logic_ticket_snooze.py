from datetime import datetime

from odoo.tests import BaseCase

from ...logic.ticket_snooze import get_snooze_end


class TestLogicTicketSnooze(BaseCase):
    def test_mornings_in_the_zone_of_the_user(self):
        cases = [
            # choice, now (UTC), zone, expected (UTC)
            ("tomorrow", "2026-03-02 10:00", "UTC", "2026-03-03 09:00"),
            ("tomorrow", "2026-03-02 10:00", "Europe/Rome", "2026-03-03 08:00"),
            # Already tomorrow there, still today there
            ("tomorrow", "2026-03-02 20:00", "Asia/Tokyo", "2026-03-04 00:00"),
            ("tomorrow", "2026-03-03 02:00", "America/New_York", "2026-03-03 14:00"),
            # The night in which the clocks change
            ("tomorrow", "2026-03-28 12:00", "Europe/Rome", "2026-03-29 07:00"),
            ("tomorrow", "2026-10-24 12:00", "Europe/Rome", "2026-10-25 08:00"),
            # Monday to Monday, Friday to Monday, Sunday to Monday
            ("next_week", "2026-03-02 10:00", "Europe/Rome", "2026-03-09 08:00"),
            ("next_week", "2026-03-06 10:00", "Europe/Rome", "2026-03-09 08:00"),
            ("next_week", "2026-03-08 10:00", "Europe/Rome", "2026-03-09 08:00"),
        ]
        for choice, now, zone, expected in cases:
            with self.subTest(choice=choice, now=now, zone=zone):
                self.assertEqual(
                    get_snooze_end(choice, datetime.fromisoformat(now), zone),
                    datetime.fromisoformat(expected),
                )
