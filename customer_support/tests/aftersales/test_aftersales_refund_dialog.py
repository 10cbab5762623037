from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .refund_common import RefundCommon


@tagged("post_install", "-at_install")
class TestAftersalesRefundDialog(RefundCommon):
    """What the agent sees and does, without rights on accounting."""

    def _open(self, user=None):
        action = self.ticket.with_user(user or self.agent).action_refund()
        wizards = self.env["support.refund.create"].with_user(user or self.agent)
        return wizards.browse(action["res_id"])

    def test_agent_sees_the_sum_before_he_decides(self):
        wizard = self._open()
        self.assertFalse(self.bill.with_user(self.agent).has_access("read"))
        with Form(wizard) as form:
            with form.line_ids.edit(0) as line:
                self.assertEqual(line.available, 1)
                line.quantity = 0.5
            self.assertEqual(form.total, 50)
            form.fee_percent = 10
            self.assertEqual(form.total, 45)
        self._let_provider("done")
        action = wizard.action_refund()
        self._run()
        refund = self.env["support.refund"].browse(action["res_id"])
        self.assertEqual((refund.state, refund.amount), ("done", 45))
        self.assertEqual(refund.requested_by_id, self.agent)

    def test_agent_without_other_rights_opens_the_ticket(self):
        """Its form shows nothing that he may not read."""
        self.ticket.sudo().write({"invoice_ids": [(4, self.bill.id)]})
        with Form(self.ticket.with_user(self.agent)) as form:
            self.assertTrue(form.can_be_refunded)
            self.assertFalse(form.refund_words, "nothing was refunded yet")

    def test_limit_is_said_beforehand(self):
        self.team.refund_limit = 40
        wizard = self._open()
        wizard.line_ids.quantity = 0.5
        self.assertIn("a manager approves", wizard.limit_note)

    def test_lines_of_other_customers_are_refused(self):
        other = self._invoice(self._create_order(self.other_customer))
        wizard = self._open()
        wizard.line_ids.write(
            {"invoice_line_id": other.invoice_line_ids[0].id, "quantity": 1}
        )
        with self.assertRaisesRegex(UserError, "not on an invoice of the ticket"):
            wizard.action_refund()

    def test_invoice_of_another_customer_linked_to_the_ticket_is_not_offered(self):
        other = self._invoice(self._create_order(self.other_customer))
        self.ticket.sudo().write({"invoice_ids": [(4, other.id)]})
        self.assertEqual(len(self._open().line_ids), 1)

    def test_nothing_left_is_said(self):
        self._let_provider("done")
        self._refund()
        with self.assertRaisesRegex(UserError, "anything is left"):
            self._open()

    def test_who_may_not_write_the_ticket_has_no_dialog(self):
        self.ticket.message_subscribe(self.collaborator.partner_id.ids)
        with self.assertRaises(AccessError):
            self._open(self.outsider)

    def test_two_clicks_are_one_refund(self):
        self._let_provider("done")
        wizard = self._open()
        wizard.line_ids.quantity = 1
        first = wizard.action_refund()
        second = wizard.action_refund()
        self._run()
        refunds = self.env["support.refund"].browse([first["res_id"], second["res_id"]])
        self.assertEqual(sum(refunds.transaction_ids.mapped("amount")), -100)
