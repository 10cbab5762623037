from odoo.fields import Command
from odoo.tests import tagged

from .refund_common import RefundCommon


@tagged("post_install", "-at_install")
class TestAftersalesRefundDemo(RefundCommon):
    """Money given back through the host's demo provider, nothing patched."""

    @classmethod
    def _create_provider(cls, support="partial"):
        model = cls.shop["payment.provider"].with_context(active_test=False)
        original = model.search([("code", "=", "demo")], limit=1)
        assert original, "The tests of refunds need the addon payment_demo."
        provider = original.copy({"company_id": cls.company.id})
        card = cls.env.ref("payment.payment_method_card")
        provider.write(
            {
                "state": "test",
                "journal_id": cls.journal.id,
                "payment_method_ids": [Command.set(card.ids)],
            }
        )
        return provider

    def _let_provider_support(self, support):
        """Leave it to the host what its demo provider can."""

    @classmethod
    def _pay(cls, order, amount=None, outcome="done"):
        transaction = cls.shop["payment.transaction"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.provider.payment_method_ids[:1].id,
                "reference": f"{order.name}-{outcome}",
                "amount": amount or order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        getattr(transaction, f"action_demo_set_{outcome}")()
        if outcome == "done":
            transaction._post_process()
            transaction.is_post_processed = True
        return transaction

    def test_portions_go_back_until_nothing_is_left(self):
        for quantity, left in ((0.3, 70), (0.25, 45), (0.45, 0)):
            refund = self._refund(quantity)
            self.assertEqual(refund.state, "done")
            self.assertEqual(self.payment._get_support_refundable(), left)
            self.assertEqual(refund.credit_note_ids.amount_residual, 0)
        self.assertEqual(sum(self.payment.child_transaction_ids.mapped("amount")), -100)

    def test_above_the_limit_a_manager_lets_it_go(self):
        self.team.refund_limit = 50
        refund = self._refund()
        self.assertFalse(self.payment.child_transaction_ids)
        refund.with_user(self.manager).action_approve()
        self._run()
        self.assertEqual(refund.state, "done")
        self.assertEqual(refund.transaction_ids.provider_code, "demo")

    def test_refused_payment_has_nothing_to_give_back(self):
        for outcome in ("error", "canceled"):
            payment = self._pay(self._create_order(), outcome=outcome)
            self.assertEqual(payment._get_support_source().support, "none")
