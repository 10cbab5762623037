from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...logic.triage_rota import Duty, Rota, get_duty

ROME = ZoneInfo("Europe/Rome")
ADA, BO, CY = 1, 2, 3
MONDAY = date(2026, 3, 2)


def at(month, day, hour, minute=0):
    """Return an instant of 2026 in Rome."""
    return datetime(2026, month, day, hour, minute, tzinfo=ROME)


@tagged("post_install", "-at_install")
class TestTriageRotaLogic(BaseCase):
    def get(self, instant, absent=(), people=(ADA, BO, CY), turn="day", start=MONDAY):
        return get_duty(Rota(people, turn, start, ROME), instant, absent)

    def test_turns_change_at_local_midnight(self):
        cases = [
            # turn, instant -> who
            ("day", at(3, 1, 23, 59), None),  # not begun
            ("day", at(3, 2, 0), ADA),
            ("day", at(3, 2, 23, 59), ADA),
            ("day", at(3, 3, 0), BO),
            ("day", at(3, 5, 12), ADA),
            ("week", at(3, 8, 23, 59), ADA),
            ("week", at(3, 9, 0), BO),
            ("week", at(3, 23, 0), ADA),
        ]
        for turn, instant, expected in cases:
            with self.subTest(turn=turn, instant=instant):
                self.assertEqual(self.get(instant, turn=turn).participant, expected)

    def test_days_when_clocks_change_are_days(self):
        """29 March has 23 hours, 25 October 2026 has 25."""
        for month, day, hours in ((3, 29, 23), (10, 25, 25)):
            start = date(2026, month, day)
            midnight = at(month, day, 0).astimezone(timezone.utc)
            for passed in range(hours):
                instant = midnight + timedelta(hours=passed)
                with self.subTest(instant=instant):
                    duty = self.get(instant, start=start)
                    self.assertEqual(duty.participant, ADA)
                    self.assertEqual(duty.until, midnight + timedelta(hours=hours))
            after = self.get(midnight + timedelta(hours=hours), start=start)
            self.assertEqual(after.participant, BO)

    def test_week_over_a_clock_change_ends_at_local_midnight(self):
        duty = self.get(at(3, 25, 12), turn="week", start=date(2026, 3, 23))
        self.assertEqual(duty.until, at(3, 30, 0).astimezone(timezone.utc))

    def test_who_is_absent_is_skipped(self):
        cases = [
            # people, absent -> who on the first day
            ((ADA, BO, CY), {ADA}, BO),
            ((ADA, BO, CY), {ADA, BO}, CY),
            ((ADA, BO, CY), {ADA, BO, CY}, None),
            ((ADA, BO, CY), {BO}, ADA),
            ((ADA,), (), ADA),
            ((ADA,), {ADA}, None),
            ((), (), None),
        ]
        for people, absent, expected in cases:
            with self.subTest(people=people, absent=absent):
                duty = self.get(at(3, 2, 9), absent=absent, people=people)
                self.assertEqual(duty.participant, expected)

    def test_absence_does_not_shift_the_turns_of_others(self):
        self.assertEqual(self.get(at(3, 3, 9), absent={ADA}).participant, BO)

    def test_one_participant_always_has_duty(self):
        for day in range(2, 30):
            duty = self.get(at(3, day, 9), people=(ADA,))
            self.assertEqual(duty.participant, ADA)

    def test_no_participant_has_no_duty(self):
        self.assertEqual(self.get(at(3, 2, 9), people=()), Duty(None, None))
