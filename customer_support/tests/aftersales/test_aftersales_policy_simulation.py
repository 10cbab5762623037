from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.aftersales import support_return_policy_simulation
from .return_common import ReturnCommon

CRON = "ir_cron_simulate_return_policies"
LOGGER = (
    "odoo.addons.customer_support.models.aftersales.support_return_policy_simulation"
)


@tagged("post_install", "-at_install")
class TestAftersalesPolicySimulation(ReturnCommon):
    """What a draft would have said of Ada's orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.policy.version_ids.create(
            {"policy_id": cls.policy.id, "valid_from": False, "window_days": 5}
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(support_return_policy_simulation, "_BATCH", 2))

    def _create_simulation(self, user=None, **values):
        simulations = self.env["support.return.policy.simulation"]
        return simulations.with_user(user or self.manager).create(
            {
                "policy_id": self.policy.id,
                "company_id": self.company.id,
                "date_until": self._get_today(),
                **values,
            }
        )

    def _create_product(self):
        return self.shop["product.product"].create(
            {"name": "Shade", "is_storable": True, "taxes_id": False}
        )

    def _get_today(self):
        return self.order.date_order.date()

    def _simulate(self, **values):
        simulation = self._create_simulation(**values)
        simulation.action_start()
        self._run_cron(CRON)
        self.env.invalidate_all()
        return simulation

    def _run_one_batch(self, simulation):
        """Do what the job does until it is killed after its first commit."""
        simulation.sudo()._do_batch()
        self.env.flush_all()

    def _get(self, simulation, *names):
        return tuple(simulation[name] for name in names)

    def test_draft_is_taken_when_there_is_one(self):
        self.assertEqual(self._create_simulation().version_id, self.draft)

    def test_shorter_window_refuses_what_was_promised(self):
        simulation = self._simulate(after_days=14)
        self.assertEqual(self._get(simulation, "state", "progress"), ("done", 100))
        names = ("line_count", "refused_count", "closed_count")
        self.assertEqual(self._get(simulation, *names), (1, 1, 1))
        self.assertEqual(simulation.promised_allowed_count, 1)
        [line] = simulation.line_ids
        self.assertEqual(
            self._get(line, "order_id", "reason"), (self.order, "window_over")
        )

    def test_fee_freight_and_automatic_approval_are_added_up(self):
        self.draft.write(
            {
                "fee_percent": 10,
                "freight_payer": "customer",
                "freight_amount": 7,
                "automatic_value": 1000,
            }
        )
        simulation = self._simulate(after_days=2)
        names = ("automatic_count", "allowed_value", "fee_amount", "freight_amount")
        self.assertEqual(self._get(simulation, *names), (1, 300.0, 30.0, 7.0))
        self.assertEqual(simulation.promised_automatic_count, 0)
        self.assertEqual(simulation.promised_fee_amount, 0.0)

    def test_parcel_of_two_products_is_paid_once(self):
        self.draft.write({"freight_payer": "customer", "freight_amount": 7})
        product = self._create_product()
        order = self._create_order(
            order_line=[
                Command.create({"product_id": p.id}) for p in (self.lamp, product)
            ]
        )
        self._ship(order)
        simulation = self._simulate(after_days=2)
        self.assertEqual(simulation.line_count, 3)
        self.assertEqual(simulation.freight_amount, 14.0)

    def test_what_came_back_counts_as_sold_and_as_a_real_return(self):
        self._inspect(self._come_back(2.0), (2.0, "restock"))
        simulation = self._simulate(after_days=2)
        names = ("line_count", "allowed_value", "real_count", "real_refused_count")
        self.assertEqual(self._get(simulation, *names), (1, 300.0, 1, 0))
        real = simulation.line_ids.filtered("is_real")
        self.assertEqual(self._get(real, "promised", "value"), ("approval", 200.0))

    def test_real_return_would_have_been_refused_as_final_sale(self):
        self._ask_return()
        self.draft.final_sale = True
        simulation = self._simulate()
        self.assertEqual(
            self._get(simulation, "real_count", "real_refused_count"), (1, 1)
        )

    def test_line_of_another_policy_is_none_of_its_business(self):
        first = self.env["support.return.policy"].create(
            {
                "name": "First",
                "sequence": 0,
                "company_id": self.company.id,
                "partner_ids": self.other_customer.ids,
                "version_ids": [Command.create({})],
            }
        )
        self._sell(partner=self.other_customer)
        self.assertEqual(self._simulate().line_count, 1)
        first.active = False
        self.assertEqual(self._simulate().line_count, 2)
        self.assertEqual(self._simulate(policy_id=first.id).line_count, 1)

    def test_undelivered_and_other_companies_orders_are_left_out(self):
        self._sell(deliver=False)
        self.assertEqual(self._simulate().line_count, 1)

    def test_batches_end_with_the_same_numbers(self):
        for _number in range(4):
            self._sell()
        self._ask_return()
        simulation = self._simulate()
        names = ("total_count", "processed_count", "line_count", "real_count")
        self.assertEqual(self._get(simulation, *names), (6, 6, 5, 1))

    def test_killed_between_batches_goes_on_where_it_was(self):
        for _number in range(4):
            self._sell()
        simulation = self._create_simulation()
        simulation.action_start()
        self._run_one_batch(simulation)
        self.assertEqual(simulation.processed_count, 2)
        self._run_cron(CRON)
        self.env.invalidate_all()
        self.assertEqual(self._get(simulation, "state", "line_count"), ("done", 5))

    def test_stopped_keeps_what_was_found(self):
        for _number in range(4):
            self._sell()
        simulation = self._create_simulation()
        simulation.action_start()
        self._run_one_batch(simulation)
        simulation.action_stop()
        self._run_cron(CRON)
        self.env.invalidate_all()
        self.assertEqual(self._get(simulation, "state", "line_count"), ("stopped", 2))
        self.assertTrue(simulation.done_date)

    def test_started_again_it_counts_nothing_twice(self):
        simulation = self._simulate()
        simulation.action_start()
        with self.assertRaises(UserError):
            simulation.action_start()
        self._run_cron(CRON)
        self.env.invalidate_all()
        self.assertEqual(simulation.line_count, 1)

    def test_order_that_cannot_be_judged_stops_no_other(self):
        broken = self._sell()
        judge = type(self.env["sale.order"])._get_return_facts

        def fail(order, *args, **options):
            if order == broken:
                raise ValueError("broken")
            return judge(order, *args, **options)

        with (
            patch.object(type(self.env["sale.order"]), "_get_return_facts", fail),
            mute_logger(LOGGER),
        ):
            simulation = self._simulate()
        names = ("state", "line_count", "failed_count", "processed_count")
        self.assertEqual(self._get(simulation, *names), ("done", 1, 1, 2))

    def test_queries_do_not_grow_with_the_orders_of_a_batch(self):
        counts = []
        for size in (2, 10):
            orders = self.env["sale.order"].concat(
                *(self._sell(product=self._create_product()) for _n in range(size))
            )
            judge = self._create_simulation().sudo()._judge_orders
            counts.append(self._measure_queries(judge, orders))
        self.assertLessEqual(counts[1], counts[0] + 1)

    def test_agent_neither_starts_nor_reads_one(self):
        with self.assertRaises(AccessError):
            self._create_simulation(user=self.agent)
        simulation = self._simulate()
        with self.assertRaises(AccessError):
            simulation.line_ids.with_user(self.agent).read(["value"])

    def test_manager_of_another_company_sees_nothing_of_it(self):
        simulation = self._simulate().with_user(self.other_manager)
        with self.assertRaises(AccessError):
            simulation.read(["line_count"])
        lines = self.env["support.return.policy.simulation.line"].with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(lines.with_user(self.other_manager).search([]))
