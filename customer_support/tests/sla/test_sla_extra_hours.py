from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaExtraHours(SlaCommon):
    """A manager opens longer for a season; arrivals tell him when."""

    def setUp(self):
        super().setUp()
        self._freeze()

    def _add_extra(self, user=None, **values):
        extras = self.env["support.extra.hours"].with_user(user or self.manager)
        return extras.create(
            {
                "name": "Spring sale",
                "calendar_id": self.office.id,
                "date_from": "2026-03-03",
                "date_to": "2026-03-08",
                "hour_from": 17,
                "hour_to": 20,
                **values,
            }
        )

    def _get_due(self, start, hours):
        [due] = self.office._add_working_time([(start, timedelta(hours=hours))])
        return due

    def test_deadlines_count_extra_hours_on_their_days_only(self):
        self.assertEqual(self._get_due(self._at(3, 16), 2), self._at(4, 10))
        self._add_extra()
        self.assertEqual(self._get_due(self._at(3, 16), 2), self._at(3, 18))
        self.assertEqual(self._get_due(self._at(3, 16), 4), self._at(3, 20))
        self.assertEqual(self._get_due(self._at(2, 16), 2), self._at(3, 10))
        self.assertEqual(self._get_due(self._at(7, 12), 1), self._at(7, 18))
        self.assertEqual(self._get_due(self._at(9, 16), 2), self._at(10, 10))

    def test_change_and_removal_are_followed_at_once(self):
        extra = self._add_extra()
        extra.date_from = "2026-03-04"
        self.assertEqual(self._get_due(self._at(3, 16), 2), self._at(4, 10))
        extra.unlink()
        self.assertEqual(self._get_due(self._at(4, 16), 2), self._at(5, 10))

    def test_weekend_and_working_days(self):
        extra = self._add_extra(days="weekend", hour_from=10, hour_to=12)
        self.assertEqual(self._get_due(self._at(6, 16), 2), self._at(7, 11))
        extra.write({"days": "workday", "hour_from": 17, "hour_to": 18})
        self.assertEqual(self._get_due(self._at(6, 16), 3), self._at(9, 10))

    def test_public_holiday_closes_extra_hours_too(self):
        self._add_extra()
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "calendar_id": self.office.id,
                "date_from": self._at(4, 0),
                "date_to": self._at(4, 23, 59),
            }
        )
        self.assertEqual(self._get_due(self._at(3, 19), 2), self._at(5, 10))

    def test_extra_hours_are_in_the_zone_of_the_calendar_up_to_midnight(self):
        self.office.tz = "Asia/Tokyo"
        self._add_extra(hour_from=20, hour_to=24)
        # 20:00 to 24:00 in Tokyo is 11:00 to 15:00 UTC.
        self.assertEqual(self._get_due(self._at(3, 9), 4), self._at(3, 15))

    @mute_logger("odoo.sql_db")
    def test_hours_that_end_before_they_begin_are_refused(self):
        with self.assertRaises(psycopg2.IntegrityError), self.env.cr.savepoint():
            self._add_extra(hour_from=22, hour_to=6)

    def test_agent_does_not_extend_hours(self):
        with self.assertRaises(AccessError):
            self._add_extra(user=self.agent)

    def test_manager_of_another_company_does_not_see_them(self):
        extra = self._add_extra()
        with self.assertRaises(AccessError):
            extra.with_user(self.other_manager).read(["name"])

    def test_team_and_calendar_lead_to_them(self):
        for record in (self.team, self.office):
            action = record.with_user(self.manager).action_open_extra_hours()
            self.assertEqual(action["context"]["default_calendar_id"], self.office.id)

    # -- Arrivals -------------------------------------------------------------------
    def _get_arrival(self, ticket):
        self.env.flush_all()
        self.env.invalidate_all()
        lines = self.env["support.arrival.report"].with_user(self.manager)
        line = lines.search([("ticket_id", "=", ticket.id)])
        return line.weekday, line.hour, line.is_outside

    def test_arrival_is_in_the_zone_of_the_team_and_knows_the_opening_hours(self):
        cases = [
            (self._at(2, 9), ("0", "09", False)),
            (self._at(2, 12, 30), ("0", "12", True)),
            (self._at(2, 17), ("0", "17", True)),
            (self._at(8, 23, 59), ("6", "23", True)),
        ]
        for moment, expected in cases:
            with self.subTest(moment=moment):
                self.frozen.move_to(moment)
                self.assertEqual(self._get_arrival(self._create_mail()), expected)
        self.office.tz = "Asia/Tokyo"
        self._go_to(2, 16)
        self.assertEqual(self._get_arrival(self._create_mail()), ("1", "01", True))

    def test_two_weeks_take_turns_in_arrivals_as_in_deadlines(self):
        self.office.two_weeks_calendar = True
        kind = self.env["resource.calendar.attendance"].get_week_type(self._at(2, 9))
        self.office.attendance_ids.week_type = str(kind)
        self.assertFalse(self._get_arrival(self._create_mail())[2])
        self._go_to(9, 9)
        self.assertTrue(self._get_arrival(self._create_mail())[2])

    def test_figures_open_their_tickets_and_agents_see_those_of_their_teams(self):
        own = self._create_mail()
        self._create_mail(team_id=self.second_team.id)
        self.env.flush_all()
        line = self.env["support.arrival.report"].with_user(self.agent).search([])
        self.assertEqual(line.ticket_id, own)
        self.assertEqual(line.action_open_ticket()["res_id"], own.id)
