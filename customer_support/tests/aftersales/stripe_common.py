import hashlib
import hmac
import json
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

from odoo.fields import Command
from odoo.tests import HttpCase

from .refund_common import RefundCommon

PROGRAM = Path(__file__).parent / "stripe_double.py"
HOST = "127.0.0.1"
DEADLINE = 20  # seconds in which the double has to answer
SECRET_KEY, WEBHOOK_SECRET = "sk_test_desk", "whsec_desk"
GOOD_CARD, REFUSED_CARD = "4242424242424242", "4000000000000341"


class StripeCommon(RefundCommon, HttpCase):
    """The host's own code for Stripe, against a stateful double of Stripe.

    Only the address of the API is another one; see ``stripe_double`` for what it adds
    to localstripe.
    """

    @classmethod
    def setUpClass(cls):
        cls.stripe_url = cls._start_double()
        super().setUpClass()
        cls._ask_stripe("POST", "_config/keep")

    def setUp(self):
        super().setUp()
        self._ask_stripe("POST", "_config/back")

    # -- The double -----------------------------------------------------------------
    @classmethod
    def _start_double(cls):
        with socket.socket() as free:
            free.bind((HOST, 0))
            port = free.getsockname()[1]
        server = subprocess.Popen(
            [sys.executable, PROGRAM, str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        cls.addClassCleanup(server.stderr.close)
        cls.addClassCleanup(server.wait, 10)
        cls.addClassCleanup(server.terminate)
        end = time.monotonic() + DEADLINE
        while time.monotonic() < end and server.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex((HOST, port)) == 0:
                    return f"http://{HOST}:{port}"
            time.sleep(0.05)
        raise AssertionError(f"The double of Stripe is silent: {server.stderr.read()}")

    @classmethod
    def _ask_stripe(cls, method, endpoint, **data):
        """Return what Stripe says to somebody with the shop's key."""
        response = requests.request(
            method,
            f"{cls.stripe_url}/{endpoint}",
            headers={"Authorization": f"Bearer {SECRET_KEY}"},
            data=data,
            timeout=10,
        )
        response.raise_for_status()
        return response.json() if response.content else None

    def _let_stripe(self, plan):
        """Let the next refund be "declined", "pending", "lost" or "broken"."""
        self._ask_stripe("POST", "_config/refunds/next", plan=plan)

    def _get_charge(self):
        intent = self._ask_stripe(
            "GET", f"v1/payment_intents/{self.payment.provider_reference}"
        )
        return self._ask_stripe("GET", f"v1/charges/{intent['latest_charge']['id']}")

    def _get_refunded(self):
        """Return what Stripe has given back of the payment, in its currency."""
        return self._get_charge()["amount_refunded"] / 100

    # -- The shop -------------------------------------------------------------------
    @classmethod
    def _create_provider(cls, support="partial"):
        cls._redirect()
        model = cls.shop["payment.provider"].with_context(active_test=False)
        original = model.search([("code", "=", "stripe")], limit=1)
        assert original, "The tests of refunds need the addon payment_stripe."
        provider = original.copy({"company_id": cls.company.id})
        provider.write(
            {
                "state": "test",
                "stripe_publishable_key": "pk_test_desk",
                "stripe_secret_key": SECRET_KEY,
                "stripe_webhook_secret": WEBHOOK_SECRET,
                "journal_id": cls.journal.id,
                "payment_method_ids": [
                    Command.set(cls.env.ref("payment.payment_method_card").ids)
                ],
            }
        )
        return provider

    @classmethod
    def _redirect(cls):
        """Let the host talk to the double instead of api.stripe.com."""
        providers = cls.registry["payment.provider"]
        build = providers._build_request_url

        def build_for_double(provider, endpoint, **options):
            if provider.code == "stripe":
                return f"{cls.stripe_url}/v1/{endpoint}"
            return build(provider, endpoint, **options)

        cls.classPatch(providers, "_build_request_url", build_for_double)

    def _let_provider_support(self, support):
        """Leave it to the host what Stripe can."""

    @classmethod
    def _pay(cls, order, amount=None, card=GOOD_CARD):
        """Let the customer have paid an order with a card that he saved."""
        customer = cls._ask_stripe("POST", "v1/customers", name=order.partner_id.name)
        method = cls._ask_stripe(
            "POST",
            "v1/payment_methods",
            **{
                "type": "card",
                "card[number]": card,
                "card[exp_month]": 12,
                "card[exp_year]": 2060,
                "card[cvc]": "123",
            },
        )
        endpoint = f"v1/payment_methods/{method['id']}/attach"
        cls._ask_stripe("POST", endpoint, customer=customer["id"])
        token = cls.shop["payment.token"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.provider.payment_method_ids[:1].id,
                "partner_id": order.partner_id.id,
                "provider_ref": customer["id"],
                "stripe_payment_method": method["id"],
                "payment_details": card[-4:],
            }
        )
        transaction = cls.shop["payment.transaction"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": token.payment_method_id.id,
                "token_id": token.id,
                "reference": f"{order.name}-{amount or 'all'}",
                "amount": amount or order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "offline",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction._send_payment_request()
        if transaction.state == "done":
            transaction._post_process()
            transaction.is_post_processed = True
        return transaction

    def _run(self):
        """Let the job run: tests with a server share one transaction as it is."""
        self.env.flush_all()
        self.env.ref("customer_support.ir_cron_execute_refunds").method_direct_trigger()
        self.env.invalidate_all()

    # -- Webhooks -------------------------------------------------------------------
    def _send_webhook(self, kind, stripe_object, secret=WEBHOOK_SECRET, age=0):
        """Send what Stripe sends, signed as Stripe does; return the shop's answer."""
        payload = json.dumps({"type": kind, "data": {"object": stripe_object}})
        moment = int(time.time()) - age
        signature = hmac.new(
            secret.encode(), f"{moment}.{payload}".encode(), hashlib.sha256
        ).hexdigest()
        self.env.flush_all()
        response = self.url_open(
            "/payment/stripe/webhook",
            data=payload,
            headers={
                "Content-Type": "application/json",
                "Stripe-Signature": f"t={moment},v1={signature}",
            },
        )
        self.env.invalidate_all()
        return response
