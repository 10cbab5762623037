from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase

from ...logic.kpi_period import (
    Period,
    get_days,
    get_last_year,
    get_period,
    get_previous,
)

ROME = ZoneInfo("Europe/Rome")


def _utc(text):
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


class TestLogicKpiPeriod(BaseCase):
    def test_periods_begin_at_local_midnight(self):
        cases = [
            ("day", "2026-03-28 23:00", "2026-03-29 22:00"),  # 23 hours
            ("week", "2026-03-22 23:00", "2026-03-29 22:00"),
            ("month", "2026-02-28 23:00", "2026-03-31 22:00"),
            ("quarter", "2025-12-31 23:00", "2026-03-31 22:00"),
            ("year", "2025-12-31 23:00", "2026-12-31 23:00"),
        ]
        for kind, start, end in cases:
            with self.subTest(kind=kind):
                period = get_period(kind, date(2026, 3, 29), ROME)
                self.assertEqual(period, Period(_utc(start), _utc(end)))

    def test_before_a_month_is_the_whole_month_before(self):
        march = get_period("month", date(2026, 3, 1), ROME)
        self.assertEqual(
            get_previous(march, ROME), get_period("month", date(2026, 2, 1), ROME)
        )
        self.assertEqual(
            get_last_year(march, ROME), get_period("month", date(2025, 3, 1), ROME)
        )

    def test_before_a_week_are_seven_days_across_the_change_of_clocks(self):
        week = get_period("week", date(2026, 3, 31), ROME)
        before = get_period("week", date(2026, 3, 24), ROME)
        self.assertEqual(get_previous(week, ROME), before)
        last_year = get_last_year(week, ROME)
        self.assertEqual(last_year, get_period("week", date(2025, 4, 1), ROME))

    def test_a_span_within_days_is_as_long_before(self):
        period = Period(_utc("2026-03-02 08:00"), _utc("2026-03-02 12:00"))
        before = get_previous(period, ROME)
        self.assertEqual(before.start, _utc("2026-03-02 04:00"))
        self.assertEqual(get_last_year(period, ROME).start, _utc("2025-03-03 08:00"))

    def test_days_that_are_touched(self):
        month = get_period("month", date(2024, 2, 10), ROME)
        days = get_days(month, ROME)
        self.assertEqual((days[0], len(days)), (date(2024, 2, 1), 29))
