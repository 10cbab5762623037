from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "-standard", "customer_support_demo")
class TestDemoExpectations(TransactionCase):
    """The shop shows what its customers were told, and what came of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("customer_support.res_company_demo")
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        cls.own = [("company_id", "=", cls.company.id)]

    def test_promises_are_open_and_broken_and_one_names_its_source(self):
        promises = self.env["support.promise"].search(self.own)
        self.assertLessEqual({"open", "broken"}, set(promises.mapped("verdict")))
        self.assertTrue(any(promises.mapped("source")))

    def test_stated_waits_are_judged(self):
        verdicts = self.env["support.wait.report"].search(self.own).mapped("verdict")
        self.assertIn("inside", verdicts)

    def test_next_customer_is_told_a_range(self):
        care = self.env.ref("customer_support.support_team_care_demo")
        self.assertTrue(care._get_wait_range("1", fields.Datetime.now()))
