from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerPriority(CustomerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.priority.rule"].search([]).action_archive()

    @classmethod
    def _create_rule(cls, **values):
        return cls.env["support.priority.rule"].create(
            {"name": "Gold", "company_id": cls.company.id, **values}
        )

    def _get_priority(self, **values):
        self.env.flush_all()
        return self._create_ticket(user=self.agent, **values).priority

    def _buy(self, paid=None, **values):
        invoice = self._invoice(self._create_order(**values))
        self._register_payment(invoice, paid)
        return invoice

    # -- Spending -------------------------------------------------------------------
    def test_paid_invoices_count_and_unpaid_do_not(self):
        self._create_rule(spending_from=100)
        invoice = self._invoice(self._create_order())
        self.assertEqual(self._get_priority(), "1")
        self._register_payment(invoice, 60)
        self.assertEqual(self._get_priority(), "1")
        self._register_payment(invoice, 40)
        self.assertEqual(self._get_priority(), "2")

    def test_part_that_is_paid_counts(self):
        self._create_rule(spending_from=60)
        self._buy(paid=60)
        self.assertEqual(self._get_priority(), "2")

    def test_credit_note_takes_away(self):
        self._create_rule(spending_from=100)
        credit = self._buy()._reverse_moves(
            [{"invoice_date": fields.Date.today()}], cancel=False
        )
        self.assertEqual(self._get_priority(), "2")
        credit.action_post()
        self.assertEqual(self._get_priority(), "1")

    def test_only_own_company_and_own_customer_count(self):
        self._create_rule(spending_from=100)
        self._buy()
        self.assertEqual(self._get_priority(partner_id=self.other_customer.id), "1")
        ticket = self.env["support.ticket"].create(
            {
                "name": "Elsewhere",
                "partner_id": self.customer.id,
                "team_id": self.other_team.id,
            }
        )
        self.assertEqual(ticket._get_spending_facts()[ticket], 0.0)

    def test_contacts_of_a_firm_share_its_spending(self):
        self._create_rule(spending_from=100)
        self._buy(partner=self.firm)
        self.assertEqual(self._get_priority(partner_id=self.firm_contact.id), "2")

    def test_agent_reads_the_threshold_and_not_the_figure(self):
        self._create_rule(spending_from=70)
        self._buy()
        ticket = self._create_ticket(user=self.agent)
        self.assertIn("70.00", ticket.priority_reasons)
        self.assertNotIn("100.00", ticket.priority_reasons)

    # -- Orders ---------------------------------------------------------------------
    def test_what_is_still_to_deliver_counts(self):
        self._create_rule(undelivered_from=100)
        order = self._create_order()
        self.assertEqual(self._get_priority(), "2")
        self._deliver(order)
        self.assertEqual(self._get_priority(), "1")

    def test_contract_line_on_the_order_counts(self):
        self._create_rule(contract_product_ids=self.lamp.ids)
        order = self._create_order()
        self.assertEqual(self._get_priority(), "1")
        self.assertEqual(self._get_priority(sale_order_id=order.id), "2")

    def test_service_levels_have_these_conditions_too(self):
        self.env["support.sla.policy"].search([]).action_archive()
        policy = self.env["support.sla.policy"].create(
            {
                "name": "Gold",
                "company_id": self.company.id,
                "spending_from": 100,
                "contract_product_ids": [Command.set(self.lamp.ids)],
                "target_ids": [(0, 0, {"kind": "resolution", "minutes_1": 60})],
            }
        )
        invoice = self._buy()
        order = invoice.invoice_line_ids.sale_line_ids.order_id
        without = self._create_ticket()
        self.assertFalse(without.sla_clock_ids)
        self.assertEqual(
            self._create_ticket(sale_order_id=order.id).sla_clock_ids.policy_id, policy
        )
        without.sale_order_id = order
        self.assertEqual(without.sla_clock_ids.policy_id, policy)

    # -- Calculated again -----------------------------------------------------------
    def test_accountant_without_support_rights_moves_open_tickets(self):
        self._create_rule(spending_from=100)
        ticket = self._create_ticket()
        accountant = new_test_user(
            self.env,
            "support_accountant",
            groups="account.group_account_invoice",
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        invoice = self._invoice(self._create_order())
        wizard = self.env["account.payment.register"].with_user(accountant)
        wizard.with_context(active_model="account.move", active_ids=invoice.ids).create(
            {}
        )._create_payments()
        self.assertEqual(ticket.priority, "1")
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(ticket.priority, "2")

    def test_nothing_is_asked_for_without_a_rule_on_amounts(self):
        self._create_rule(partner_ids=self.customer.ids)
        self._buy()
        self.assertFalse(self.env["support.priority.request"].search([]))

    def test_delivery_and_cancellation_move_open_tickets(self):
        self._create_rule(undelivered_from=100)
        ticket = self._create_ticket()
        order = self._create_order()
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(ticket.priority, "2")
        order._action_cancel()
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(ticket.priority, "1")

    def test_year_that_moves_on_is_noticed(self):
        self._create_rule(spending_from=100)
        self._freeze()
        self._buy()
        ticket = self._create_ticket()
        self.assertEqual(ticket.priority, "2")
        self.env["support.priority.request"].search([]).unlink()
        self._wait(days=367)
        self._run_cron("ir_cron_request_priorities")
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(ticket.priority, "1")

    def test_amounts_of_a_batch_cost_one_query_each(self):
        tickets = self.env["support.ticket"].create(
            [
                {
                    "name": "Lamp",
                    "partner_id": partner.id,
                    "team_id": self.team.id,
                }
                for partner in (self.customer, self.other_customer, self.firm) * 10
            ]
        )
        self.env.flush_all()
        for name in ("spending", "undelivered"):
            get_facts = getattr(tickets, f"_get_{name}_facts")
            get_facts()
            with self.subTest(fact=name), self.assertQueryCount(1):
                get_facts()
