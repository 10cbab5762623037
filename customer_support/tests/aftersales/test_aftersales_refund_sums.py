from random import Random

from odoo.fields import Command
from odoo.tests import BaseCase, tagged

from ...logic.refund import Source, allocate, get_rounding
from .refund_common import RefundCommon


class TestLogicOfSums(BaseCase):
    def test_thousands_of_shares_never_exceed_any_payment(self):
        random = Random(3)
        for _number in range(5000):
            sources = [
                Source(
                    key,
                    captured=round(random.uniform(0, 500), 2),
                    refunded=random.choice((0, round(random.uniform(0, 600), 2))),
                    support=random.choice(("none", "full_only", "partial", "partial")),
                )
                for key in range(random.randint(0, 4))
            ]
            amount = round(random.uniform(0, 900), 2)
            shares, rest = allocate(amount, sources)
            self.assertAlmostEqual(sum(share for _k, share in shares) + rest, amount, 6)
            for key, share in shares:
                source = sources[key]
                self.assertGreater(share, 0)
                self.assertLessEqual(share, source.refundable + 1e-9)
                self.assertNotEqual(source.support, "none")
                if source.support == "full_only":
                    self.assertEqual((share, source.refunded), (source.captured, 0))

    def test_rounding_is_small_or_none_at_all(self):
        self.assertEqual(get_rounding(10.0, 10.01, 1, 0.01, is_last=False), 0)
        self.assertAlmostEqual(get_rounding(10.0, 10.01, 1, 0.01, is_last=True), 0.01)
        self.assertAlmostEqual(get_rounding(10.0, 9.99, 1, 0.01, is_last=False), -0.01)
        self.assertIsNone(get_rounding(10.0, 4.0, 1, 0.01, is_last=False))


@tagged("post_install", "-at_install")
class TestAftersalesRefundSums(RefundCommon):
    """Random invoices, refunded in random portions until nothing is left."""

    def _create_taxes(self):
        kinds = (("22 % on top", 22, "tax_excluded"), ("5.5 % on top", 5.5, False))
        kinds += (("22 % inside", 22, "tax_included"),)
        taxes = self.shop["account.tax"].create(
            [
                {
                    "name": name,
                    "amount": amount,
                    "price_include_override": inclusion,
                    "company_id": self.company.id,
                }
                for name, amount, inclusion in kinds
            ]
        )
        return [self.env["account.tax"], *taxes]

    def _create_bill(self, random, taxes):
        lines = [
            {
                "product_id": self.lamp.id,
                "product_uom_qty": random.choice((1, 2, 3, 7)),
                "price_unit": round(random.uniform(0.05, 199), 2),
                "discount": random.choice((0, 0, 5, 12.5, 33.33)),
                "tax_ids": [Command.set(random.choice(taxes).ids)],
            }
            for _number in range(random.randint(1, 3))
        ]
        order = self._create_order(order_line=[Command.create(vals) for vals in lines])
        payment = self._pay(order)
        return payment, self._invoice(order)

    def test_total_refunded_is_total_paid_to_the_cent(self):
        self._let_provider("done")
        self.team.refund_limit = 1e9
        random, taxes = Random(11), self._create_taxes()
        for number in range(10):
            payment, bill = self._create_bill(random, taxes)
            # The planner knows nothing of what this transaction has written.
            self.env.cr.execute("ANALYZE account_move_line, account_partial_reconcile")
            with self.subTest(number=number, total=bill.amount_total):
                self._refund_to_the_end(random, bill)
                credited = sum(bill.reversal_move_ids.mapped("amount_total"))
                self.assertAlmostEqual(credited, bill.amount_total, 2)
                refunded = -sum(payment.child_transaction_ids.mapped("amount"))
                self.assertAlmostEqual(refunded, payment.amount, 2)
                self.assertEqual(payment._get_support_refundable(), 0)

    def _refund_to_the_end(self, random, bill):
        for _time in range(60):
            left = bill.invoice_line_ids._get_refundable_quantities()
            if not any(left.values()):
                return
            chosen = {
                line: random.randint(1, int(quantity))
                for line, quantity in left.items()
                if quantity > 0 and random.random() < 0.7
            }
            if not chosen:
                continue
            refund = self.env["support.refund"]._create_from_invoice_lines(
                chosen, ticket=self.ticket
            )
            refund._submit()
            self._run_steps(refund)
            self.assertEqual(refund.state, "done", refund.failure_message)
            credited = sum(bill.reversal_move_ids.mapped("amount_total"))
            self.assertLessEqual(credited, bill.amount_total + 1e-6)
        self.fail("It never ended")

    def _run_steps(self, refund):
        """Take the steps in this transaction: a commit each would cost minutes."""
        for step in ("_book_safely", "_reserve_safely", "_send_safely", "_end"):
            getattr(refund, step)()
