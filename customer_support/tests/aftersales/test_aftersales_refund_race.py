from contextlib import ExitStack, closing
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

_SERVERS = 8


@tagged("post_install", "-at_install")
class TestAftersalesRefundRace(BaseCase):
    """Real sessions of the database, committed: servers at once, and killed ones."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        self._let_provider_refund()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            method = env["payment.method"].create(
                {"name": "Race", "code": "race", "support_refund": "partial"}
            )
            provider = env["payment.provider"].create(
                {
                    "name": "Race",
                    "code": "none",
                    "state": "test",
                    "payment_method_ids": [(6, 0, method.ids)],
                }
            )
            partner = env["res.partner"].create({"name": "Race"})
            order = env["sale.order"].create({"partner_id": partner.id})
            payment = env["payment.transaction"].create(
                {
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "reference": "RACE",
                    "amount": 100,
                    "currency_id": order.currency_id.id,
                    "partner_id": partner.id,
                    "operation": "online_direct",
                    "sale_order_ids": [(6, 0, order.ids)],
                    "is_post_processed": True,
                }
            )
            payment.state = "done"
            self.payment_id = payment.id
            self.refund_ids = []
            for _number in range(_SERVERS):
                refund = env["support.refund"]._create_from_amount(order, 60)
                refund._set_state("approved")
                refund._set_state("processing")
                refund.is_queued = True
                self.refund_ids.append(refund.id)
            self.ids = (method.id, provider.id, partner.id, order.id)

    def _remove(self):
        method_id, provider_id, partner_id, order_id = self.ids
        with self.registry.cursor() as cr:
            for query, ids in (
                ("DELETE FROM mail_activity WHERE res_model = 'support.refund'", ()),
                (
                    "DELETE FROM payment_transaction WHERE source_transaction_id = %s",
                    (self.payment_id,),
                ),
                ("DELETE FROM payment_transaction WHERE id = %s", (self.payment_id,)),
                (
                    "DELETE FROM support_refund WHERE id IN %s",
                    (tuple(self.refund_ids),),
                ),
                ("DELETE FROM sale_order WHERE id = %s", (order_id,)),
            ):
                cr.execute(query, ids)
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["payment.provider"].browse(provider_id).unlink()
            env["payment.method"].browse(method_id).unlink()
            env["res.partner"].browse(partner_id).unlink()

    def _let_provider_refund(self):
        """The host computes by its code what a provider can."""

        def compute(providers):
            providers.support_refund = "partial"

        providers = self.registry["payment.provider"]
        patcher = patch.object(providers, "_compute_feature_support_fields", compute)
        patcher.start()
        self.addCleanup(patcher.stop)

    def _reserve(self, cr, refund_id):
        """Do what one server does with one refund, without the commit."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["support.refund"].browse(refund_id)._reserve_safely()
        env.flush_all()
        return env

    def _reserve_and_commit(self, refund_id):
        with closing(self.registry.cursor()) as cr:
            env = self._reserve(cr, refund_id)
            env.cr.commit()

    def _read(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            children = (
                env["payment.transaction"].browse(self.payment_id).child_transaction_ids
            )
            states = env["support.refund"].browse(self.refund_ids).mapped("state")
            return -sum(children.mapped("amount")), states

    @mute_logger("odoo.sql_db")
    def test_eight_servers_refund_one_payment_once(self):
        """All have looked at the payment before the first one is done."""
        with ExitStack() as stack:
            cursors = [
                stack.enter_context(closing(self.registry.cursor()))
                for _number in range(_SERVERS)
            ]
            for cr in cursors:
                cr.execute("SELECT amount FROM payment_transaction")
            env = self._reserve(cursors[0], self.refund_ids[0])
            env.cr.commit()
            for cr, refund_id in zip(cursors[1:], self.refund_ids[1:], strict=True):
                # What it has seen is out of date: the database stops it.
                with self.assertRaises(SerializationFailure):
                    self._reserve(cr, refund_id)
                cr.rollback()
                env = self._reserve(cr, refund_id)
                env.cr.commit()
        refunded, states = self._read()
        self.assertEqual(refunded, 60)
        self.assertEqual(states, ["processing"] + ["failed"] * (_SERVERS - 1))

    def test_server_killed_before_the_commit_has_promised_nothing(self):
        refund_id = self.refund_ids[0]
        with closing(self.registry.cursor()) as cr:
            self._reserve(cr, refund_id)
        self.assertEqual(self._read()[0], 0)
        self._reserve_and_commit(refund_id)
        self.assertEqual(self._read()[0], 60)

    def test_server_killed_after_the_provider_has_acted_asks_with_the_same_name(self):
        refund_id = self.refund_ids[0]
        self._reserve_and_commit(refund_id)
        paid = {}

        def send(transaction):
            """A provider that pays once per reference."""
            paid.setdefault(transaction.reference, transaction.amount)
            transaction._set_done()

        transactions = self.registry["payment.transaction"]
        with patch.object(transactions, "_send_refund_request", send):
            for is_killed in (True, False):
                with closing(self.registry.cursor()) as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["support.refund"].browse(refund_id)._send_safely()
                    env.flush_all()
                    if not is_killed:
                        env.cr.commit()
        self.assertEqual(list(paid.values()), [-60])
        self.assertEqual(self._read()[0], 60)
