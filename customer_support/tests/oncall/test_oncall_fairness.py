from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 2, 8)  # a Monday, 9:00 in Rome


@tagged("post_install", "-at_install")
class TestOncallFairness(OncallCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()

    def _get_table(self, weeks=4, user=None, **vals):
        reports = self.env["support.oncall.fairness"].with_user(user or self.ada)
        report = reports.create(
            {
                "schedule_id": self.schedule.id,
                "date_from": NOW,
                "date_to": NOW + timedelta(weeks=weeks),
                **vals,
            }
        )
        report.action_calculate()
        return report, {line.user_id.name: line for line in report.line_ids}

    def test_equal_turns_score_full(self):
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        report, table = self._get_table(weeks=2)
        self.assertEqual(report.score, 100)
        ada = table["Ada"]
        self.assertEqual(
            (ada.hours_day, ada.hours_night, ada.hours_weekend), (80, 40, 48)
        )
        self.assertEqual(ada.load, 80 + 60 + 72)
        self.assertEqual((ada.share, ada.expected_share), (0.5, 0.5))

    def test_people_are_compared_with_those_with_whom_they_take_turns(self):
        """Days in the office do not look idle beside nights at home."""
        self.schedule.combination = "together"
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        office = self._add_layer(self.cleo, self.dora, handoff_date=NOW.date())
        self.env["support.oncall.restriction"].create(
            {"layer_id": office.id, "monday": True, "hour_from": 9, "hour_to": 12}
        )
        report, table = self._get_table(weeks=4)
        self.assertLess(table["Cleo"].load, table["Ada"].load / 4)
        # An hour of a fifth Monday is in the four weeks, because of summer time.
        self.assertEqual((table["Cleo"].load, table["Dora"].load), (7, 6))
        self.assertEqual(table["Cleo"].expected_load, 6.5)
        self.assertGreater(report.score, 90)

    def test_turns_are_counted_also_when_nobody_else_takes_one(self):
        self._add_layer(self.ada, handoff_date=NOW.date())
        self._wait(days=10)
        _report, table = self._get_table(weeks=3)
        self.assertEqual(table["Ada"].shift_count, 3)

    def test_a_holiday_is_counted_as_such(self):
        calendar = self.company.resource_calendar_id
        self.schedule.calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day of the shop",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 3, 3, 23),
                "date_to": datetime(2026, 3, 4, 23),
            }
        )
        self._add_layer(self.ada, handoff_date=NOW.date())
        _report, table = self._get_table(weeks=1)
        self.assertEqual(table["Ada"].hours_holiday, 24)

    def test_what_really_happened_counts_not_the_rotation(self):
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        self.env["support.oncall.override"].create(
            {
                "schedule_id": self.schedule.id,
                "user_id": self.bea.id,
                "date_from": NOW,
                "date_to": NOW + timedelta(weeks=1),
            }
        )
        self._wait(weeks=2)
        report, table = self._get_table(weeks=2)
        self.assertEqual((table["Bea"].share, table["Ada"].share), (1, 0))
        self.assertTrue(table["Bea"].is_overloaded)
        self.assertEqual(report.score, 0)

    def test_time_before_the_schedule_was_in_service_does_not_count(self):
        self._add_layer(self.ada, handoff_date=date(2025, 1, 6))
        _report, table = self._get_table(weeks=3, date_from=NOW - timedelta(weeks=8))
        self.assertEqual(table["Ada"].hours_weekend, 3 * 48)

    def test_a_newcomer_carries_his_part(self):
        layer = self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        layer.participant_ids = [
            (0, 0, {"user_id": self.cleo.id, "date_from": NOW + timedelta(weeks=2)})
        ]
        _report, table = self._get_table(weeks=4)
        self.assertAlmostEqual(table["Cleo"].expected_share, 2 / 10)

    def test_gaps_lower_the_score_only_where_somebody_must_be_there(self):
        self._add_layer(
            self.ada, handoff_date=NOW.date(), date_to=NOW + timedelta(weeks=2)
        )
        report, _table = self._get_table()
        self.assertEqual(report.score, 100)
        self.schedule.coverage = "always"
        report.action_calculate()
        self.assertEqual(report.score, 50)

    def test_alerts_taken_on_duty_count_as_calls(self):
        self._add_layer(self.ada, handoff_date=NOW.date())
        for hours, taker in [(1, self.ada), (2, self.ada), (3, self.bea)]:
            self.env["support.alert"].create(
                {
                    "number": f"T{hours}",
                    "key": f"T{hours}",
                    "name": "The boiler",
                    "company_id": self.company.id,
                    "source": "other",
                    "raised_date": NOW + timedelta(hours=hours),
                    "state": "acknowledged",
                    "acknowledged_by_id": taker.id,
                }
            )
        self._wait(days=1)
        _report, table = self._get_table(weeks=1)
        self.assertEqual(table["Ada"].call_count, 2)
        self.assertNotIn("Bea", table)

    def test_the_schedule_shows_its_score(self):
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        self.assertGreater(self.schedule.with_user(self.ada).score, 90)

    def test_another_company_calculates_nothing(self):
        with self.assertRaises(AccessError):
            self._get_table(user=self.other_manager)
