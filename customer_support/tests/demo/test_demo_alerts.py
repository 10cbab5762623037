from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "-standard", "customer_support_demo")
class TestDemoAlerts(TransactionCase):
    """The night that the demo shop has behind it; needs a database with demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.env.ref("customer_support.res_company_demo")
        cls.env = cls.env(context={"allowed_company_ids": company.ids})
        own = [("company_id", "=", company.id)]
        cls.alerts = cls.env["support.alert"].search(own)

    def test_one_alert_was_answered_and_one_called_everybody_in_vain(self):
        in_vain, answered = self.alerts
        self.assertTrue(in_vain.is_exhausted)
        self.assertEqual((in_vain.state, answered.state), ("triggered", "acknowledged"))
        self.assertTrue(in_vain.next_action_date, "Its managers are called again.")

    def test_every_line_of_the_log_has_words(self):
        for event in self.alerts.event_ids:
            with self.subTest(kind=event.kind):
                self.assertTrue(event.description)
                self.assertNotIn("False", event.description)
