from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "-standard", "customer_support_demo")
class TestDemoReplies(TransactionCase):
    """The shop's reply templates; needs a database with demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("customer_support.res_company_demo")
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})

    def test_one_template_has_earned_to_answer_by_itself(self):
        template = self.env.ref("customer_support.support_reply_template_where_demo")
        self.assertEqual(template.mode, "automatic")
        self.assertGreater(template.closing_rate_lower, 0.7)
        self.assertEqual(template.decision_ids[0].kind, "automated")

    def test_report_shows_rates_of_several_templates(self):
        scores = self.env["support.reply.score"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertGreaterEqual(len(scores.template_id), 6)
        self.assertTrue(any(0 < score.closing_rate < 1 for score in scores))

    def test_shipped_texts_can_be_said_about_an_order_of_the_shop(self):
        """In both languages; what the order has no document for is named."""
        tickets = self.env["support.ticket"].search(
            [
                ("company_id", "=", self.company.id),
                ("sale_order_id.state", "=", "sale"),
                ("sale_order_id.delivery_status", "=", "full"),
                ("sale_order_id.invoice_ids.move_type", "=", "out_refund"),
            ]
        )
        for name in ("late", "lost", "damaged", "wrong", "dissatisfied", "tracking"):
            template = self.env.ref(f"customer_support.support_reply_template_{name}")
            texts = template.version_id.text_ids
            self.assertEqual(len(texts), 2)
            for text in texts:
                with self.subTest(template=name, lang=text.lang_id.code):
                    rendered = text._render(tickets[0], self.env.user)
                    self.assertFalse(rendered.problems)
                    self.assertIn(tickets[0].sale_order_id.name, rendered.body)
