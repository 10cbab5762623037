from datetime import datetime

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .kpi_common import KpiCommon

START, END = datetime(2025, 6, 9), datetime(2025, 6, 16)
DAYS_BEFORE = {"start_datetime": datetime(2025, 6, 2), "end_datetime": START}


@tagged("post_install", "-at_install")
class TestKpiDigest(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        at = datetime(2025, 6, 10, 10)
        cls._create_past(
            [
                {"received_date": at},
                {"received_date": at, "kind": "closed", "closed_date": at},
                {"received_date": END},
                {"received_date": at, "kind": "cancelled", "cancel_reason": "spam"},
            ]
        )
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Week",
                "company_id": cls.company.id,
                "user_ids": [(6, 0, (cls.manager + cls.agent).ids)],
                "kpi_support_tickets_in": True,
                "kpi_support_tickets_out": True,
                "kpi_support_missed": True,
            }
        )

    def _get_digest(self, user=None, **context):
        """Return the digest as the host asks it for values."""
        digest = self.digest.with_context(
            **{"start_datetime": START, "end_datetime": END, **context}
        )
        digest.invalidate_recordset()
        return digest.with_user(user or self.manager).with_company(self.company)

    def _miss_deadline(self):
        policy = self.env["support.sla.policy"].create(
            {
                "name": "Fast",
                "level": "internal",
                "target_ids": [
                    (0, 0, {"kind": "resolution", "minutes_1": 1, "minutes_0": 1})
                ],
            }
        )
        self.env["support.sla.clock"].sudo().create(
            {
                "ticket_id": self._create_ticket().id,
                "company_id": self.company.id,
                "policy_id": policy.id,
                "target_id": policy.target_ids.id,
                "kind": "resolution",
                "level": "contractual",
                "priority": "1",
                "target_seconds": 60,
                "state": "fulfilled",
                "started_date": datetime(2025, 6, 10, 10),
                "due_date": datetime(2025, 6, 10, 11),
                "fulfilled_date": datetime(2025, 6, 10, 12),
            }
        )

    def test_tickets_are_counted_as_on_the_screens(self):
        digest = self._get_digest()
        self.assertEqual(digest.kpi_support_tickets_in_value, 2)
        self.assertEqual(digest.kpi_support_tickets_out_value, 1)

    def test_missed_deadline_is_counted(self):
        self.assertEqual(self._get_digest().kpi_support_missed_value, 0)
        self._miss_deadline()
        self.assertEqual(self._get_digest().kpi_support_missed_value, 1)

    def test_days_before_have_values_of_their_own(self):
        self.assertEqual(self._get_digest().kpi_support_tickets_in_value, 2)
        before = self._get_digest(**DAYS_BEFORE)
        self.assertEqual(before.kpi_support_tickets_in_value, 0)

    def test_without_days_nothing_is_counted(self):
        digest = self.digest.with_user(self.manager)
        self.assertEqual(digest.kpi_support_tickets_in_value, 0)

    def test_agents_get_no_figures(self):
        with self.assertRaises(AccessError):
            self._get_digest(self.agent).read(["kpi_support_tickets_in_value"])

    def test_mail_of_the_manager_has_the_figures_and_that_of_the_agent_not(self):
        for user, expected in ((self.manager, 3), (self.agent, 0)):
            with self.subTest(user=user.login):
                found = self.digest._compute_kpis(self.company, user)
                names = [kpi["kpi_name"] for kpi in found]
                ours = [name for name in names if name.startswith("kpi_support_")]
                self.assertEqual(len(ours), expected)

    def test_figure_leads_to_the_screen(self):
        actions = self.digest._compute_kpis_actions(self.company, self.manager)
        xmlid = actions["kpi_support_missed"].split("?")[0]
        self.assertEqual(self.env.ref(xmlid).tag, "support_kpi_dashboard")
