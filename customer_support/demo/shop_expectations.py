"""What the shop's customers were told, and which dates they were given."""

from datetime import timedelta

from odoo.fields import Datetime

from .shop_orders import get_record

_WEEKS = timedelta(weeks=4)

# (key of the ticket, kind, what, promised hours ago, due after so many hours)
PROMISES = [
    ("where_is_tree", "reply", "We ask the warehouse and write to you", 30, 26),
    ("broken_table", "callback", "We call you about the new tabletop", 1, 6),
    ("chat_height", "other", "We send you the mounting drawing", 3, 20),
]


def load(env):
    """State waits for the tickets of the last weeks and give some dates."""
    # Nobody is told by mail what he has to do.
    env = env(context={**env.context, "mail_activity_quick_update": True})
    care = get_record(env, "support.team", "care")
    care.write({"holding_mode": "propose", "holding_hours": 16})
    _state_waits(env)
    for key, kind, what, ago, hours in PROMISES:
        ticket = get_record(env, "support.ticket", key)
        made = Datetime.now() - timedelta(hours=ago)
        ticket._make_promise(
            kind,
            made + timedelta(hours=hours),
            what,
            made_date=made,
            user_id=(ticket.user_id or ticket.team_id.leader_id).id,
        )
    _promise_delivery(env)
    promises = env["support.promise"]
    promises.search(promises._get_due_domain())._wake(Datetime.now())


def _state_waits(env):
    """Tell everybody who wrote lately what the figures of his time would have said."""
    now = Datetime.now()
    tickets = env["support.ticket"].search(
        [
            ("received_date", ">=", now - _WEEKS),
            ("channel_id.kind", "in", ("mail", "portal", "web")),
            ("first_response_date", "!=", False),
        ]
    )
    estimates = env["support.wait.estimate"]
    for ticket in tickets:
        at = ticket.received_date
        found = ticket.team_id._get_wait_range(ticket.priority, at)
        if found:
            estimates.create(
                {
                    **estimates._prepare_range_vals(found),
                    "ticket_id": ticket.id,
                    "company_id": ticket.company_id.id,
                    "team_id": ticket.team_id.id,
                    "priority": ticket.priority,
                    "made_date": at,
                }
            )


def _promise_delivery(env):
    """Promise the delivery of an open ticket's order as its transfer says it."""
    open_tickets = env["support.ticket"].search(
        [("stage_kind", "in", ("new", "open")), ("sale_order_id", "!=", False)],
        order="id",
    )
    for ticket in open_tickets:
        transfer = ticket.sale_order_id.picking_ids.filtered(
            lambda p: p.picking_type_code == "outgoing" and p.state == "assigned"
        )[:1]
        is_own = ticket.sale_order_id.partner_id.commercial_partner_id
        if transfer and is_own == ticket.commercial_partner_id:
            ticket._make_promise(
                "delivery",
                transfer.scheduled_date + timedelta(days=2),
                "Your order leaves our warehouse",
                picking_id=transfer.id,
                sale_order_id=ticket.sale_order_id.id,
            )
            return
