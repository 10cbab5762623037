from datetime import datetime

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalForm(PortalCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product = cls.env["product.product"].create({"name": "Desk lamp"})
        cls.order = cls._create_order(cls.customer)
        cls.other_order = cls._create_order(cls.other_customer)

    @classmethod
    def _create_order(cls, partner):
        order = cls.env["sale.order"].create(
            {
                "partner_id": partner.id,
                "company_id": cls.company.id,
                "order_line": [(0, 0, {"product_id": cls.product.id})],
            }
        )
        order.action_confirm()
        return order

    def setUp(self):
        super().setUp()
        self._log_in(self.ada)

    def _open_ticket(self, files=(), **values):
        form = {
            "category_id": self.reason.id,
            "subject": "Cancel it",
            "text": "Please cancel my order.",
            **values,
        }
        return self._hand_in("/my/tickets/new", "/my/tickets/new", files, **form)

    def _find_new(self):
        return self.env["support.ticket"].search(
            [("partner_id", "=", self.customer.id), ("id", ">", self.firm_ticket.id)]
        )

    def test_ticket_carries_all_that_was_chosen(self):
        self._open_ticket(
            sale_order_id=self.order.id,
            product_id=self.product.id,
            files=[("bill.pdf", b"%PDF-1.4")],
        )
        ticket = self._find_new()
        self.assertEqual(ticket.sale_order_id, self.order)
        self.assertEqual(ticket.product_id, self.product)
        self.assertEqual(ticket.category_id, self.reason)
        self.assertEqual(ticket.channel_id.kind, "portal")
        self.assertEqual(ticket.company_id, self.company)
        self.assertTrue(ticket.team_id)
        self.assertTrue(ticket.unanswered_since)

    def test_text_and_files_are_the_first_message(self):
        self._open_ticket(files=[("bill.pdf", b"%PDF-1.4")])
        message = self._get_messages(self._find_new())
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("Please cancel my order.", message.body)
        self.assertEqual(message.attachment_ids.name, "bill.pdf")

    def test_customer_does_not_follow_what_is_written_to_others(self):
        self._open_ticket()
        self.assertNotIn(self.customer, self._find_new().message_partner_ids)

    def test_same_form_twice_is_one_ticket(self):
        hidden = self._get_hidden(self.url_open("/my/tickets/new"), "/my/tickets/new")
        form = {
            **hidden,
            "category_id": self.reason.id,
            "subject": "Twice",
            "text": "Twice",
        }
        pages = [self._post("/my/tickets/new", form) for _attempt in range(2)]
        self.assertEqual(len(self._find_new()), 1)
        self.assertEqual(pages[0].url, pages[1].url)

    def test_order_page_leads_to_the_form_with_the_order_chosen(self):
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertIn(f"/my/tickets/new?sale_order_id={self.order.id}", page.text)
        form = self._get_page("/my/tickets/new", sale_order_id=self.order.id)
        self.assertRegex(form.text, rf'value="{self.order.id}" selected')

    def test_invoice_page_leads_to_the_form_and_the_ticket_has_the_invoice(self):
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "journal_id": self._create_sales_journal().id,
                "invoice_line_ids": [(0, 0, {"name": "Lamp", "price_unit": 5})],
            }
        )
        invoice.action_post()
        page = self._get_page(f"/my/invoices/{invoice.id}")
        self.assertIn(f"/my/tickets/new?invoice_id={invoice.id}", page.text)
        self._open_ticket(invoice_id=invoice.id)
        self.assertEqual(self._find_new().invoice_ids, invoice)

    def _create_sales_journal(self):
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=self.company, install_demo=False
        )
        return self.env["account.journal"].search(
            [("company_id", "=", self.company.id), ("type", "=", "sale")], limit=1
        )

    def test_order_page_names_the_open_ticket_about_it(self):
        ticket = self._create_ticket(sale_order_id=self.order.id)
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertIn(f'href="{ticket.access_url}"', page.text)
        ticket.action_close()
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertNotIn(f'href="{ticket.access_url}"', page.text)

    def test_order_page_tells_a_late_delivery_before_the_customer_asks(self):
        self.order.picking_ids.move_ids.date_deadline = datetime(2026, 3, 2)
        self.order.picking_ids.scheduled_date = datetime(2099, 3, 4, 12)
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertIn(self.order.picking_ids.name, page.text)
        self.assertIn("03/04/2099", page.text)

    def test_somebody_elses_order_is_neither_offered_nor_accepted(self):
        form = self._get_page("/my/tickets/new", sale_order_id=self.other_order.id)
        self.assertNotIn(self.other_order.name, form.text)
        page = self._open_ticket(sale_order_id=self.other_order.id)
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self._find_new())

    def test_reason_that_is_not_for_customers_is_not_accepted(self):
        cause = self.env.ref("customer_support.support_category_order_change_address")
        self.assertEqual(self._open_ticket(category_id=cause.id).status_code, 422)
        self.assertFalse(self._find_new())

    def test_fields_that_are_not_in_the_form_are_not_written(self):
        self._open_ticket(
            user_id=self.agent.id,
            priority="3",
            partner_id=self.other_customer.id,
            stage_id=self.env.ref("customer_support.support_stage_closed").id,
        )
        ticket = self._find_new()
        self.assertFalse(ticket.user_id)
        self.assertEqual((ticket.priority, ticket.stage_kind), ("1", "new"))

    def test_missing_subject_or_text_keeps_what_was_written(self):
        for missing in ("subject", "text"):
            page = self._open_ticket(
                **{"subject": "Kept", "text": "Kept", missing: " "}
            )
            self.assertEqual(page.status_code, 422)
            self.assertIn("Kept", page.text)
        self.assertFalse(self._find_new())

    def test_subject_cannot_break_headers(self):
        self._open_ticket(subject="Hello\r\nBcc: victim@evil.example")
        self.assertEqual(self._find_new().name, "Hello Bcc: victim@evil.example")

    def test_flood_of_tickets_is_stopped_with_words(self):
        self.env["ir.config_parameter"].set_param(
            "customer_support.portal_tickets_per_hour", "1"
        )
        self._open_ticket()
        page = self._open_ticket(subject="Again")
        self.assertEqual(page.status_code, 422)
        self.assertIn("within an hour", page.text)
        self.assertEqual(len(self._find_new()), 1)

    def test_firm_of_another_customer_is_not_held_back(self):
        self.env["ir.config_parameter"].set_param(
            "customer_support.portal_tickets_per_hour", "1"
        )
        self._open_ticket()
        self._log_in(self.mette)
        self.assertEqual(self._open_ticket().status_code, 200)

    def test_file_where_text_belongs_is_no_crash(self):
        hidden = self._get_hidden(self.url_open("/my/tickets/new"), "/my/tickets/new")
        answer = self.url_open(
            "/my/tickets/new", data=hidden, files={"subject": ("a.txt", b"x")}
        )
        self.assertEqual(answer.status_code, 422)

    def test_employee_is_offered_no_form(self):
        self._log_in(self.agent)
        page = self._get_page("/my/tickets/new")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("<textarea", page.text)
