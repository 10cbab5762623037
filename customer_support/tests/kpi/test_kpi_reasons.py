from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .kpi_common import KpiCommon, to_datetime

NOW = datetime(2025, 6, 17, 8)


@tagged("post_install", "-at_install")
class TestKpiReasons(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["support.category"]
        cluster = categories.create({"name": "Lamps"})
        cls.plan, cls.late = categories.create(
            [
                {"name": "Plan my lamps", "parent_id": cluster.id},
                {"name": "Parcel is late", "parent_id": cluster.id},
            ]
        )
        at = to_datetime("2025-06-01 10:00:00")
        cls._create_past(
            [
                {
                    "received_date": at,
                    "category_id": cls.plan.id,
                    "partner_id": cls.customer.id,
                },
                {
                    "received_date": at,
                    "category_id": cls.late.id,
                    "partner_id": cls.other_customer.id,
                },
            ]
        )
        product = cls.env["product.product"].create({"name": "Lamp"})
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "order_line": [
                    (0, 0, {"product_id": product.id, "price_unit": 80, "tax_ids": []})
                ],
            }
        )
        order.write({"state": "sale", "date_order": "2025-06-05 10:00:00"})
        cls.values = cls.env["support.reason.value"]
        cls.values._read_company(cls.company, NOW)

    def _get(self, reason):
        domain = [("category_id", "=", reason.id), ("company_id", "=", self.company.id)]
        return self.values.search(domain).with_user(self.manager)

    def test_money_after_the_contact_is_compared_with_the_mean(self):
        plan, late = self._get(self.plan), self._get(self.late)
        self.assertEqual((plan.money, late.money), (80, 0))
        self.assertEqual(plan.company_data, "valuable")
        self.assertEqual(late.company_data, "irritant")

    def test_without_answers_a_manager_judges(self):
        plan = self._get(self.plan)
        self.assertFalse(plan.quadrant)
        plan.customer_judgement = "valuable"
        self.assertEqual(plan.quadrant, "encourage")
        plan.customer_judgement = "irritant"
        self.assertEqual(plan.quadrant, "simplify")

    def test_judgement_survives_the_data(self):
        late = self._get(self.late)
        late.write(
            {
                "company_judgement": "valuable",
                "customer_judgement": "valuable",
                "action": "Call them",
                "user_id": self.manager.id,
                "due_date": "2025-07-01",
            }
        )
        self.values._read_company(self.company, NOW)
        self.assertEqual((late.quadrant, late.action), ("encourage", "Call them"))

    def test_answers_decide_for_customers(self):
        cases = ((9, False), (10, "irritant"))
        for answers, expected in cases:
            with self.subTest(answers=answers):
                satisfaction = {self.late.id: (0, answers), self.plan.id: (5, 10)}
                vals = self.values._prepare_data_vals(
                    (1, 0.0), 0.0, satisfaction, self.late.id
                )
                self.assertEqual(vals["customer_data"], expected)

    def test_tickets_are_those_counted(self):
        domain = self._get(self.plan).action_open_tickets()["domain"]
        report = self.env["support.ticket.report"].with_user(self.manager)
        self.assertEqual(report.search_count(domain), self._get(self.plan).count)

    def test_reason_that_nobody_gives_any_more_keeps_only_the_judgement(self):
        self._get(self.plan).customer_judgement = "valuable"
        self.values._read_company(self.company, NOW + timedelta(days=365))
        plan = self._get(self.plan)
        self.assertEqual((plan.count, plan.money), (0, 0))
        self.assertFalse(plan.company_data)
        self.assertEqual(plan.customer_judgement, "valuable")

    @freeze_time(NOW)
    def test_job_reads_every_company(self):
        self._get(self.plan).sudo().money = 1
        self._run_cron("ir_cron_read_reason_values")
        self.assertEqual(self._get(self.plan).money, 80)

    def test_manager_finds_them_among_the_figures(self):
        self._get(self.plan).customer_judgement = "valuable"
        table = self._compute()["tables"]["matrix"]
        rows = {row[0].split(" / ")[-1]: row[1:] for row in table["rows"]}
        self.assertEqual(
            rows["Plan my lamps"], [1, "valuable", "valuable", "encourage", ""]
        )
        self.assertNotIn("matrix", self._compute(user=self.agent)["tables"])

    def test_only_managers_of_the_company_judge(self):
        value = self._get(self.plan)
        value.check_access("write")
        for user in (self.agent, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                value.with_user(user).check_access("write")
