from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError

from ..common import SupportCommon


class TestAftersalesPolicy(SupportCommon):
    """A lamp, sold under a policy of its category."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env["product.category"].create({"name": "Lamps"})
        cls.lamp = cls.env["product.product"].create(
            {
                "name": "Lamp",
                "type": "consu",
                "categ_id": cls.category.id,
                "list_price": 50.0,
                "taxes_id": False,
            }
        )
        cls.reason = cls.env.ref("customer_support.support_return_reason_changed")
        policies = cls.env["support.return.policy"].with_user(cls.manager)
        cls.policy = policies.create(
            {
                "name": "Lamps",
                "sequence": 1,
                "product_categ_ids": cls.category.ids,
                "version_ids": [Command.create({"window_days": 10})],
            }
        )
        cls.version = cls.policy.version_ids

    def _sell(self, quantity=2.0, deliver=None):
        lines = [{"product_id": self.lamp.id, "product_uom_qty": quantity}]
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "order_line": [Command.create(vals) for vals in lines],
            }
        )
        order.action_confirm()
        if deliver:
            self._deliver(order, deliver)
        return order

    def _deliver(self, order, quantity):
        picking = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking.with_context(skip_backorder=True)._action_done()

    def _take_back(self, order, quantity, to_refund):
        picking = order.picking_ids.filtered(lambda p: p.state == "done")[:1]
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.write(
            {"quantity": quantity, "to_refund": to_refund}
        )
        returned = wizard._create_return()
        returned.move_ids.write({"quantity": quantity, "picked": True})
        returned._action_done()

    def _judge(self, order, **options):
        (verdict,) = order._get_return_verdicts(**options).values()
        return verdict

    def test_confirmed_order_keeps_its_terms(self):
        order = self._sell(deliver=2.0)
        self.assertEqual(order.order_line.return_policy_version_id, self.version)
        self.version.with_user(self.manager).window_days = 3
        self.assertEqual(self.version.window_days, 10)
        self.assertEqual(order.order_line.return_policy_version_id, self.version)

    def test_edit_of_used_version_makes_the_next(self):
        self._sell()
        self.version.with_user(self.manager).window_days = 3
        latest = self.policy.version_ids.sorted("number")[-1]
        self.assertEqual((latest.number, latest.window_days), (2, 3))
        self._freeze(fields.Datetime.now() + timedelta(minutes=1))
        later = self._sell().order_line
        self.assertEqual(later.return_policy_version_id, latest)

    def test_unused_version_is_edited_in_place(self):
        self.version.window_days = 3
        self.assertEqual(self.policy.version_ids.window_days, 3)

    def test_used_version_is_kept(self):
        self._sell()
        with self.assertRaises(UserError):
            self.version.unlink()

    def test_agent_reads_policies_and_changes_none(self):
        self.assertEqual(self.version.with_user(self.agent).window_days, 10)
        with self.assertRaises(AccessError):
            self.version.with_user(self.agent).window_days = 3

    def test_delivered_quantity_is_returnable(self):
        verdict = self._judge(self._sell(3.0, deliver=2.0))
        self.assertTrue(verdict.allowed)
        self.assertEqual(verdict.returnable_quantity, 2.0)

    def test_undelivered_line_is_not_returnable_and_may_be_cancelled(self):
        order = self._sell()
        self.assertFalse(self._judge(order).allowed)
        (verdict,) = order._get_cancellation_verdicts().values()
        self.assertTrue(verdict.allowed)

    def test_returned_pieces_count_once_with_or_without_refund(self):
        for to_refund in (True, False):
            with self.subTest(to_refund=to_refund):
                order = self._sell(3.0, deliver=3.0)
                self._take_back(order, 1.0, to_refund)
                self.assertEqual(self._judge(order).returnable_quantity, 2.0)

    def test_window_ends_days_after_it_should_have_arrived(self):
        order = self._sell(deliver=2.0)
        last = fields.Datetime.now() + timedelta(days=13)
        self.assertTrue(self._judge(order, at=last).allowed)
        verdict = self._judge(order, at=last + timedelta(days=1))
        self.assertFalse(verdict.allowed)
        self.assertIn("window_over", [code for code, _text, _b in verdict.reasons])

    def test_more_than_delivered_is_refused_in_words(self):
        order = self._sell(deliver=2.0)
        verdict = self._judge(order, requests={order.order_line: (3.0, self.reason)})
        texts = [text for _code, text, blocking in verdict.reasons if blocking]
        self.assertEqual(texts, ["Up to 2 of it can be returned."])

    def test_order_without_frozen_terms_assumes_those_of_its_day(self):
        order = self._sell(deliver=2.0)
        order.order_line.return_policy_version_id = False
        verdict = self._judge(order)
        self.assertTrue(verdict.allowed)
        self.assertIn("assumed", [code for code, _text, _b in verdict.reasons])

    def test_who_sends_much_back_is_looked_at_by_somebody(self):
        self.version.with_user(self.manager).write(
            {"automatic_value": 1000, "automatic_ratio": 40}
        )
        order = self._sell(quantity=4, deliver=4)
        line = order.order_line
        requests = {line: (1.0, self.reason)}
        self.assertTrue(order._get_return_verdicts(requests)[line].automatic)
        self._take_back(order, 2, to_refund=True)
        self.env.flush_all()
        verdict = order._get_return_verdicts(requests)[line]
        self.assertTrue(verdict.allowed)
        self.assertFalse(verdict.automatic, "half of it came back")

    def test_later_version_does_not_hold_for_the_past(self):
        versions = self.env["support.return.policy.version"].with_user(self.manager)
        past = fields.Datetime.now() - timedelta(days=3)
        with self.assertRaisesRegex(ValidationError, "cannot hold for the past"):
            versions.create({"policy_id": self.policy.id, "valid_from": past})

    def test_condition_that_only_tickets_know_is_left_out(self):
        self.policy.channel_kind = "mail"
        line = self._sell(deliver=2).order_line
        self.assertEqual(line.return_policy_version_id, self.version)

    def test_other_product_falls_to_the_shipped_policy(self):
        self.lamp.categ_id = self.env["product.category"].create({"name": "Rugs"})
        shipped = self.env.ref("customer_support.support_return_policy_version_default")
        line = self._sell().order_line
        self.assertEqual(line.return_policy_version_id, shipped)

    def test_long_order_costs_as_many_queries_as_a_short_one(self):
        counts = []
        for size in (2, 30):
            products = self.env["product.product"].create(
                [{"name": f"Shade {n}", "type": "consu"} for n in range(size)]
            )
            order = self.env["sale.order"].create(
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create({"product_id": p.id}) for p in products
                    ],
                }
            )
            order.action_confirm()
            self._deliver(order, 1.0)
            counts.append(self._measure_queries(order._get_return_verdicts))
        self.assertLessEqual(counts[1], counts[0])
        self.assertLessEqual(counts[1], 40)
