from odoo.tests import tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerBudget(CustomerCommon):
    def _count_queries(self, ticket):
        """Read the history twice, the second time with warm caches of the registry."""
        self._get_history(ticket)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        # The web client sends the zone of the user with every call.
        ticket.with_user(self.agent).with_context(
            tz="Europe/Rome"
        ).get_customer_history()
        return self.env.cr.sql_log_count - before

    def _create_documents(self, count):
        vals = {"partner_id": self.customer.id, "company_id": self.company.id}
        self.shop["sale.order"].create([vals] * count)
        self._create_ticket()
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        transfer = {
            "partner_id": self.customer.id,
            "picking_type_id": warehouse.out_type_id.id,
            "location_id": warehouse.lot_stock_id.id,
            "location_dest_id": self.env.ref("stock.stock_location_customers").id,
        }
        pickings = self.shop["stock.picking"].create(
            [{**transfer} for _i in range(count)]
        )
        pickings.state = "assigned"

    def test_history_costs_the_same_at_ten_and_three_hundred_orders(self):
        order = self._create_order()
        self._register_payment(self._invoice(order))
        self._create_transaction(state="pending")
        ticket = self._create_ticket()
        self._create_documents(10)
        small = self._count_queries(ticket)
        self._create_documents(300)
        large = self._count_queries(ticket)
        self.assertEqual(small, large)
        self.assertLessEqual(large, 15)

    def test_history_of_an_agent_with_every_right_costs_no_more_per_row(self):
        groups = (
            "sales_team.group_sale_salesman",
            "account.group_account_invoice",
            "stock.group_stock_user",
        )
        for name in groups:
            self.agent.group_ids += self.env.ref(name)
        self._register_payment(self._invoice(self._create_order()))
        ticket = self._create_ticket()
        self._create_documents(10)
        self.assertLessEqual(self._count_queries(ticket), 15)
