from odoo.exceptions import AccessError
from odoo.tests import tagged

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriageReport(TriageCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self._set_up_rota()
        self._create_rule(set_category_id=self.damaged.id, stops=True)
        self.by_rules = self._create_arrival()
        self.waiting = self._create_arrival("Question")
        self.by_people = self.env["support.ticket"]
        for hours in (0, 1, 1, 1, 4):
            self.by_people |= self._triage_after(hours)
        self.by_people[0].with_user(self.manager).team_id = self.warehouse

    def _triage_after(self, hours):
        self._go_to(2, 9)
        ticket = self._create_arrival("Question")
        self._go_to(2, 9 + hours + (hours > 3))  # lunch
        ticket.with_user(self.agent).action_triage_done()
        return ticket

    def _read(self, groupby, *aggregates, domain=()):
        self.env.flush_all()
        report = self.env["support.triage.report"].with_user(self.manager)
        own = [("company_id", "=", self.company.id), *domain]
        return report._read_group(own, groupby, aggregates)

    def test_figures_of_triage(self):
        ((triaged, average, p80, longest),) = self._read(
            [],
            "triaged_count:sum",
            "triage_hours:avg",
            "triage_hours_p80:avg",
            "triage_hours_max:max",
        )
        self.assertEqual(triaged, 5)
        self.assertAlmostEqual(average, 1.4)
        self.assertAlmostEqual(p80, 1.6)  # between the fourth and the fifth
        self.assertAlmostEqual(longest, 4)

    def test_rates_count_what_is_sorted(self):
        ((share, reroutes),) = self._read([], "rules_share:avg", "reroute_rate:avg")
        self.assertAlmostEqual(share, 100 / 6)
        self.assertAlmostEqual(reroutes, 100 / 6)

    def test_every_figure_opens_its_tickets(self):
        report = self.env["support.triage.report"].with_user(self.manager)
        self.env.flush_all()
        for way, tickets in (
            ("rules", self.by_rules),
            ("waiting", self.waiting),
            ("person", self.by_people),
        ):
            with self.subTest(way=way):
                rows = report.search(
                    [("way", "=", way), ("company_id", "=", self.company.id)]
                )
                self.assertEqual(rows.ticket_id, tickets)
        action = rows[0].action_open_ticket()
        self.assertEqual(action["res_id"], rows[0].ticket_id.id)

    def test_by_whom(self):
        groups = self._read(
            ["triage_done_by_id"], "__count", domain=[("way", "=", "person")]
        )
        self.assertEqual([(user.id, n) for user, n in groups], [(self.agent.id, 5)])

    def test_unmatched_tickets_by_channel_and_week(self):
        groups = self._read(["channel_id", "received_date:week"], "unmatched_count:sum")
        self.assertEqual([(g[0].id, g[2]) for g in groups], [(self.mail.id, 6)])

    def test_agent_reads_no_report(self):
        with self.assertRaises(AccessError):
            self.env["support.triage.report"].with_user(self.agent).search([])

    def test_report_of_another_company_is_not_seen(self):
        report = self.env["support.triage.report"].with_user(self.other_manager)
        report = report.with_context(allowed_company_ids=self.other_company.ids)
        self.env.flush_all()
        self.assertFalse(report.search([]).ticket_id.ids)
