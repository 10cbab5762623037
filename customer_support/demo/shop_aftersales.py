"""What the shop's customers send back, in every state that a return can have."""

from ..models.aftersales.support_return_request import Wish

# (customer, product, quantity, reason, what he wants, what he writes, what follows)
RETURNS = [
    (
        "jens_hansen",
        "via_spot_set",
        1,
        "damaged",
        "replacement",
        "Two of the spots were full of water when I took them out of the box.",
        "",
    ),
    (
        "antoine_lefevre",
        "stella_wall",
        1,
        "changed",
        "refund",
        "The second one does not fit under the shelf. It is unused.",
        "approve receive",
    ),
    (
        "freja_nielsen",
        "nino_table",
        1,
        "wrong",
        "refund",
        "On the picture the glass is white, mine is yellow.",
        "approve receive inspect refund",
    ),
    (
        "lucia_ferretti",
        "espresso_cups",
        1,
        "damaged",
        "replacement",
        "One of the cups has a crack, all the others are lovely.",
        "approve receive scrap replace",
    ),
    (
        "beatrice_conti",
        "onda_ceiling",
        1,
        "changed",
        "refund",
        "We have hung both in the hall. The light is too cold for us after all.",
        "refuse",
    ),
    (
        "jonas_weber",
        "luce_floor",
        1,
        "wrong",
        "exchange",
        "I ordered it in black, this one is brass.",
        "approve",
    ),
]
REFUSAL = (
    "We cannot take back lamps that have been mounted. We gladly send you the warmer "
    "light source that fits them, at half its price."
)


def load(env):
    """Let customers send things back, and the shop deal with it as far as it got."""
    # Nobody is told by mail what he has to do.
    env = env(context={**env.context, "mail_activity_quick_update": True})
    mails = env["mail.mail"]
    before = mails.search([])
    for customer, product, *wish, steps in RETURNS:
        asked = _ask(env, customer, product, *wish)
        for step in steps.split():
            _STEPS[step](asked)
    # The demo writes to nobody.
    (mails.search([]) - before).unlink()


def _ask(env, customer, product, quantity, reason, outcome, text):
    """Let a customer ask on the portal."""
    partner = env.ref(f"customer_support.res_partner_{customer}_demo")
    line = env["sale.order.line"].search(
        [
            ("order_id.partner_id", "=", partner.id),
            (
                "product_id",
                "=",
                env.ref(f"customer_support.product_product_{product}_demo").id,
            ),
            ("qty_delivered", ">", 0),
        ],
        order="id desc",
        limit=1,
    )
    wish = Wish(
        line,
        quantity,
        env.ref(f"customer_support.support_return_reason_{reason}"),
    )
    tickets = env["support.ticket"].with_context(support_is_served=True)
    ticket = tickets._portal_create_ticket(
        f"Return of {line.order_id.name}",
        "\n".join([*env["support.return"]._portal_describe([wish]), text]),
        [],
        company=env.company,
        partner=partner,
        sale_order_id=line.order_id.id,
        category_id=wish.reason.category_id.id,
    )
    return env["support.return"]._request(ticket, [wish], outcome)


def _approve(asked):
    if asked.state == "requested":
        asked._approve(asked.env.ref("customer_support.res_users_giulia_demo"))


def _receive(asked):
    asked.picking_ids.move_ids.picked = True
    asked.picking_ids._action_done()


def _inspect(asked, grade="restock"):
    if asked.state == "received":
        asked._inspect_as_new()
        asked.inspection_ids.grade = grade
        asked._finish_inspection()


_STEPS = {
    "approve": _approve,
    "receive": _receive,
    "inspect": _inspect,
    "scrap": lambda asked: _inspect(asked, "scrap"),
    "refund": lambda asked: asked.refund_ids or asked._refund_accepted(),
    "replace": lambda asked: asked.resolution_ids or asked._replace_accepted(),
    "refuse": lambda asked: asked._refuse(REFUSAL),
}
