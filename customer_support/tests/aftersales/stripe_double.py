"""A payment provider on loopback: localstripe, with what Odoo and refunds need of it.

Run as a program: ``python stripe_double.py PORT``. Added to localstripe 1.15.10:

- the reference of a payment (`description`), which comes back in webhooks; addresses of
  delivery are accepted and forgotten;
- `Idempotency-Key`: the same key gets the same answer, and nothing happens twice;
- not more is refunded than was charged, as Stripe refuses it;
- `POST /_config/refunds/next` says how the next refund goes: ``declined``, ``pending``,
  ``lost`` (made, but the connection ends before the answer) or ``broken`` (made, but
  the answer is an error of the server);
- `POST /_config/keep` and `POST /_config/back`: what is known now, and back to it, as
  the database of a test goes back.

It keeps nothing on the disk. Webhooks are sent by the tests, signed as Stripe signs.
"""

import copy
import json
import sys

from aiohttp import web
from localstripe import resources, server
from localstripe.errors import UserError

_answers = {}  # {idempotency key: (status, body)}
_plans = []  # how the next refund goes
_kept = {}


def remember_references():
    """Let intents and their charges carry the reference of the payment."""
    intents = resources.PaymentIntent
    init, create_charge = intents.__init__, intents._create_charge

    def init_with_reference(intent, description=None, shipping=None, **data):
        init(intent, **data)
        intent.description = description

    def create_charge_with_reference(intent, on_failure_now):
        create_charge(intent, on_failure_now)
        intent.latest_charge.description = intent.description

    intents.__init__ = init_with_reference
    intents._create_charge = create_charge_with_reference


@web.middleware
async def answer_once(request, handler):
    """Give the first answer again to whoever asks with the same key."""
    key = request.headers.get("Idempotency-Key")
    if not key:
        return await handler(request)
    if key not in _answers:
        response = await handler(request)
        _answers[key] = response.status, response.body
        if _plans == ["lost"]:
            _plans.clear()
            request.transport.close()
    status, body = _answers[key]
    return web.Response(status=status, body=body, content_type="application/json")


@web.middleware
async def steer_refunds(request, handler):
    """Let the next refund go as it was planned, and none above the charge."""
    if (request.method, request.path) != ("POST", "/v1/refunds"):
        return await handler(request)
    if _plans == ["declined"]:
        _plans.clear()
        return UserError(402, "The card has been closed.").to_response()
    data = await server.get_post_data(request)
    intent = resources.PaymentIntent._api_retrieve(data["payment_intent"])
    left = intent.latest_charge.amount - intent.latest_charge.amount_refunded
    if int(data["amount"]) > left:
        return UserError(400, "Refund is greater than what is left.").to_response()
    return _spoil(await handler(request))


def _spoil(response):
    """Return the answer as it was planned; the refund has been made."""
    if _plans == ["pending"]:
        _plans.clear()
        refund = resources.Refund._api_retrieve(json.loads(response.body)["id"])
        refund.status = "pending"
        return server.json_response(refund._export())
    if _plans == ["broken"]:
        _plans.clear()
        return server.json_response({"error": {"message": "Oops"}}, status=502)
    return response


async def plan_refund(request):
    """Keep how the next refund goes."""
    data = await server.get_post_data(request)
    _plans[:] = [data["plan"]]
    return web.Response()


async def keep(_request):
    """Remember what is known now."""
    _kept.update(store=copy.deepcopy(dict(resources.store)), answers=dict(_answers))
    return web.Response()


async def go_back(_request):
    """Forget what came after that."""
    resources.store.clear()
    resources.store.update(copy.deepcopy(_kept["store"]))
    _answers.clear()
    _answers.update(_kept["answers"])
    _plans.clear()
    return web.Response()


def main(port):
    """Serve on loopback until the process is ended."""
    resources.Store.dump_to_disk = lambda _store: None
    remember_references()
    app = server.app
    app.middlewares.insert(0, steer_refunds)
    app.middlewares.insert(0, answer_once)
    app.router.add_post("/_config/refunds/next", plan_refund)
    app.router.add_post("/_config/keep", keep)
    app.router.add_post("/_config/back", go_back)
    web.run_app(app, host="127.0.0.1", port=port, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))
