from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestAftersalesRecovery(SupportCommon):
    """Do customers stay whom we failed?"""

    def setUp(self):
        super().setUp()
        self._freeze()
        self.ticket = self._create_ticket(user_id=self.agent.id).with_user(self.agent)

    def _solve(self, ticket=None):
        ticket = ticket or self.ticket
        ticket.action_solve()
        return ticket.solved_date

    def _order(self, date, partner=None, company=None, amount=100.0):
        company = company or self.company
        product = self.env["product.product"].create(
            {"name": "Lamp", "type": "service", "taxes_id": False}
        )
        line = {"product_id": product.id, "price_unit": amount}
        order = (
            self.env["sale.order"]
            .with_context(allowed_company_ids=company.ids)
            .create(
                {
                    "partner_id": (partner or self.customer).id,
                    "company_id": company.id,
                    "order_line": [Command.create(line)],
                }
            )
        )
        order.action_confirm()
        order.date_order = date
        return order

    def _read(self, ticket=None, user=None):
        self.env.flush_all()
        reports = self.env["support.recovery.report"].with_user(user or self.manager)
        row = reports.browse((ticket or self.ticket).id)
        return row.recovery, row.order_count, row.amount, row.stayed_percent

    # -- The flag -------------------------------------------------------------------
    def test_agent_recognises_and_recovers_a_failure(self):
        self.ticket.action_recognise_failure()
        self.assertEqual(self.ticket.recovery_state, "recognised")
        seen = self.ticket.failure_date
        self._wait(hours=3)
        self.ticket.action_recover_failure()
        self.assertEqual(self.ticket.recovery_state, "recovered")
        self.assertEqual(self.ticket.failure_date, seen)
        self.assertEqual(self.ticket.recovered_date, seen + timedelta(hours=3))

    def test_nothing_is_recovered_that_was_no_failure(self):
        with self.assertRaises(UserError):
            self.ticket.action_recover_failure()

    def test_dismissed_failure_leaves_nothing(self):
        self.ticket.action_recognise_failure()
        self.ticket.action_dismiss_failure()
        self.assertFalse(self.ticket.recovery_state or self.ticket.failure_date)

    def test_flag_is_moved_by_buttons_of_those_who_may_write(self):
        with self.assertRaises(AccessError):
            self.ticket.recovery_state = "recovered"
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.outsider).action_recognise_failure()

    # -- The report -----------------------------------------------------------------
    def test_orders_of_the_year_after_count(self):
        self.ticket.action_recognise_failure()
        solved = self._solve()
        self._order(solved - timedelta(days=1))
        self._order(solved + timedelta(days=30))
        self._order(solved + timedelta(days=300), amount=40.0)
        self._order(solved + timedelta(days=400))
        self.assertEqual(self._read(), ("recognised", 2.0, 140.0, 100.0))

    def test_customer_who_left_is_a_zero(self):
        self._solve()
        self.assertEqual(self._read(), ("none", 0.0, 0.0, 0.0))

    def test_orders_of_others_and_of_other_companies_do_not_count(self):
        solved = self._solve()
        later = solved + timedelta(days=30)
        self._order(later, partner=self.other_customer)
        self._order(later, company=self.other_company)
        self.assertEqual(self._read()[1], 0.0)

    def test_contacts_of_a_firm_are_one_customer(self):
        ticket = self._create_ticket(partner_id=self.firm_contact.id)
        solved = self._solve(ticket)
        self._order(solved + timedelta(days=30), partner=self.firm)
        self.assertEqual(self._read(ticket)[1], 1.0)

    def test_recovered_stand_beside_the_others_in_the_pivot(self):
        self.ticket.action_recognise_failure()
        self.ticket.action_recover_failure()
        solved = self._solve()
        self._order(solved + timedelta(days=30))
        self._solve(self._create_ticket(partner_id=self.other_customer.id))
        self.env.flush_all()
        groups = self.env["support.recovery.report"].with_user(self.manager)
        shares = dict(groups._read_group([], ["recovery"], ["stayed_percent:avg"]))
        self.assertEqual(shares, {"recovered": 100.0, "none": 0.0})

    def test_agent_and_other_company_read_no_report(self):
        self._solve()
        with self.assertRaises(AccessError):
            self._read(user=self.agent)
        reports = self.env["support.recovery.report"].with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertFalse(reports.with_user(self.other_manager).search([]))
