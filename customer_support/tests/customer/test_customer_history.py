from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerHistory(CustomerCommon):
    def test_order_shows_total_delivery_and_invoice_state(self):
        order = self._create_order()
        self._deliver(order)
        [row] = self._get_section(self._create_ticket(), "orders")["rows"]
        labels = [badge["label"] for badge in row["badges"]]
        self.assertEqual((row["name"], row["amount"]), (order.name, 100.0))
        self.assertEqual(labels, ["Fully Delivered", "To Invoice"])

    def test_delivery_shows_its_order(self):
        order = self._create_order()
        [row] = self._get_section(self._create_ticket(), "deliveries")["rows"]
        self.assertEqual(row["name"], order.picking_ids.name)
        self.assertEqual(row["detail"], order.name)

    def test_parcel_for_somebody_else_belongs_to_who_ordered_it(self):
        order = self._create_order(partner_shipping_id=self.other_customer.id)
        own = self._create_ticket()
        foreign = self._create_ticket(partner_id=self.other_customer.id)
        self.assertEqual(
            self._get_names(own, "deliveries"), order.picking_ids.mapped("name")
        )
        self.assertEqual(self._get_names(foreign, "deliveries"), [])

    def test_partly_paid_invoice_shows_what_is_due(self):
        invoice = self._invoice(self._create_order())
        self._register_payment(invoice, amount=30.0)
        [row] = self._get_section(self._create_ticket(), "invoices")["rows"]
        self.assertEqual(
            (row["name"], row["amount"], row["due"]), (invoice.name, 100.0, 70.0)
        )

    def test_draft_invoice_is_not_shown(self):
        self._create_order()._create_invoices()
        self.assertEqual(self._get_names(self._create_ticket(), "invoices"), [])

    def test_refund_is_negative_among_the_payments(self):
        payment = self._register_payment(self._invoice(self._create_order()))
        refund = self._create_transaction(
            amount=-40.0, operation="refund", state="error"
        )
        rows = self._get_section(self._create_ticket(), "payments")["rows"]
        amounts = {row["name"]: row["amount"] for row in rows}
        self.assertEqual(amounts, {payment.name: 100.0, refund.reference: -40.0})

    def test_abandoned_online_payment_is_not_shown(self):
        self._create_transaction(state="draft")
        self.assertEqual(self._get_names(self._create_ticket(), "payments"), [])

    def test_return_is_shown_with_the_delivery_it_undoes(self):
        picking = self._deliver(self._create_order())
        wizard = self.shop["stock.return.picking"].create({"picking_id": picking.id})
        wizard.product_return_moves.quantity = 1
        wizard.action_create_returns()
        [row] = self._get_section(self._create_ticket(), "returns")["rows"]
        self.assertEqual(row["name"], picking.return_ids.name)
        self.assertIn(picking.name, row["detail"])

    def test_contacts_of_a_company_share_its_history(self):
        orders = self._create_order(self.firm) | self._create_order(self.firm_contact)
        ticket = self._create_ticket(partner_id=self.firm_contact.id)
        self.assertCountEqual(self._get_names(ticket, "orders"), orders.mapped("name"))

    def test_document_of_the_ticket_comes_first_however_old(self):
        oldest = self._create_order(date_order="2020-01-01 10:00:00", confirmed=False)
        for _i in range(6):
            self._create_order(confirmed=False)
        ticket = self._create_ticket(sale_order_id=oldest.id)
        section = self._get_section(ticket, "orders")
        self.assertEqual((section["count"], len(section["rows"])), (7, 5))
        self.assertEqual(section["rows"][0]["name"], oldest.name)
        self.assertTrue(section["rows"][0]["linked"])

    def test_ticket_without_customer_has_no_sections(self):
        history = self._get_history(self._create_ticket(partner_id=False))
        self.assertEqual((history["partner"], history["sections"]), (False, []))

    def test_instants_are_utc_and_days_are_plain(self):
        self._create_order(date_order="2026-03-02 23:30:00", confirmed=False)
        [row] = self._get_section(self._create_ticket(), "orders")["rows"]
        self.assertEqual((row["date"], row["has_time"]), ("2026-03-02 23:30:00", True))
        self._invoice(self._create_order(), invoice_date="2026-03-02")
        [row] = self._get_section(self._create_ticket(), "invoices")["rows"]
        self.assertEqual((row["date"], row["has_time"]), ("2026-03-02", False))

    # -- Value of the customer ------------------------------------------------------
    def test_value_is_what_was_paid_and_what_is_due(self):
        self._register_payment(self._invoice(self._create_order()))
        self._invoice(self._create_order())
        value = self._get_history(self._create_ticket())["value"]
        self.assertEqual((value["settled"], value["due"]), (100.0, 100.0))

    def test_refunded_invoice_is_worth_nothing(self):
        invoice = self._invoice(self._create_order())
        invoice._reverse_moves(cancel=True)
        value = self._get_history(self._create_ticket())["value"]
        self.assertEqual((value["settled"], value["due"]), (0.0, 0.0))

    def test_value_of_last_year_does_not_count(self):
        self._freeze("2026-03-02 09:00:00")
        invoice = self._invoice(self._create_order(), invoice_date="2025-03-01")
        self._register_payment(invoice)
        self.assertEqual(
            self._get_history(self._create_ticket())["value"]["settled"], 0.0
        )

    def test_totals_are_in_the_currency_of_the_customer(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        euro.rate_ids.create(
            {
                "name": "2020-01-01",
                "rate": 0.5,
                "currency_id": euro.id,
                "company_id": self.company.id,
            }
        )
        pricelist = self.shop["product.pricelist"].create(
            {"name": "Europe", "currency_id": euro.id, "company_id": self.company.id}
        )
        self._invoice(self._create_order())  # 100 dollars are 50 euro
        order = self._create_order(pricelist_id=pricelist.id, date_order="2030-01-01")
        order.order_line.price_unit = 70.0
        self._invoice(order)
        value = self._get_history(self._create_ticket())["value"]
        self.assertEqual(value, {"currency_id": euro.id, "due": 120.0, "settled": 0.0})

    # -- What went wrong before -----------------------------------------------------
    def _get_warnings(self):
        warnings = self._get_history(self._create_ticket())["warnings"]
        return {warning["key"]: warning["count"] for warning in warnings}

    def test_customer_without_trouble_has_no_warning(self):
        self._create_order()
        self.assertEqual(self._get_warnings(), {})

    def test_delivery_of_yesterday_warns(self):
        picking = self._create_order().picking_ids
        picking.move_ids.date_deadline = fields.Datetime.now() - timedelta(days=1)
        self.assertEqual(self._get_warnings(), {"late_deliveries": 1})

    def test_delivered_late_parcel_warns_no_more(self):
        order = self._create_order()
        order.picking_ids.move_ids.date_deadline = fields.Datetime.now() - timedelta(
            days=1
        )
        self._deliver(order)
        self.assertEqual(self._get_warnings(), {})

    def test_failed_refund_and_open_credit_note_warn(self):
        self._create_transaction(amount=-40.0, operation="refund", state="error")
        invoice = self._invoice(self._create_order())
        self._register_payment(invoice)
        invoice._reverse_moves().action_post()
        self.assertEqual(
            self._get_warnings(), {"open_refunds": 1, "open_credit_notes": 1}
        )

    def test_reopened_ticket_warns(self):
        earlier = self._create_ticket()
        earlier.action_solve()
        earlier.action_reopen()
        self.assertEqual(self._get_warnings(), {"reopened_tickets": 1})
