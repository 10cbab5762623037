from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerDelay(CustomerCommon):
    """Documents propose the cause of a delay; a person accepts it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.late = cls.env.ref("customer_support.support_category_shipping_late")
        cls.tracking = cls.env.ref(
            "customer_support.support_category_shipping_tracking"
        )
        cls.incomplete = cls.env.ref(
            "customer_support.support_category_shipping_incomplete"
        )
        cls.company.resource_calendar_id.tz = "Europe/Rome"

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-10 09:00:00")
        self.order = self._create_order(commitment_date="2026-03-03 12:00:00")

    def _ship(self, moment):
        picking = self._deliver(self.order)
        picking.date_done = moment
        return picking

    def _propose(self, reason=None, user=None, **values):
        ticket = self._create_ticket(
            category_id=(reason or self.late).id,
            sale_order_id=self.order.id,
            **values,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return ticket.with_user(user or self.agent)

    def _get_cause(self, name):
        return self.env.ref(f"customer_support.support_category_shipping_{name}")

    # -- What is proposed -----------------------------------------------------------
    def test_order_that_left_late_is_the_warehouses(self):
        self._ship("2026-03-06 10:00:00")
        ticket = self._propose()
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_warehouse"))
        self.assertEqual(
            ticket.proposed_cause_facts,
            "Promised 3 March, left the warehouse 6 March.",
        )

    def test_order_that_left_in_time_is_the_carriers(self):
        self._ship("2026-03-03 20:00:00")
        ticket = self._propose()
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_carrier"))

    def test_day_is_that_of_the_company(self):
        self._ship("2026-03-03 23:30:00")  # in Rome it is the fourth
        ticket = self._propose()
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_warehouse"))

    def test_goods_that_are_not_there_are_the_suppliers(self):
        self.lamp.is_storable = True
        self.order = self._create_order(commitment_date="2026-03-03 12:00:00")
        ticket = self._propose()
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_supplier"))
        self.assertIn("not in stock", ticket.proposed_cause_facts)

    def test_order_that_waits_for_money_is_on_hold(self):
        self.order = self._create_order(
            confirmed=False, require_payment=True, prepayment_percent=1.0
        )
        ticket = self._propose()
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_payment_hold"))

    def test_rest_of_an_order_is_on_backorder(self):
        self.order = self._create_order()
        self.order.order_line.product_uom_qty = 2
        picking = self.order.picking_ids
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        ticket = self._propose(self.incomplete)
        self.assertEqual(
            ticket.proposed_cause_id, self._get_cause("incomplete_backorder")
        )

    def test_question_where_it_is_gets_the_cause_of_a_late_parcel(self):
        self._ship("2026-03-06 10:00:00")
        ticket = self._propose(self.tracking)
        self.assertEqual(ticket.proposed_cause_id, self._get_cause("late_warehouse"))

    # -- What is not ----------------------------------------------------------------
    def test_nothing_is_proposed_before_the_promised_day_is_over(self):
        self.order.commitment_date = fields.Datetime.now() + timedelta(days=2)
        self.assertFalse(self._propose().proposed_cause_id)

    def test_nothing_is_proposed_once_a_person_chose_a_cause(self):
        self._ship("2026-03-06 10:00:00")
        ticket = self._propose(self._get_cause("late_carrier"))
        self.assertFalse(ticket.proposed_cause_id)

    def test_nothing_is_proposed_for_other_reasons_or_without_order(self):
        damaged = self._get_cause("damaged")
        self.assertFalse(self._propose(damaged).proposed_cause_id)
        ticket = self._create_ticket(category_id=self.late.id)
        self.assertFalse(ticket.with_user(self.agent).proposed_cause_id)

    def test_archived_cause_is_not_proposed(self):
        self._ship("2026-03-06 10:00:00")
        self._get_cause("late_warehouse").active = False
        self.assertFalse(self._propose().proposed_cause_id)

    # -- Accepting ------------------------------------------------------------------
    def test_cause_is_set_by_a_click_and_never_by_itself(self):
        self._ship("2026-03-06 10:00:00")
        ticket = self._propose()
        self.assertTrue(ticket.proposed_cause_id)
        self.assertEqual(ticket.category_id, self.late)
        ticket.action_accept_cause()
        self.assertEqual(ticket.category_id, self._get_cause("late_warehouse"))
        self.assertFalse(ticket.proposed_cause_id)

    def test_click_on_what_is_no_longer_proposed_is_refused(self):
        ticket = self._propose(self._get_cause("damaged"))
        with self.assertRaises(UserError):
            ticket.action_accept_cause()

    def test_collaborator_neither_sees_nor_accepts_it(self):
        self._ship("2026-03-06 10:00:00")
        ticket = self._propose(user=self.collaborator, user_id=self.collaborator.id)
        with self.assertRaises(AccessError):
            ticket.read(["proposed_cause_facts"])
        with self.assertRaises(AccessError):
            ticket.action_accept_cause()
