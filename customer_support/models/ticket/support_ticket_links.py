from odoo import api, fields, models
from odoo.fields import Command

# Many2one fields that point at a ticket which their reader may perhaps not read.
LINK_FIELDS = ("origin_ticket_id", "merged_into_id")


class SupportTicketLinks(models.AbstractModel):
    """How tickets hang together: follow-ups, split ones, related ones.

    A link never tells its reader about a ticket that he may not read.
    """

    _name = "support.ticket.links"
    _description = "Links between Support Tickets"

    origin_ticket_id = fields.Many2one(
        "support.ticket",
        "Continues",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The earlier ticket that this one continues or was split from.",
    )
    follow_up_ids = fields.One2many("support.ticket", "origin_ticket_id", "Follow-ups")
    # One row per pair. Which of the two is on which side means nothing.
    linked_ticket_ids = fields.Many2many(
        "support.ticket",
        "support_ticket_link_rel",
        "ticket_id",
        "linked_id",
        "Linked Tickets",
        copy=False,
    )
    linked_from_ids = fields.Many2many(
        "support.ticket",
        "support_ticket_link_rel",
        "linked_id",
        "ticket_id",
        copy=False,
    )
    related_ticket_ids = fields.Many2many(
        "support.ticket",
        string="Related Tickets",
        compute="_compute_related_ticket_ids",
        inverse="_inverse_related_ticket_ids",
        domain="[('id', '!=', id), ('company_id', '=', company_id)]",
        help="Tickets that have to do with this one. They show each other.",
    )

    # -- Related tickets ------------------------------------------------------------
    @api.depends("linked_ticket_ids", "linked_from_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_related_ticket_ids(self):
        for ticket in self:
            linked = ticket.linked_ticket_ids | ticket.linked_from_ids
            ticket.related_ticket_ids = linked._filtered_access("read")

    def _inverse_related_ticket_ids(self):
        for ticket in self:
            before = ticket._get_visible_links()
            ticket._link_tickets(ticket.related_ticket_ids - before - ticket)
            ticket._unlink_tickets(before - ticket.related_ticket_ids)

    def _get_visible_links(self):
        linked = self.linked_ticket_ids | self.linked_from_ids
        return linked._filtered_access("read")

    def _link_tickets(self, others):
        """Show the tickets on each other.

        :raise AccessError: for a ticket that the user may not read, see ``Many2many``
        """
        if not others:
            return
        self.write({"linked_ticket_ids": [Command.link(other.id) for other in others]})

    def _unlink_tickets(self, others):
        if not others:
            return
        commands = [Command.unlink(other.id) for other in others]
        self.write({"linked_ticket_ids": commands, "linked_from_ids": commands})

    # -- Follow-up ------------------------------------------------------------------
    def _create_follow_up(self, vals=None):
        """Create the ticket that continues this one after its reopen window.

        It has the same customer, order and reason, and the same team if that still
        works. Whoever calls it has decided that the customer may do so.

        :param dict vals: values of the new ticket that differ, such as ``name``
        :return: the new ``support.ticket``, in the environment of ``self``
        """
        self.ensure_one()
        # A customer's mail has no rights of its own.
        origin_sudo = self.sudo()
        follow_up_sudo = origin_sudo.with_company(origin_sudo.company_id).create(
            {**origin_sudo._prepare_follow_up_vals(), **(vals or {})}
        )
        origin_sudo._log_follow_up(follow_up_sudo)
        return follow_up_sudo.sudo(self.env.su)

    def _log_follow_up(self, follow_up):
        """Say on this ticket where the conversation goes on."""
        self._log_link(
            self.env._(
                "The customer wrote again; it continues in %(ticket)s.",
                ticket=follow_up._get_number_link(),
            )
        )

    def _prepare_follow_up_vals(self):
        """Return what a follow-up or split ticket takes over. Hook: extend."""
        team = self.team_id if self.team_id.active else self.team_id.browse()
        return {
            "name": self.name,
            "origin_ticket_id": self.id,
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "partner_email": self.partner_email,
            "partner_phone": self.partner_phone,
            "category_id": self.category_id.id,
            "channel_id": self.channel_id.id,
            "sale_order_id": self.sale_order_id.id,
            "product_id": self.product_id.id,
            **({"team_id": team.id} if team else {}),
        }

    # -- Reading --------------------------------------------------------------------
    def _read_format(self, fnames, load="_classic_read"):
        """The host names the record behind a many2one to everybody; we do not."""
        rows = super()._read_format(fnames, load)
        names = [name for name in LINK_FIELDS if name in fnames]
        if not names or self.env.su:
            return rows
        readable = self._get_readable_linked_ids(names)
        for row in rows:
            for name in names:
                value = row.get(name)
                if value and (value[0] if load else value) not in readable:
                    row[name] = False
        return rows

    def _get_readable_linked_ids(self, field_names):
        linked = self.browse()
        for name in field_names:
            linked |= self[name]
        return set(linked._filtered_access("read").ids)

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec not in LINK_FIELDS:
            return formatter
        readable = set(
            self.browse(v.id for v in values if v)._filtered_access("read").ids
        )

        def format_readable(value):
            label, domain = formatter(value)
            if value and value.id not in readable:
                label = (value.id, self.env._("Another ticket"))
            return label, domain

        return format_readable

    # -- Helpers --------------------------------------------------------------------
    def _log_link(self, body):
        """Leave a note that nobody is notified of."""
        self._message_log(body=body)

    def _get_number_link(self):
        """Return a link that shows the number only: notes are read by others too."""
        return self._get_html_link(title=self.number)
