from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerDocuments(CustomerCommon):
    def _get_suggested(self, ticket):
        return [s["number"] for s in ticket.document_suggestions or []]

    # -- The customer's own ---------------------------------------------------------
    def test_own_order_in_the_subject_links_itself(self):
        order = self._create_order()
        ticket = self._create_ticket(name=f"Where is #{order.name.lower()}?")
        self.assertEqual(ticket.sale_order_id, order)
        self.assertFalse(ticket.document_suggestions)

    def test_own_documents_in_a_message_link_themselves(self):
        order = self._create_order()
        invoice = self._invoice(order)
        ticket = self._create_ticket()
        numbers = f"{order.name}, {invoice.name} and {order.picking_ids.name}."
        self._customer_writes(ticket, numbers)
        self.assertEqual(ticket.sale_order_id, order)
        self.assertEqual(ticket.invoice_ids, invoice)
        self.assertEqual(ticket.picking_ids, order.picking_ids)

    def test_order_of_the_same_company_is_the_contacts_own(self):
        order = self._create_order(self.firm)
        ticket = self._create_ticket(name=order.name, partner_id=self.firm_contact.id)
        self.assertEqual(ticket.sale_order_id, order)

    def test_second_own_order_is_for_the_agent_to_choose(self):
        first, second = self._create_order(), self._create_order()
        ticket = self._create_ticket(name=first.name)
        self._customer_writes(ticket, f"I mean {second.name}")
        self.assertEqual(ticket.sale_order_id, first)
        self.assertEqual(self._get_suggested(ticket), [second.name])
        ticket.with_user(self.agent).action_link_suggestion(second.name)
        self.assertEqual(ticket.sale_order_id, second)
        self.assertFalse(ticket.document_suggestions)

    def test_answer_of_an_agent_links_nothing(self):
        order = self._create_order()
        ticket = self._create_ticket()
        self._agent_answers(ticket, f"Do you mean {order.name}?")
        self.assertFalse(ticket.sale_order_id)

    # -- Somebody else's ------------------------------------------------------------
    def test_foreign_documents_are_suggested_and_never_linked(self):
        order = self._create_order(self.other_customer)
        invoice = self._invoice(order)
        names = [order.name, invoice.name, order.picking_ids.name]
        ticket = self._create_ticket()
        self._customer_writes(ticket, " ".join(names))
        self.assertFalse(
            ticket.sale_order_id or ticket.invoice_ids or ticket.picking_ids
        )
        self.assertCountEqual(self._get_suggested(ticket), names)

    def test_suggestion_reveals_the_number_and_nothing_else(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name)
        [suggestion] = self._get_history(ticket)["suggestions"]
        expected = {
            "kind": "order",
            "label": "Order",
            "number": order.name,
            "own": False,
        }
        self.assertEqual(suggestion, expected)

    def test_document_of_another_company_is_neither_linked_nor_suggested(self):
        order = self._create_order(company=self.other_company)
        order.name = "ELSEWHERE-00042"
        ticket = self._create_ticket(name=order.name)
        self.assertFalse(ticket.sale_order_id or ticket.document_suggestions)

    def test_internal_transfers_and_vendor_bills_are_not_found(self):
        picking = self._create_order().picking_ids
        picking.location_dest_id = picking.location_id
        ticket = self._create_ticket(name=picking.name)
        self.assertFalse(ticket.picking_ids or ticket.document_suggestions)

    def test_agent_without_rights_cannot_link_a_foreign_document(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name).with_user(self.agent)
        with self.assertRaisesRegex(UserError, "another customer"):
            ticket.action_link_suggestion(order.name)
        self.assertFalse(ticket.sale_order_id)

    def test_agent_with_rights_can_link_a_foreign_document(self):
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name).with_user(self.agent)
        ticket.action_link_suggestion(order.name)
        self.assertEqual(ticket.sale_order_id, order)

    def test_number_that_was_not_suggested_cannot_be_tried_out(self):
        order = self._create_order()
        ticket = self._create_ticket().with_user(self.agent)
        with self.assertRaisesRegex(UserError, "not suggested"):
            ticket.action_link_suggestion(order.name)

    def test_dismissed_suggestion_is_gone(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name).with_user(self.agent)
        ticket.action_dismiss_suggestion(order.name)
        self.assertFalse(ticket.document_suggestions)

    def test_reader_of_another_company_cannot_dismiss(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name).with_user(self.other_manager)
        with self.assertRaises(AccessError):
            ticket.action_dismiss_suggestion(order.name)

    def test_suggested_order_links_itself_when_the_customer_is_found(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_ticket(name=order.name).with_user(self.agent)
        ticket.partner_id = self.other_customer
        self.assertEqual(ticket.sudo().sale_order_id, order)
        self.assertFalse(ticket.document_suggestions)

    def test_documents_of_the_former_customer_do_not_stay_with_the_new_one(self):
        order = self._create_order()
        names = f"{order.name} {order.picking_ids.name}"
        ticket = self._create_ticket(name=names).with_user(self.agent)
        ticket.partner_id = self.other_customer
        self.assertFalse(ticket.sudo().sale_order_id or ticket.sudo().picking_ids)
        self.assertEqual(len(self._get_suggested(ticket)), 2)

    def test_order_chosen_together_with_the_customer_stays(self):
        ticket = self._create_ticket(name=self._create_order().name)
        order = self._create_order(self.firm)
        values = {"partner_id": self.other_customer.id, "sale_order_id": order.id}
        ticket.with_user(self.agent).write(values)
        self.assertEqual(ticket.sale_order_id, order)

    def test_other_contact_of_the_same_company_keeps_the_documents(self):
        order = self._create_order(self.firm)
        ticket = self._create_ticket(name=order.name, partner_id=self.firm.id)
        ticket.with_user(self.agent).partner_id = self.firm_contact
        self.assertEqual(ticket.sale_order_id, order)

    def test_order_of_an_unknown_sender_is_suggested(self):
        order = self._create_order()
        ticket = self._create_ticket(name=order.name, partner_id=False)
        self.assertFalse(ticket.sale_order_id)
        self.assertEqual(self._get_suggested(ticket), [order.name])

    # -- Cost -----------------------------------------------------------------------
    def test_text_without_a_number_costs_no_query(self):
        ticket = self._create_ticket()
        with self.assertQueryCount(0):
            ticket._find_documents_in_texts({ticket: "The lamp flickers since Monday."})

    def test_text_with_its_own_ticket_number_costs_no_query(self):
        ticket = self._create_ticket()
        with self.assertQueryCount(0):
            ticket._find_documents_in_texts({ticket: f"Re: [{ticket.number}] lamp"})

    def test_hostile_text_costs_as_many_queries_as_a_short_one(self):
        ticket = self._create_ticket()
        counts = []
        for text in ("S91234", " ".join(f"S{i:06d}" for i in range(100_000))):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            ticket._find_documents_in_texts({ticket: text})
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 6)

    def test_suggestions_are_limited(self):
        orders = self.shop["sale.order"].union(
            *(
                self._create_order(self.other_customer, confirmed=False)
                for _i in range(12)
            )
        )
        ticket = self._create_ticket(description=" ".join(orders.mapped("name")))
        self.assertEqual(len(ticket.document_suggestions), 10)
