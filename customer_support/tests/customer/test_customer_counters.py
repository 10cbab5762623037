from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerCounters(CustomerCommon):
    def test_company_counts_the_tickets_of_its_contacts(self):
        self._create_ticket(partner_id=self.firm.id)
        self._create_ticket(partner_id=self.firm_contact.id)
        firm, contact = (self.firm | self.firm_contact).with_user(self.agent)
        self.assertEqual(
            (firm.support_ticket_count, contact.support_ticket_count), (2, 1)
        )

    def test_count_respects_the_tickets_that_the_user_may_read(self):
        self._create_ticket()
        self._create_ticket(team_id=self.second_team.id)
        self.assertEqual(self.customer.with_user(self.agent).support_ticket_count, 1)
        self.assertEqual(self.customer.with_user(self.manager).support_ticket_count, 2)

    def test_user_outside_support_cannot_count_tickets(self):
        with self.assertRaises(AccessError):
            self.customer.with_user(self.outsider).read(["support_ticket_count"])

    def test_documents_count_their_tickets(self):
        order = self._create_order()
        invoice = self._invoice(order)
        self._create_ticket(
            sale_order_id=order.id,
            invoice_ids=invoice.ids,
            picking_ids=order.picking_ids.ids,
        )
        counts = [r.support_ticket_count for r in (order, invoice, order.picking_ids)]
        self.assertEqual(counts, [1, 1, 1])

    def test_counting_costs_the_same_for_one_and_many(self):
        orders = self._create_order() | self._create_order() | self._create_order()
        for order in orders:
            self._create_ticket(sale_order_id=order.id)
        for some in (orders[:1], orders):
            some.invalidate_recordset()
            with self.assertQueryCount(1):
                some.mapped("support_ticket_count")

    def test_tickets_button_opens_what_it_counts(self):
        ticket = self._create_ticket(partner_id=self.firm_contact.id)
        self._create_ticket()
        action = self.firm.with_user(self.agent).action_open_support_tickets()
        found = (
            self.env["support.ticket"].with_user(self.agent).search(action["domain"])
        )
        self.assertEqual(found, ticket)

    def test_new_ticket_of_a_delivery_knows_customer_and_order(self):
        order = self._create_order()
        action = order.picking_ids.action_create_support_ticket()
        tickets = self.env["support.ticket"].with_context(**action["context"])
        ticket = tickets.create({"name": "The box is crushed"})
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.sale_order_id, order)
        self.assertEqual(ticket.picking_ids, order.picking_ids)

    def test_new_ticket_of_an_invoice_knows_its_order(self):
        order = self._create_order()
        action = self._invoice(order).action_create_support_ticket()
        self.assertEqual(action["context"]["default_sale_order_id"], order.id)

    def test_forms_of_the_host_open_for_a_user_outside_support(self):
        order = self._create_order()
        self.outsider.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        form = Form(order.with_user(self.outsider))
        self.assertNotIn("support_ticket_count", form._view["fields"])
