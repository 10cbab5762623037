"""Who sends too much back, and what a stricter return policy would have meant."""

from datetime import timedelta

from odoo.fields import Datetime

from .shop_orders import OrderLives, _get_steps, _prepare_order_vals
from .story import ShopCalendar

# Somebody who sends almost everything back; the columns are those of orders.csv.
RETURNED = [
    ("r1", 75, "bulb_e14*6", "confirm ship@72 invoice@72 return@60 credit@59"),
    ("r2", 55, "bulb_e14*8", "confirm ship@52 invoice@52 return@45 credit@44"),
    ("r3", 38, "bulb_e14*4", "confirm ship@35 invoice@35 return@30 credit@29"),
]
_COLUMNS = ("key", "days", "lines", "life")


def load_returns(env):
    """Let a customer have sent back most of what he bought."""
    rows = [
        {**dict(zip(_COLUMNS, row, strict=True)), "customer": "emre_yilmaz"}
        for row in RETURNED
    ]
    calendar = ShopCalendar(Datetime.now())
    orders = env["sale.order"].create(
        [_prepare_order_vals(env, calendar, row) for row in rows]
    )
    OrderLives(orders, [_get_steps(calendar, row) for row in rows]).play()


def load_simulation(env):
    """Try out what a stricter draft would have meant for the orders of the year."""
    policy = env.ref("customer_support.support_return_policy_shop_demo")
    draft = env["support.return.policy.version"].create(
        {
            "policy_id": policy.id,
            "valid_from": False,
            "window_days": 10,
            "fee_percent": 10,
            "freight_payer": "customer",
            "freight_amount": 6.9,
            "automatic_value": 50,
        }
    )
    simulation = env["support.return.policy.simulation"].create(
        {
            "policy_id": policy.id,
            "version_id": draft.id,
            "company_id": env.company.id,
            "after_days": 9,
        }
    )
    simulation.action_start()
    while simulation._do_batch():
        pass


def load_recoveries(env):
    """Let the shop have failed some customers, and put most of it right."""
    late = env.ref("customer_support.support_category_shipping")
    failed = env["support.ticket"].search(
        [
            ("company_id", "=", env.company.id),
            ("category_id", "child_of", late.id),
            ("solved_date", "<", Datetime.now() - timedelta(days=5)),
        ],
        order="id",
    )
    failed.action_recognise_failure()
    failed[::2].action_recover_failure()
