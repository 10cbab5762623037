from odoo import fields, models


class SupportTicketLinks(models.AbstractModel):
    """How tickets hang together: follow-ups, merged ones, related ones."""

    _name = "support.ticket.links"
    _description = "Links between Support Tickets"

    origin_ticket_id = fields.Many2one(
        "support.ticket",
        "Follows Up On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The earlier ticket that this one continues or was split from.",
    )
    follow_up_ids = fields.One2many("support.ticket", "origin_ticket_id", "Follow-ups")
    merged_into_id = fields.Many2one(
        "support.ticket",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merged_ticket_ids = fields.One2many(
        "support.ticket", "merged_into_id", "Merged Tickets"
    )
