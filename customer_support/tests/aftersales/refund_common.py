from unittest.mock import patch

from odoo.fields import Command

from ..customer.common import CustomerCommon

# Logs what stops a refund: an error of the provider is no error of the test.
PAYING = "odoo.addons.customer_support.models.aftersales.support_refund_paying"


class RefundCommon(CustomerCommon):
    """An order that was paid online, invoiced, and a provider that can refund."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.journal = cls.shop["account.journal"].search(
            [("company_id", "=", cls.company.id), ("type", "=", "bank")], limit=1
        )
        cls.provider = cls._create_provider()
        cls.team.refund_limit = 500
        cls.order = cls._create_order()
        cls.payment = cls._pay(cls.order)
        cls.bill = cls._invoice(cls.order)
        cls.ticket = cls._create_ticket(
            user_id=cls.agent.id, sale_order_id=cls.order.id
        )

    @classmethod
    def _create_provider(cls, support="partial"):
        method = cls.shop["payment.method"].create(
            {"name": "Test Card", "code": "test_card", "support_refund": support}
        )
        provider = cls.shop["payment.provider"].create(
            {
                "name": "Test Provider",
                "code": "none",
                "state": "test",
                "company_id": cls.company.id,
                "payment_method_ids": [Command.set(method.ids)],
            }
        )
        bank_method = cls.shop["account.payment.method"].create(
            {"name": "Test", "code": "none", "payment_type": "inbound"}
        )
        outbound = cls.shop["account.payment.method"].create(
            {"name": "Test out", "code": "none", "payment_type": "outbound"}
        )
        cls.shop["account.payment.method.line"].create(
            [
                {
                    "name": "Test",
                    "payment_method_id": method_id,
                    "journal_id": cls.journal.id,
                    "payment_provider_id": provider.id,
                }
                for method_id in (bank_method.id, outbound.id)
            ]
        )
        provider.journal_id = cls.journal
        return provider

    def setUp(self):
        super().setUp()
        self._let_provider_support("partial")

    def _let_provider_support(self, support):
        """Let the provider be one that can refund: the host computes it by its code."""

        def compute(providers):
            providers.support_refund = support

        providers = self.registry["payment.provider"]
        patcher = patch.object(providers, "_compute_feature_support_fields", compute)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.env.invalidate_all()

    @classmethod
    def _pay(cls, order, amount=None):
        """Let the customer have paid an order on the shop's page."""
        transaction = cls.shop["payment.transaction"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.provider.payment_method_ids[:1].id,
                "reference": f"{order.name}-{amount or 'all'}",
                "amount": amount or order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction._set_done()
        transaction._post_process()
        transaction.is_post_processed = True
        return transaction

    def _let_provider(self, answer="done"):
        """Let the provider answer refunds: "done", "pending", an error, or nothing."""
        asked = []

        def send(transaction):
            asked.append(transaction.reference)
            if isinstance(answer, Exception):
                raise answer
            if answer == "done":
                transaction._set_done()
            elif answer == "pending":
                transaction._set_pending()

        model = self.registry["payment.transaction"]
        patcher = patch.object(model, "_send_refund_request", send)
        patcher.start()
        self.addCleanup(patcher.stop)
        return asked

    def _request(self, quantity=1.0, user=None, line=None, **options):
        """Ask for a refund of the bill's line as the agent does."""
        line = line or self.bill.invoice_line_ids[0]
        refunds = self.env["support.refund"].with_user(user or self.agent)
        refund = refunds._create_from_invoice_lines(
            {line: quantity}, ticket=self.ticket, reason="Broken", **options
        )
        refund.with_user(user or self.agent)._submit()
        return refund

    def _run(self):
        """Let the job run as the scheduler does."""
        self._run_cron("ir_cron_execute_refunds")

    def _refund(self, quantity=1.0, **options):
        refund = self._request(quantity, **options)
        self._run()
        return refund
