from datetime import datetime, timedelta

import pytz

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestWorkingTime(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rome = cls._create_calendar("Europe/Rome", range(5), [(9, 12), (13, 17)])
        cls.always = cls._create_calendar("Europe/Rome", range(7), [(0, 24)])

    @classmethod
    def _create_calendar(cls, zone, days, periods):
        attendances = [
            (
                0,
                0,
                {
                    "name": f"{day} {start}",
                    "dayofweek": str(day),
                    "hour_from": start,
                    "hour_to": end,
                    "day_period": "full_day",
                },
            )
            for day in days
            for start, end in periods
        ]
        return cls.env["resource.calendar"].create(
            {"name": zone, "tz": zone, "attendance_ids": [(5, 0, 0), *attendances]}
        )

    def _local(self, text, zone="Europe/Rome"):
        """Return naive UTC of a local time; ``text`` like "2026-03-02 09:00"."""
        naive = datetime.strptime(text, "%Y-%m-%d %H:%M")
        local = pytz.timezone(zone).localize(naive)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _add_leave(self, calendar, start, end):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def assertDue(self, calendar, start, hours, due):
        result = calendar._add_working_time(
            [(self._local(start, calendar.tz), timedelta(hours=hours))]
        )
        self.assertEqual(result, [self._local(due, calendar.tz)])

    def test_deadline_crosses_lunch_night_and_weekend(self):
        self.assertDue(self.rome, "2026-03-02 11:30", 1, "2026-03-02 13:30")
        self.assertDue(self.rome, "2026-03-02 16:30", 1, "2026-03-03 09:30")
        self.assertDue(self.rome, "2026-03-06 16:30", 1, "2026-03-09 09:30")
        self.assertDue(self.rome, "2026-03-07 11:00", 1, "2026-03-09 10:00")

    def test_work_that_ends_at_closing_time_is_due_then(self):
        self.assertDue(self.rome, "2026-03-06 16:00", 1, "2026-03-06 17:00")

    def test_public_holiday_is_not_worked(self):
        day = (self._local("2026-03-03 00:00"), self._local("2026-03-03 23:59"))
        self._add_leave(self.rome, *day)
        self.assertDue(self.rome, "2026-03-02 16:30", 1, "2026-03-04 09:30")

    def test_day_off_around_the_clock_is_the_whole_local_day(self):
        start = self._local("2026-03-03 00:00")
        self._add_leave(
            self.always, start, start + timedelta(hours=23, minutes=59, seconds=59)
        )
        day_after = start + timedelta(days=1)
        [measured] = self.always._measure_working_time([(start, day_after)])
        self.assertEqual(measured, timedelta(0))

    def test_days_of_23_and_25_hours_count_their_hours(self):
        for day, hours in (("2026-03-29", 23), ("2026-10-25", 25), ("2026-06-01", 24)):
            start = self._local(f"{day} 00:00")
            end = self._local(f"{day} 00:00") + timedelta(hours=hours)
            [measured] = self.always._measure_working_time([(start, end)])
            self.assertEqual(measured, timedelta(hours=hours))

    def test_calendar_around_the_clock_has_no_hole_at_midnight(self):
        start = self._local("2026-03-02 00:00")
        spans = [(start, start + timedelta(days=30, hours=1))]
        # The clocks change on 29 March; elapsed time does not.
        [measured] = self.always._measure_working_time(spans)
        self.assertEqual(measured, timedelta(days=30, hours=1))

    def test_deadline_over_the_night_of_the_clock_change(self):
        self.assertDue(self.rome, "2026-03-27 16:30", 1, "2026-03-30 09:30")
        self.assertDue(self.always, "2026-03-29 01:30", 1, "2026-03-29 03:30")

    def test_zone_of_the_calendar_decides(self):
        tokyo = self._create_calendar("Asia/Tokyo", range(5), [(9, 17)])
        self.assertDue(tokyo, "2026-03-02 16:00", 2, "2026-03-03 10:00")

    def test_no_calendar_means_around_the_clock(self):
        start = datetime(2026, 3, 7, 22)
        nothing = self.env["resource.calendar"]
        due = nothing._add_working_time([(start, timedelta(hours=5))])
        self.assertEqual(due, [datetime(2026, 3, 8, 3)])

    def test_calendar_that_opens_once_a_week_finds_far_deadlines(self):
        sunday = self._create_calendar("Europe/Rome", [6], [(10, 11)])
        self.assertDue(sunday, "2026-03-02 09:00", 60, "2027-04-25 11:00")

    def test_calendar_that_never_opens_is_an_error_in_words(self):
        never = self._create_calendar("Europe/Rome", [], [])
        with self.assertRaisesRegex(UserError, "does not open often enough"):
            never._add_working_time([(datetime(2026, 3, 2), timedelta(hours=1))])

    def test_ten_thousand_deadlines_cost_the_queries_of_one(self):
        requests = [
            (datetime(2026, 3, 2) + timedelta(minutes=number), timedelta(hours=8))
            for number in range(10_000)
        ]
        self.rome._add_working_time(requests[:1])
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.rome._add_working_time(requests[:1])
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            self.rome._add_working_time(requests)
