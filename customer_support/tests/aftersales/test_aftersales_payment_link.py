from urllib.parse import parse_qs, urlsplit

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .refund_common import RefundCommon


@tagged("post_install", "-at_install")
class TestAftersalesPaymentLink(RefundCommon):
    """Links on which the customer pays, from agents without rights on accounting."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "True"
        )
        cls.unpaid = cls._create_order()
        cls.asked = cls._create_ticket(
            user_id=cls.agent.id, sale_order_id=cls.unpaid.id
        )

    def _open(self, ticket=None, user=None):
        ticket = (ticket or self.asked).with_user(user or self.agent)
        action = ticket.action_ask_payment()
        wizards = self.env["support.payment.link"].with_user(user or self.agent)
        return wizards.browse(action["res_id"])

    def _read_link(self, line):
        address = urlsplit(line.link)
        return address.path, parse_qs(address.query)

    def test_order_that_is_not_paid_has_a_link(self):
        line = self._open().line_ids
        self.assertEqual((line.name, line.due), (self.unpaid.name, 100))
        path, query = self._read_link(line)
        self.assertIn(f"/my/orders/{self.unpaid.id}", path)
        self.assertEqual(query["payment_amount"], ["100.0"])
        self.assertEqual(query["access_token"], [self.unpaid.access_token])
        self.assertFalse(self.unpaid.with_user(self.agent).has_access("read"))

    def test_part_of_it_is_asked_for(self):
        with Form(self._open()) as form, form.line_ids.edit(0) as line:
            line.amount = 40
            self.assertIn("payment_amount=40.0", line.link)
            line.amount = 100.01
            self.assertFalse(line.link, "more than what is due")

    def test_invoice_comes_instead_of_what_it_bills(self):
        bill = self._invoice(self.unpaid)
        line = self._open().line_ids
        self.assertEqual((line.name, line.due), (bill.name, 100))
        path, query = self._read_link(line)
        self.assertIn(f"/my/invoices/{bill.id}", path)
        self.assertEqual(query["amount"], ["100.0"])
        self.assertTrue(query["payment_token"])

    def test_only_the_rest_is_asked_for(self):
        self._pay(self.unpaid, 30)
        self.assertEqual(self._open().line_ids.due, 70)

    def test_nothing_is_asked_for_twice(self):
        with self.assertRaisesRegex(UserError, "nothing to pay"):
            self._open(self.ticket)  # paid and invoiced
        self.assertFalse(self.ticket.with_user(self.agent).can_ask_payment)
        self._pay(self.unpaid, 30).state = "pending"
        with self.assertRaisesRegex(UserError, "nothing to pay"):
            self._open()

    def test_link_goes_into_a_reply_that_nobody_has_sent(self):
        line = self._open().line_ids
        messages = self.asked.message_ids
        action = line.action_write()
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(**action["context"])
            .create({})
        )
        self.assertIn("payment_amount=100.0", composer.body)
        self.assertEqual(composer.partner_ids, self.asked.partner_id)
        self.assertEqual(self.asked.message_ids, messages)

    # -- Rights ---------------------------------------------------------------------
    def test_who_may_not_write_the_ticket_asks_for_nothing(self):
        self.asked.message_subscribe(self.collaborator.partner_id.ids)
        for user in (self.outsider, self.agent_own, self.collaborator):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._open(user=user)

    def test_other_customers_and_companies_owe_this_ticket_nothing(self):
        strange = self._create_order(self.other_customer)
        ticket = self._create_ticket(user_id=self.agent.id, partner_id=self.customer.id)
        ticket.sudo().sale_order_id = strange
        self.assertFalse(ticket.with_user(self.agent).can_ask_payment)
        with self.assertRaises(UserError):
            self._open(ticket)

    def test_documents_that_are_not_the_tickets_have_no_link(self):
        """Whoever writes the dialog's lines by himself gets nothing by it."""
        strange = self._create_order(self.other_customer)
        line = self._open().line_ids
        line.write({"document_id": strange.id})
        self.assertFalse(line.link)
        with self.assertRaises(UserError):
            line.action_write()

    def test_dialog_of_another_agent_gives_no_link(self):
        line = self._open().line_ids
        for user in (self.agent_own, self.other_manager):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                line.with_user(user).read(["link"])
