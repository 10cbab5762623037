from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerKnownProblems(CustomerCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_order()
        self.now = fields.Datetime.now()

    def _plan(self, deadline, scheduled):
        """Move the delivery; both in days from now."""
        self.order.picking_ids.move_ids.date_deadline = self.now + timedelta(deadline)
        self.order.picking_ids.scheduled_date = self.now + timedelta(scheduled)

    def test_delivery_in_time_is_no_problem(self):
        self._plan(deadline=2, scheduled=1)
        self.assertEqual(self.order._get_support_known_problems(), [])

    def test_late_delivery_shows_its_new_date(self):
        self._plan(deadline=-3, scheduled=4)
        [problem] = self.order._get_support_known_problems()
        self.assertEqual(problem["delivery"], self.order.picking_ids.name)
        self.assertEqual(problem["expected"], self.order.picking_ids.scheduled_date)

    def test_date_that_has_passed_is_not_promised(self):
        self._plan(deadline=-3, scheduled=-1)
        [problem] = self.order._get_support_known_problems()
        self.assertFalse(problem["expected"])

    def test_delivered_order_has_no_problem(self):
        self._plan(deadline=-3, scheduled=-1)
        self._deliver(self.order)
        self.assertEqual(self.order._get_support_known_problems(), [])

    def test_open_tickets_are_those_that_the_visitor_may_read(self):
        ticket = self._create_ticket(sale_order_id=self.order.id)
        ended = self._create_ticket(sale_order_id=self.order.id)
        ended.action_close()
        for partner, expected in (
            (self.customer, ticket),
            (self.other_customer, ticket.browse()),
        ):
            user = new_test_user(
                self.env,
                login=f"reader_{partner.id}",
                groups="base.group_portal",
                partner_id=partner.id,
                context={"no_reset_password": True},
                company_id=self.company.id,
                company_ids=[(6, 0, self.company.ids)],
            )
            order = self.order.with_user(user)
            self.assertEqual(order._get_support_open_tickets(), expected)
