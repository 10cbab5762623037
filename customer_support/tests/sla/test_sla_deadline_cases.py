from datetime import datetime, timedelta

import pytz

from odoo.tests import TransactionCase, tagged

ROME, NEW_YORK, TOKYO = "Europe/Rome", "America/New_York", "Asia/Tokyo"
WEEK = range(5)
DAILY = range(7)


@tagged("post_install", "-at_install")
class TestSlaDeadlineCases(TransactionCase):
    """Deadlines by hand, in the local time of the calendar.

    In 2026 Rome loses an hour on 29 March (02:00 is 03:00) and has one twice on
    25 October; New York does so on 8 March and 1 November. 2 March is a Monday.
    """

    def _create_calendar(self, periods, days=WEEK, zone=ROME, **values):
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
        return self.env["resource.calendar"].create(
            {
                "name": "Cases",
                "tz": zone,
                "attendance_ids": [(5, 0, 0), *attendances],
                **values,
            }
        )

    def _to_utc(self, text, zone, is_dst=False):
        naive = datetime.strptime(text, "%Y-%m-%d %H:%M")
        local = pytz.timezone(zone).localize(naive, is_dst=is_dst)
        return local.astimezone(pytz.utc).replace(tzinfo=None)

    def _close(self, calendar, start, end, zone=None):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Closed",
                "calendar_id": calendar.id,
                "date_from": self._to_utc(start, zone or calendar.tz),
                "date_to": self._to_utc(end, zone or calendar.tz),
            }
        )

    def assertDues(self, calendar, cases):
        """Check (start, working minutes, due), and that measuring agrees."""
        for start, minutes, due in cases:
            with self.subTest(start=start, minutes=minutes):
                begin = self._to_utc(start, calendar.tz)
                duration = timedelta(minutes=minutes)
                [found] = calendar._add_working_time([(begin, duration)])
                self.assertEqual(found, self._to_utc(due, calendar.tz))
                [measured] = calendar._measure_working_time([(begin, found)])
                self.assertEqual(measured, duration)

    # -- The day --------------------------------------------------------------------
    def test_several_periods_a_day(self):
        calendar = self._create_calendar([(8, 10), (11, 12.5), (14, 18)])
        self.assertDues(
            calendar,
            [
                ("2026-03-02 09:30", 60, "2026-03-02 11:30"),
                ("2026-03-02 08:00", 210, "2026-03-02 12:30"),  # ends at closing
                ("2026-03-02 08:00", 211, "2026-03-02 14:01"),
                ("2026-03-02 08:00", 450, "2026-03-02 18:00"),
                ("2026-03-02 08:00", 451, "2026-03-03 08:01"),
                ("2026-03-02 10:00", 30, "2026-03-02 11:30"),  # starts at closing
                ("2026-03-02 11:00", 30, "2026-03-02 11:30"),  # starts at opening
                ("2026-03-02 10:30", 30, "2026-03-02 11:30"),
                ("2026-03-06 17:59", 2, "2026-03-09 08:01"),
            ],
        )

    def test_night_shift_is_two_attendances_that_count_as_one(self):
        calendar = self._create_calendar([(0, 6), (22, 24)], DAILY)
        self.assertDues(
            calendar,
            [
                ("2026-03-02 21:00", 180, "2026-03-03 01:00"),
                ("2026-03-02 23:30", 60, "2026-03-03 00:30"),
                ("2026-03-02 23:00", 60, "2026-03-03 00:00"),  # at midnight
                ("2026-03-03 00:00", 360, "2026-03-03 06:00"),
                ("2026-03-03 05:00", 120, "2026-03-03 23:00"),
                ("2026-03-03 12:00", 480, "2026-03-04 06:00"),
            ],
        )

    def test_zones_west_and_east(self):
        for zone in (NEW_YORK, TOKYO, "Pacific/Auckland", "Asia/Kolkata", "UTC"):
            calendar = self._create_calendar([(9, 17)], zone=zone)
            self.assertDues(
                calendar,
                [
                    ("2026-06-05 16:30", 60, "2026-06-08 09:30"),
                    ("2026-06-07 23:59", 60, "2026-06-08 10:00"),
                ],
            )

    def test_same_instant_is_due_by_each_zone(self):
        instant = datetime(2026, 6, 1, 8)  # Rome 10:00, Tokyo 17:00, New York 04:00
        cases = [
            (ROME, datetime(2026, 6, 1, 10)),
            (TOKYO, datetime(2026, 6, 2, 2)),
            (NEW_YORK, datetime(2026, 6, 1, 15)),
        ]
        for zone, due in cases:
            with self.subTest(zone=zone):
                calendar = self._create_calendar([(9, 17)], zone=zone)
                request = (instant, timedelta(hours=2))
                self.assertEqual(calendar._add_working_time([request]), [due])

    # -- Days of 23 and 25 hours ----------------------------------------------------
    def test_work_over_the_hour_that_does_not_exist(self):
        always = self._create_calendar([(0, 24)], DAILY)
        night = self._create_calendar([(0, 6)], DAILY)
        for calendar in (always, night):
            self.assertDues(
                calendar,
                [
                    ("2026-03-29 01:00", 60, "2026-03-29 03:00"),
                    ("2026-03-29 01:30", 120, "2026-03-29 04:30"),
                    ("2026-03-29 00:00", 300, "2026-03-29 06:00"),
                ],
            )
        self.assertDues(always, [("2026-03-28 12:00", 1440, "2026-03-29 13:00")])

    def test_work_over_the_hour_that_comes_twice(self):
        always = self._create_calendar([(0, 24)], DAILY)
        night = self._create_calendar([(0, 6)], DAILY)
        for calendar in (always, night):
            self.assertDues(
                calendar,
                [
                    ("2026-10-25 01:00", 240, "2026-10-25 04:00"),
                    ("2026-10-25 00:00", 420, "2026-10-25 06:00"),
                ],
            )
        self.assertDues(always, [("2026-10-24 12:00", 1440, "2026-10-25 11:00")])
        start = self._to_utc("2026-10-25 02:30", ROME, is_dst=True)
        again = self._to_utc("2026-10-25 02:30", ROME, is_dst=False)
        self.assertEqual(
            night._measure_working_time([(start, again)]), [timedelta(0, 3600)]
        )

    def test_office_hours_do_not_feel_the_change(self):
        for zone, friday, monday in (
            (ROME, "2026-03-27", "2026-03-30"),
            (ROME, "2026-10-23", "2026-10-26"),
            (NEW_YORK, "2026-03-06", "2026-03-09"),
            (NEW_YORK, "2026-10-30", "2026-11-02"),
        ):
            calendar = self._create_calendar([(9, 17)], zone=zone)
            cases = [(f"{friday} 16:00", 120, f"{monday} 10:00")]
            self.assertDues(calendar, cases)

    # -- Leaves ---------------------------------------------------------------------
    def test_half_a_day_off(self):
        calendar = self._create_calendar([(9, 17)])
        self._close(calendar, "2026-03-03 13:00", "2026-03-03 17:00")
        self.assertDues(
            calendar,
            [
                ("2026-03-03 12:00", 60, "2026-03-03 13:00"),
                ("2026-03-03 12:00", 61, "2026-03-04 09:01"),
                ("2026-03-03 15:00", 60, "2026-03-04 10:00"),
            ],
        )

    def test_leave_over_the_clock_change(self):
        calendar = self._create_calendar([(0, 24)], DAILY)
        self._close(calendar, "2026-03-28 12:00", "2026-03-30 12:00")
        self.assertDues(
            calendar,
            [
                ("2026-03-28 11:00", 120, "2026-03-30 13:00"),
                ("2026-03-29 02:59", 60, "2026-03-30 13:00"),
            ],
        )

    def test_adjoining_holidays_at_the_turn_of_the_year(self):
        calendar = self._create_calendar([(9, 17)])
        for first, last in (
            ("2026-12-24 00:00", "2026-12-26 23:59"),
            ("2026-12-31 00:00", "2026-12-31 23:59"),
            ("2027-01-01 00:00", "2027-01-01 23:59"),
            ("2027-01-04 00:00", "2027-01-06 23:59"),
        ):
            self._close(calendar, first, last)
        self.assertDues(
            calendar,
            [
                ("2026-12-23 16:00", 120, "2026-12-28 10:00"),
                ("2026-12-30 16:30", 60, "2027-01-07 09:30"),
                ("2027-01-01 12:00", 480, "2027-01-07 17:00"),
            ],
        )

    def test_overlapping_leaves_count_once(self):
        calendar = self._create_calendar([(9, 17)])
        self._close(calendar, "2026-03-03 10:00", "2026-03-03 14:00")
        self._close(calendar, "2026-03-03 12:00", "2026-03-03 15:00")
        self.assertDues(calendar, [("2026-03-03 09:00", 120, "2026-03-03 16:00")])

    # -- Other calendars of the host ------------------------------------------------
    def test_two_weeks_take_turns(self):
        calendar = self._create_calendar([(9, 17)], two_weeks_calendar=True)
        lines = self.env["resource.calendar.attendance"]
        # 2 March 2026 begins a week of type 0 or 1: only that one is worked here.
        kind = lines.get_week_type(datetime(2026, 3, 2))
        calendar.attendance_ids.week_type = str(kind)
        self.assertDues(
            calendar,
            [
                ("2026-03-06 16:30", 60, "2026-03-16 09:30"),
                ("2026-03-11 10:00", 60, "2026-03-16 10:00"),
            ],
        )

    def test_flexible_calendar_works_its_hours_around_noon(self):
        calendar = self._create_calendar(
            [], schedule_type="flexible", hours_per_day=8, full_time_required_hours=56
        )
        self.assertDues(
            calendar,
            [
                ("2026-03-02 09:00", 60, "2026-03-02 10:00"),
                ("2026-03-02 15:30", 60, "2026-03-03 08:30"),
            ],
        )

    def test_flexible_calendar_does_not_depend_on_the_span_that_is_asked_for(self):
        calendar = self._create_calendar(
            [], schedule_type="flexible", hours_per_day=8, full_time_required_hours=40
        )
        begin = datetime(2026, 11, 2, 9)
        near = calendar._add_working_time([(begin, timedelta(hours=4))])
        far = calendar._add_working_time(
            [(datetime(2025, 6, 2), timedelta(hours=1)), (begin, timedelta(hours=4))]
        )
        self.assertEqual(near[0], far[1])

    def test_breaks_are_not_worked(self):
        calendar = self._create_calendar([(9, 12), (13, 17)])
        self.env["resource.calendar.attendance"].create(
            {
                "name": "Lunch",
                "calendar_id": calendar.id,
                "dayofweek": "0",
                "hour_from": 12,
                "hour_to": 13,
                "day_period": "lunch",
            }
        )
        self.assertDues(calendar, [("2026-03-02 11:30", 60, "2026-03-02 13:30")])

    # -- Odd durations --------------------------------------------------------------
    def test_zero_is_due_at_once_and_negative_counts_back(self):
        calendar = self._create_calendar([(9, 12), (13, 17)])
        self.assertDues(
            calendar,
            [
                ("2026-03-07 03:00", 0, "2026-03-07 03:00"),
                ("2026-03-09 09:30", -60, "2026-03-06 16:30"),
                ("2026-03-02 13:30", -60, "2026-03-02 11:30"),
                ("2026-03-08 12:00", -420, "2026-03-06 09:00"),
                ("2026-01-01 09:00", -60, "2025-12-31 16:00"),
            ],
        )

    def test_ten_years(self):
        always = self._create_calendar([(0, 24)], DAILY, zone="UTC")
        office = self._create_calendar([(9, 17)], zone="UTC")
        ten_years = (datetime(2036, 3, 2) - datetime(2026, 3, 2)).days
        self.assertDues(
            always, [("2026-03-02 00:00", ten_years * 1440, "2036-03-02 00:00")]
        )
        weeks = 10 * 52
        self.assertDues(
            office,
            [("2026-03-02 09:00", weeks * 5 * 480, "2036-02-15 17:00")],
        )

    def test_cases_are_the_same_around_the_clock_and_without_a_calendar(self):
        always = self._create_calendar([(0, 24)], DAILY)
        nothing = self.env["resource.calendar"]
        requests = [
            (datetime(2026, month, 28, hour, 17), timedelta(minutes=minutes))
            for month in range(1, 13)
            for hour in (0, 1, 22, 23)
            for minutes in (1, 61, 1440, 3 * 1440)
        ]
        self.assertEqual(
            always._add_working_time(requests), nothing._add_working_time(requests)
        )
