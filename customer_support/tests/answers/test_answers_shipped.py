from odoo import fields
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersShipped(AnswersCommon):
    """The set that the addon brings, in both languages, against a real order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        data = cls.env["ir.model.data"].search(
            [
                ("module", "=", "customer_support"),
                ("model", "=", "support.reply.template"),
                ("name", "not like", "_demo"),
            ]
        )
        cls.shipped = cls.env["support.reply.template"].browse(data.mapped("res_id"))
        cls.order = cls._create_order()

    def _get(self, name):
        return self.env.ref(f"customer_support.support_reply_template_{name}")

    def _refund(self):
        self._deliver(self.order)
        invoice = self._invoice(self.order)
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        refund.action_post()

    def test_everything_is_there_in_both_languages(self):
        self.assertGreaterEqual(len(self.shipped), 18)
        for template in self.shipped:
            with self.subTest(template=template.name):
                codes = template.version_id.text_ids.lang_id.mapped("code")
                self.assertEqual(sorted(codes), ["en_US", "it_IT"])
                [first, second] = template.version_id.text_ids
                self.assertEqual(first._get_variables(), second._get_variables())

    def test_five_reasons_and_five_areas_have_an_answer(self):
        for name in ("lost", "late", "damaged", "wrong", "dissatisfied"):
            self.assertTrue(self._get(name).version_id)
        covered = self.shipped.category_ids
        roots = {int(path.split("/")[0]) for path in covered.mapped("parent_path")}
        for area in ("billing", "order", "shipping", "return", "account"):
            with self.subTest(area=area):
                root = self.env.ref(f"customer_support.support_category_{area}")
                self.assertIn(root.id, roots)

    def test_every_text_can_be_said_about_a_real_order(self):
        self._refund()
        ticket = self._create_late_ticket(sale_order_id=self.order.id)
        later = self._get("planned")
        for template in self.shipped - later:
            for text in template.version_id.text_ids:
                with self.subTest(template=template.name, lang=text.lang_id.code):
                    rendered = text._render(ticket, self.agent)
                    self.assertFalse(rendered.problems)
                    self.assertNotIn("{{", rendered.body)

    def test_planned_day_is_said_of_goods_that_are_there(self):
        picking = self.order.picking_ids
        picking.action_assign()
        ticket = self._create_late_ticket(sale_order_id=self.order.id)
        for text in self._get("planned").version_id.text_ids:
            with self.subTest(lang=text.lang_id.code):
                rendered = text._render(ticket, self.agent)
                self.assertFalse(rendered.problems)
                self.assertIn(picking.name, rendered.sources[2][2])

    def test_nothing_that_is_shipped_answers_by_itself(self):
        self.assertEqual(set(self.shipped.mapped("mode")), {"suggested"})
        self.assertFalse(self.shipped.rule_ids)
