"""What the shop's customers want, and what they wrote about it in public."""

from datetime import timedelta

from odoo.fields import Datetime

# (wish, kind, reason behind it, state, what customers are told, their words)
WISHES = [
    (
        "Onda ceiling lamp in black",
        "assortment",
        "White ceilings with black rails: the lamp is to match the rail.",
        "open",
        False,
        [
            "Does Onda come in black?",
            "Ce n'è una nera?",
            "Schwarz würde besser passen.",
        ],
    ),
    (
        "Delivery with a time of the day",
        "service",
        "People who work cannot wait from eight to six.",
        "planned",
        False,
        ["Can the courier come after five?", "I took a day off for the parcel."],
    ),
    (
        "Spare shades for the Aria pendant",
        "product",
        "The shade breaks at moving house, the lamp does not.",
        "done",
        "Spare shades for Aria are in the shop, in all three sizes.",
        ["I only need the glass.", "Is the shade sold alone?"],
    ),
    (
        "Payment in twelve rates",
        "service",
        "Asked for tables only.",
        "declined",
        False,
        ["Can I pay the table in rates?"],
    ),
]
# (place, name of it, kind, mark, what was written, our answer, days ago)
REVIEWS = [
    (
        "trustpilot",
        False,
        "review",
        5,
        "Ordered on Monday, hung on Thursday. And a person answers the mails.",
        "Thank you! The person is Giulia, and she has read it.",
        6,
    ),
    (
        "marketplace",
        "Lumina Market",
        "complaint",
        1,
        "Third week without a delivery date.",
        False,
        3,
    ),
    (
        "google",
        False,
        "review",
        4,
        "Lovely lamps, the showroom is hard to find.",
        "We have put a sign at the gate. Come again!",
        20,
    ),
]
_REQUESTS = "https://reviews.example/casa-verbena"


def load(env):
    """Let agents have noted wishes and reviews on tickets of the last weeks."""
    # Nobody is told by mail what he has to do.
    env = env(context={**env.context, "mail_activity_quick_update": True})
    tickets = env["support.ticket"].search(
        [
            ("company_id", "=", env.company.id),
            ("partner_id", "!=", False),
            ("user_id", "!=", False),
            ("stage_kind", "in", ("open", "solved", "closed")),
        ],
        order="id desc",
        limit=30,
    )
    remaining = iter(tickets)
    for wish in WISHES:
        _note_wish(env, remaining, *wish)
    for number, review in enumerate(REVIEWS):
        _log_review(env, next(remaining), number, *review)
    _count_handoffs(tickets)


def _note_wish(env, tickets, name, kind, note, state, answer, words):
    wish = env["support.wish"].create(
        {
            "name": name,
            "kind": kind,
            "note": note,
            "state": state,
            "answer": answer,
            "request_ids": [
                (0, 0, {"ticket_id": next(tickets).id, "why": why}) for why in words
            ],
        }
    )
    if state == "open":
        wish.user_id = env.ref("customer_support.res_users_chiara_demo")


def _log_review(env, ticket, number, place, place_name, kind, mark, text, answer, days):
    date = Datetime.now() - timedelta(days=days)
    env["support.public.review"].create(
        {
            "ticket_id": ticket.id,
            "place": place,
            "place_name": place_name,
            "kind": kind,
            "mark": mark,
            "text": text,
            "link": f"{_REQUESTS}/{number + 1}",
            "published_date": date.date(),
            "answer": answer,
            "answered_date": answer and date + timedelta(days=1),
        }
    )


def _count_handoffs(tickets):
    """The stories tell of one agent each; some tickets went through several hands."""
    for number, ticket in enumerate(tickets):
        ticket.handoff_count = (0, 0, 1, 0, 2)[number % 5]
