from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .kpi_common import KpiCommon, to_datetime


@tagged("post_install", "-at_install")
class TestKpiAccess(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        at = to_datetime("2025-06-10 10:00:00")
        cls.own = cls._create_past(
            [{"received_date": at, "team_id": cls.team.id, "user_id": cls.agent.id}]
        )
        cls.foreign = cls._create_past(
            [{"received_date": at, "team_id": cls.second_team.id}]
        )

    def _read(self, user):
        report = self.env["support.ticket.report"].with_user(user)
        return report.with_context(allowed_company_ids=user.company_ids.ids).search([])

    def test_manager_reads_all_of_his_company(self):
        self.assertEqual(self._read(self.manager).ticket_id, self.foreign + self.own)

    def test_manager_of_another_company_reads_nothing_of_it(self):
        self.assertFalse(self._read(self.other_manager))

    def test_agent_reads_his_teams_only(self):
        self.assertEqual(self._read(self.agent).ticket_id, self.own)

    def test_collaborators_read_no_figures(self):
        for user in (self.collaborator, self.agent_own, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._read(user)

    def test_figures_of_another_company_are_out_of_reach(self):
        payload = self._compute(user=self.other_manager)
        self.assertEqual(payload["figures"]["tickets_in"]["value"], 0)
        self.assertEqual(payload["meta"]["scope"]["company_ids"], [])

    def test_agent_counts_his_teams_only(self):
        values = self._get_values(user=self.agent, day=date(2025, 6, 1))
        self.assertEqual(values["tickets_in"], 1)
        self.assertEqual(self._get_values()["tickets_in"], 2)
