from odoo import fields
from odoo.tests import tagged

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriageRota(TriageCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self._set_up_rota()

    def _get_duty(self):
        self.team.invalidate_recordset()
        return self.team.with_user(self.agent_own).triage_duty_user_id

    def _add_leave(self, user, start, end):
        resource = self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": self.company.id,
                "calendar_id": self.office.id,
            }
        )
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "company_id": self.company.id,
                "calendar_id": self.office.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def test_duty_changes_at_midnight_of_the_teams_zone(self):
        self.office.tz = "Europe/Rome"
        self._go_to(2, 22, 59)
        self.assertEqual(self._get_duty(), self.agent)
        self.assertEqual(self.team.triage_duty_until, self._at(2, 23))
        self._go_to(2, 23)
        self.assertEqual(self._get_duty(), self.agent_own)

    def test_who_is_on_leave_is_skipped_for_that_time(self):
        self._add_leave(self.agent, self._at(2, 8), self._at(2, 12))
        self.assertEqual(self._get_duty(), self.agent_own)
        self._go_to(2, 12)
        self.assertEqual(self._get_duty(), self.agent)

    def test_who_is_out_of_office_is_skipped(self):
        self.agent.out_of_office_from = "2020-01-01 00:00:00"
        self.assertEqual(self._get_duty(), self.agent_own)

    def test_nobody_has_duty_when_all_are_away(self):
        self.agent.out_of_office_from = "2020-01-01 00:00:00"
        self._add_leave(self.agent_own, self._at(2, 8), self._at(2, 12))
        self.assertFalse(self._get_duty())
        self.assertFalse(self._create_arrival().triage_user_id)

    def test_who_left_the_team_or_was_archived_has_no_duty(self):
        self.agent.active = False
        self.assertEqual(self._get_duty(), self.agent_own)
        self.team.member_ids.filtered(lambda m: m.user_id == self.agent_own).unlink()
        self.assertFalse(self._get_duty())

    def test_order_is_that_of_the_handle(self):
        lines = self.team.triage_participant_ids
        lines.filtered(lambda line: line.user_id == self.agent).sequence = 50
        self.assertEqual(self._get_duty(), self.agent_own)

    def test_team_without_triage_has_nobody_on_duty(self):
        self.team.triage_mode = "none"
        self.assertFalse(self._get_duty())

    def test_form_without_start_date_still_opens(self):
        draft = self.team.new({"triage_start_date": False}, origin=self.team)
        self.assertFalse(draft.triage_duty_user_id)

    def test_duties_of_ten_teams_cost_what_one_costs(self):
        now = fields.Datetime.now()
        teams = self.team.concat(*(self.team.copy() for _number in range(9)))
        teams.triage_participant_ids.unlink()
        for team in teams:
            team.triage_participant_ids = [(0, 0, {"user_id": self.agent.id})]
        counts = []
        for some in (teams[:1], teams):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._get_triage_duties(now)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
