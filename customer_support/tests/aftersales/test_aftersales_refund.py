from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .refund_common import RefundCommon


@tagged("post_install", "-at_install")
class TestAftersalesRefund(RefundCommon):
    def test_agent_refunds_with_a_credit_note_and_the_original_payment(self):
        asked = self._let_provider("done")
        refund = self._refund()
        self.assertEqual(refund.state, "done")
        credit_note = refund.credit_note_ids
        self.assertEqual(credit_note.move_type, "out_refund")
        self.assertEqual(credit_note.reversed_entry_id, self.bill)
        self.assertEqual(credit_note.amount_total, 100)
        self.assertIn(credit_note.payment_state, ("paid", "in_payment", "reversed"))
        child = refund.transaction_ids
        self.assertEqual(child.source_transaction_id, self.payment)
        self.assertEqual(child.amount, -100)
        self.assertEqual(child.payment_id.payment_type, "outbound")
        self.assertEqual(asked, [child.reference])
        self.assertTrue(refund.done_date)

    def test_it_is_refunded_only_when_the_provider_has_confirmed(self):
        self._let_provider("pending")
        refund = self._refund()
        self.assertEqual(refund.state, "processing")
        self._run()
        self.assertEqual(refund.state, "processing")
        refund.transaction_ids._set_done()  # the webhook, much later
        self._run()
        self.assertEqual(refund.state, "done")

    def test_part_of_a_line(self):
        self._let_provider("done")
        refund = self._refund(0.25)
        self.assertEqual(refund.amount, 25)
        self.assertEqual(self.payment._get_support_refundable(), 75)

    def test_fee_is_a_line_of_its_own(self):
        self._let_provider("done")
        refund = self._refund(fee_percent=10)
        self.assertEqual(refund.amount, 90)
        fee = refund.credit_note_ids.invoice_line_ids.filtered(
            lambda line: line.price_unit < 0
        )
        self.assertEqual(fee.price_subtotal, -10)
        self.assertIn("10 %", fee.name)

    def test_unpaid_invoice_is_credited_and_no_money_moves(self):
        asked = self._let_provider("done")
        order = self._create_order()
        bill = self._invoice(order)
        refund = self._refund(line=bill.invoice_line_ids[0])
        self.assertEqual((refund.state, refund.amount), ("done", 0))
        self.assertEqual(bill.payment_state, "reversed")
        self.assertFalse(asked)

    def test_partly_paid_invoice_gives_back_what_was_paid(self):
        self._let_provider("done")
        order = self._create_order()
        self._pay(order, 30)
        bill = self._invoice(order)
        refund = self._refund(line=bill.invoice_line_ids[0])
        self.assertEqual((refund.credited_amount, refund.amount), (100, 30))
        self.assertEqual(refund.transaction_ids.amount, -30)

    def test_without_a_provider_accounting_pays_and_it_waits_for_that(self):
        order = self._create_order()
        bill = self._invoice(order)
        self._register_payment(bill)
        refund = self._refund(line=bill.invoice_line_ids[0])
        self.assertEqual((refund.state, refund.manual_amount), ("processing", 100))
        self._register_payment(refund.credit_note_ids)
        self._run()
        self.assertEqual(refund.state, "done")

    def test_paid_and_not_invoiced_gives_the_money_back(self):
        self._let_provider("done")
        order = self._create_order()
        self._pay(order)
        refund = self.env["support.refund"]._create_from_amount(order, 100)
        self.team.refund_limit = 500
        refund.ticket_id = self.ticket
        refund._submit()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertFalse(refund.credit_note_ids)

    def test_order_lines_find_their_invoices(self):
        self._let_provider("done")
        refund = self.env["support.refund"]._create_from_sale_lines(
            {self.order.order_line: 1.0}, ticket=self.ticket
        )
        self.assertEqual(refund.line_ids.invoice_line_id, self.bill.invoice_line_ids)
        with self.assertRaisesRegex(UserError, "not so much has been invoiced"):
            self.env["support.refund"]._create_from_sale_lines(
                {self.order.order_line: 1.5}
            )

    def test_ticket_says_what_became_of_it(self):
        self._let_provider("done")
        self._refund()
        self.assertIn("went back to the customer", self.ticket.message_ids[0].body)
        self.assertEqual(self.ticket.with_user(self.agent).refund_words, "Refunded")

    # -- Four eyes ------------------------------------------------------------------
    def test_more_than_the_limit_waits_for_a_second_person(self):
        asked = self._let_provider("done")
        self.team.refund_limit = 99.99
        refund = self._refund()
        self.assertEqual(refund.state, "to_approve")
        self.assertFalse(asked or refund.credit_note_ids)
        self.assertEqual(refund.activity_ids.user_id, self.manager)
        refund.with_user(self.manager).action_approve()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(refund.approved_by_id, self.manager)

    def test_nobody_approves_his_own_and_no_agent_any(self):
        self.team.refund_limit = 0
        own = self._request(user=self.manager)
        with self.assertRaises(UserError):
            own.with_user(self.manager).action_approve()
        with self.assertRaises(UserError):
            own.with_user(self.agent).action_approve()
        self.assertEqual(own.state, "to_approve")

    def test_limit_is_in_the_companys_currency(self):
        usd = self.env.ref("base.USD")
        other = self.env.ref("base.EUR")
        other = usd if self.company.currency_id == other else other
        other.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": other.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 0.5,
            }
        )
        self.team.refund_limit = 150
        bill = self.bill.copy({"currency_id": other.id})
        bill.invoice_date = self.bill.invoice_date
        bill.invoice_line_ids.price_unit = 100
        bill.action_post()
        refund = self._request(line=bill.invoice_line_ids[0])
        self.assertEqual(refund.currency_id, other)
        self.assertEqual(refund.state, "to_approve", "100 are 200 of the company's")

    def test_given_up_refund_frees_what_it_took(self):
        self._let_provider("done")
        self.team.refund_limit = 0
        refund = self._request()
        refund.with_user(self.agent).action_cancel()
        self.assertEqual(refund.state, "cancelled")
        with self.assertRaises(UserError):
            refund.with_user(self.manager).action_approve()

    # -- Rights ---------------------------------------------------------------------
    def test_who_may_not_write_the_ticket_refunds_nothing(self):
        for user in (self.collaborator, self.outsider, self.agent_own):
            with self.subTest(user=user.name), self.assertRaises(AccessError):
                self._request(user=user)
        self.assertFalse(self.bill.reversal_move_ids)

    def test_other_companies_see_nothing(self):
        refund = self._request()
        with self.assertRaises(AccessError):
            refund.with_user(self.other_manager).read(["amount"])

    def test_state_and_amount_are_not_written(self):
        refund = self._request()
        for user in (self.agent, self.manager):
            for vals in ({"state": "done"}, {"amount": 1}, {"approved_by_id": user.id}):
                with self.assertRaises(AccessError):
                    refund.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                refund.with_user(user).create({"reason": "x"})
