from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from ...logic.reply_variables import VARIABLES
from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersValues(AnswersCommon):
    """What variables stand for: real documents of the customer, or a problem."""

    def _get_values(self, ticket, *names, lang="en_US"):
        ticket = ticket.with_user(self.agent)
        return ticket._get_reply_values(names, lang, self.agent)

    def _get_texts(self, ticket, *names, **options):
        values = self._get_values(ticket, *names, **options)
        return [values[name].text for name in names]

    def _get_problem(self, ticket, name):
        value = self._get_values(ticket, name)[name]
        self.assertFalse(value.text)
        return value.problem

    def test_agent_without_rights_on_sales_fills_in_an_order(self):
        self._freeze()
        ticket = self._create_late_ticket(sale_order_id=self._create_order().id)
        self.assertFalse(ticket.sale_order_id.with_user(self.agent).has_access("read"))
        texts = self._get_texts(ticket, "order.number", "order.date", "order.amount")
        self.assertEqual(texts[:2], [ticket.sale_order_id.name, "03/02/2026"])
        self.assertIn("100.00", texts[2])

    def test_stranger_to_the_ticket_learns_nothing(self):
        ticket = self._create_late_ticket(sale_order_id=self._create_order().id)
        with self.assertRaises(AccessError):
            ticket.with_user(self.outsider)._get_reply_values(["order.number"], "en_US")

    def test_every_variable_has_a_value_or_a_problem_on_a_bare_ticket(self):
        ticket = self._create_ticket(partner_id=False)
        for name, value in self._get_values(ticket, *VARIABLES).items():
            with self.subTest(name=name):
                self.assertNotEqual(bool(value.text), bool(value.problem))

    def test_draft_order_has_a_number_and_no_certain_date(self):
        order = self._create_order(confirmed=False)
        ticket = self._create_late_ticket(sale_order_id=order.id)
        self.assertEqual(self._get_texts(ticket, "order.number"), [order.name])
        self.assertIn("not confirmed", self._get_problem(ticket, "order.date"))
        self.assertIn("not confirmed", self._get_problem(ticket, "order.amount"))

    def test_order_of_another_customer_is_never_read_out(self):
        order = self._create_order(self.other_customer)
        ticket = self._create_late_ticket(sale_order_id=order.id)
        for name in ("order.number", "order.amount", "delivery.promised_date"):
            with self.subTest(name=name):
                self.assertIn("another customer", self._get_problem(ticket, name))
        self.assertIn("no delivery", self._get_problem(ticket, "delivery.number"))

    def test_date_of_an_unreserved_transfer_is_a_forecast(self):
        self.lamp.is_storable = True
        order = self._create_order()
        ticket = self._create_late_ticket(sale_order_id=order.id)
        problem = self._get_problem(ticket, "delivery.scheduled_date")
        self.assertIn(order.picking_ids.name, problem)
        self.assertIn("forecast", problem)

    def test_date_of_a_reserved_transfer_names_its_source(self):
        self._freeze()
        order = self._create_order()
        order.picking_ids.action_assign()
        order.picking_ids.scheduled_date = fields.Datetime.now() + timedelta(days=2)
        ticket = self._create_late_ticket(sale_order_id=order.id)
        value = self._get_values(ticket, "delivery.scheduled_date")
        value = value["delivery.scheduled_date"]
        self.assertEqual(value.text, "03/04/2026")
        self.assertEqual(value.source, f"Date of transfer {order.picking_ids.name}")

    def test_planned_day_that_has_passed_is_not_promised(self):
        order = self._create_order()
        order.picking_ids.action_assign()
        order.picking_ids.scheduled_date = fields.Datetime.now() - timedelta(days=2)
        ticket = self._create_late_ticket(sale_order_id=order.id)
        problem = self._get_problem(ticket, "delivery.scheduled_date")
        self.assertIn("has passed", problem)

    def test_promised_day_is_the_one_that_was_promised(self):
        order = self._create_order()
        ticket = self._create_late_ticket(sale_order_id=order.id)
        problem = self._get_problem(ticket, "delivery.promised_date")
        self.assertIn("No day was promised", problem)
        order.commitment_date = "2026-03-09 12:00:00"
        [text] = self._get_texts(ticket, "delivery.promised_date")
        self.assertEqual(text, "03/09/2026")

    def test_shipped_date_waits_for_the_last_parcel(self):
        order = self._create_order()
        ticket = self._create_late_ticket(sale_order_id=order.id)
        problem = self._get_problem(ticket, "delivery.shipped_date")
        self.assertIn("has not left", problem)
        self._deliver(order)
        self.assertTrue(self._get_texts(ticket, "delivery.shipped_date")[0])

    def test_dates_are_in_language_and_zone_of_the_customer(self):
        self.customer.tz = "Pacific/Auckland"
        order = self._create_order()
        order.commitment_date = "2026-03-09 20:00:00"
        ticket = self._create_late_ticket(sale_order_id=order.id)
        [text] = self._get_texts(ticket, "delivery.promised_date", lang="it_IT")
        self.assertEqual(text, "10/03/2026")

    # -- Money ----------------------------------------------------------------------
    def test_invoice_is_said_when_it_is_posted(self):
        order = self._create_order()
        ticket = self._create_late_ticket(sale_order_id=order.id)
        self.assertIn("no invoice", self._get_problem(ticket, "invoice.number"))
        draft = order._create_invoices()
        self.assertIn("draft", self._get_problem(ticket, "invoice.number"))
        draft.action_post()
        [number, due] = self._get_texts(ticket, "invoice.number", "invoice.amount_due")
        self.assertEqual(number, draft.name)
        self.assertIn("100.00", due)

    def test_paid_invoice_has_no_day_to_pay(self):
        order = self._create_order()
        self._register_payment(self._invoice(order))
        ticket = self._create_late_ticket(sale_order_id=order.id)
        self.assertIn("is paid", self._get_problem(ticket, "invoice.due_date"))

    def test_nobody_chooses_between_two_invoices(self):
        first = self._invoice(self._create_order())
        second = self._invoice(self._create_order())
        ticket = self._create_late_ticket(
            invoice_ids=[Command.set((first + second).ids)]
        )
        self.assertIn("several", self._get_problem(ticket, "invoice.number"))
        ticket.invoice_ids = second
        self.assertEqual(self._get_texts(ticket, "invoice.number"), [second.name])

    def test_refund_is_said_when_a_credit_note_is_posted(self):
        order = self._create_order()
        invoice = self._invoice(order)
        ticket = self._create_late_ticket(sale_order_id=order.id)
        self.assertIn("no credit note", self._get_problem(ticket, "refund.amount"))
        refund = invoice._reverse_moves([{"invoice_date": fields.Date.today()}])
        self.assertIn("draft", self._get_problem(ticket, "refund.amount"))
        refund.action_post()
        self.assertIn("100.00", self._get_texts(ticket, "refund.amount")[0])

    # -- Hostile data ---------------------------------------------------------------
    def test_hostile_names_stay_text(self):
        self.customer.name = "<img src=x onerror=alert(1)> {{ order.number }}\n7*7"
        template = self._create_template("Name", "<p>{{ customer.name }}</p>")
        rendered = template.version_id.text_ids._render(
            self._create_late_ticket(), self.agent
        )
        self.assertEqual(
            rendered.body,
            "<p>&lt;img src=x onerror=alert(1)&gt; {{ order.number }} 7*7</p>",
        )

    def test_address_is_no_first_name(self):
        self.customer.name = "ada@lindqvist.example"
        ticket = self._create_late_ticket()
        self.assertIn("not known", self._get_problem(ticket, "customer.first_name"))
