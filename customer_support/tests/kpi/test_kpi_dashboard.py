from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .kpi_common import KpiCommon, to_datetime

NOW = "2025-06-16 10:00:00"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestKpiDashboard(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        at = to_datetime("2025-06-10 10:00:00")
        cls._create_past(
            [
                {"received_date": at, "team_id": cls.team.id},
                {"received_date": at, "team_id": cls.second_team.id},
            ]
        )

    def _get_model(self, user=None):
        user = user or self.manager
        dashboard = self.env["support.kpi.dashboard"].with_user(user)
        return dashboard.with_context(allowed_company_ids=user.company_ids.ids)

    def _get_dashboard(self, user=None, **kwargs):
        return self._get_model(user).get_dashboard(**kwargs)

    def _get_pictures(self, user=None, **kwargs):
        return self._get_model(user).get_dashboard_pictures(**kwargs)

    def _get_figure(self, code, **kwargs):
        data = self._get_dashboard(**kwargs)
        figures = [figure for s in data["sections"] for figure in s["figures"]]
        return next(figure for figure in figures if figure["code"] == code)

    def test_figure_opens_what_it_counts(self):
        figure = self._get_figure("tickets_in", day="2025-06-10")
        records = figure["records"]
        found = self.env[records["model"]].with_user(self.manager)
        self.assertEqual(figure["value"], "2")
        self.assertEqual(found.search_count(records["domain"]), 2)

    def test_figure_of_records_out_of_reach_opens_nothing(self):
        self.assertFalse(self._get_figure("orders")["records"])

    def test_one_team_is_counted_alone(self):
        figure = self._get_figure("tickets_in", team_id=self.team.id)
        self.assertEqual(figure["value"], "1")

    def test_team_of_another_company_changes_nothing(self):
        foreign = self.env["support.team"].create(
            {"name": "Far", "company_id": self.other_manager.company_id.id}
        )
        data = self._get_dashboard(team_id=foreign.id)
        self.assertFalse(data["team_id"])

    def test_running_period_ends_now(self):
        period = self._get_dashboard()["period"]
        self.assertTrue(period["is_running"])
        self.assertFalse(period["later"])
        self.assertEqual(period["name"], "June 2025")

    def test_period_over_is_complete(self):
        period = self._get_dashboard(day="2025-05-10")["period"]
        self.assertFalse(period["is_running"])
        self.assertEqual(period["later"], "2025-06-01")

    def test_young_month_opens_with_the_last(self):
        with freeze_time("2025-07-02 10:00:00"):
            self.assertEqual(self._get_dashboard()["period"]["name"], "June 2025")

    def test_empty_period_says_so(self):
        data = self._get_dashboard(day="2024-02-01")
        self.assertTrue(data["is_empty"])
        self.assertEqual(self._get_pictures(day="2024-02-01")["charts"], [])

    def test_row_of_a_table_opens_what_it_counts(self):
        [table] = [t for t in self._get_pictures()["tables"] if t["code"] == "teams"]
        tickets = self.env["support.ticket.report"].with_user(self.manager)
        self.assertEqual({row["name"] for row in table["rows"]}, {"Care", "Technical"})
        for row in table["rows"]:
            with self.subTest(team=row["name"]):
                self.assertEqual(row["values"][0], "1")
                self.assertEqual(tickets.search_count(row["records"]["domain"]), 1)

    def test_agent_is_refused(self):
        for read in (self._get_dashboard, self._get_pictures):
            with self.assertRaises(AccessError):
                read(self.agent)

    def test_manager_of_another_company_counts_nothing(self):
        self.assertTrue(self._get_dashboard(self.other_manager)["is_empty"])

    def test_wrong_arguments_are_refused(self):
        for kwargs in ({"period": "century"}, {"day": "yesterday"}):
            with self.subTest(**kwargs), self.assertRaises(UserError):
                self._get_dashboard(**kwargs)


@tagged("post_install", "-at_install")
class TestKpiTeamDashboard(KpiCommon):
    def _get_dashboard(self, user, **kwargs):
        dashboard = self.env["support.kpi.team.dashboard"].with_user(user)
        dashboard = dashboard.with_context(allowed_company_ids=user.company_ids.ids)
        return dashboard.get_team_dashboard(**kwargs)

    def _get_counts(self, data, part="queue"):
        return {figure["code"]: figure["value"] for figure in data[part]}

    def test_agent_sees_the_queue_of_his_teams(self):
        self._create_ticket(team_id=self.team.id)
        self._create_ticket(team_id=self.second_team.id)
        data = self._get_dashboard(self.agent)
        self.assertEqual(self._get_counts(data)["open"], "1")
        self.assertEqual(self._get_counts(data, "figures")["tickets_in"], "1")
        self.assertEqual([team["id"] for team in data["teams"]], self.team.ids)
        everything = self._get_dashboard(self.manager)
        self.assertEqual(self._get_counts(everything)["open"], "2")

    def test_queue_opens_what_it_counts(self):
        self._create_ticket(team_id=self.team.id)
        tickets = self.env["support.ticket"].with_user(self.agent)
        for figure in self._get_dashboard(self.agent)["queue"]:
            with self.subTest(code=figure["code"]):
                count = tickets.search_count(figure["records"]["domain"])
                self.assertEqual(str(count), figure["value"])

    def test_promise_due_is_shown_until_it_is_kept(self):
        ticket = self._create_ticket(team_id=self.team.id)
        promise = (
            self.env["support.promise"]
            .with_user(self.agent)
            .create(
                {
                    "ticket_id": ticket.id,
                    "kind": "reply",
                    "name": "Ask the carrier",
                    "due_date": fields.Datetime.now() + timedelta(seconds=1),
                }
            )
        )
        rows = self._get_dashboard(self.agent, period="week")["promises"]["rows"]
        self.assertEqual([row["text"] for row in rows], ["Ask the carrier"])
        promise.sudo().kept_date = fields.Datetime.now()
        data = self._get_dashboard(self.agent, period="week")
        self.assertEqual(data["promises"]["rows"], [])

    def test_who_is_in_no_team_sees_nothing(self):
        self.agent.support_member_ids.unlink()
        data = self._get_dashboard(self.agent)
        self.assertEqual((data["teams"], data["figures"]), ([], []))

    def test_collaborators_are_refused(self):
        for user in (self.collaborator, self.agent_own):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._get_dashboard(user)
