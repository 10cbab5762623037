from odoo import api, fields, models


class SupportTicketCounter(models.AbstractModel):
    """Records of the host that know their tickets: counted, opened, begun.

    A model names the ticket's field that points at it, and what a new ticket takes
    over from it.
    """

    _name = "support.ticket.counter"
    _description = "Tickets of a Document"

    _support_ticket_field = None

    support_ticket_count = fields.Integer(
        "Tickets",
        compute="_compute_support_ticket_count",
        groups="customer_support.customer_support_group_collaborator",
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_support_ticket_count(self):
        # Not elevated: who may not read a ticket does not learn of it here either.
        groups = self.env["support.ticket"]._read_group(
            self._get_support_ticket_domain(),
            [self._support_ticket_field],
            ["__count"],
        )
        count_by_record = dict(groups)
        for record in self:
            record.support_ticket_count = count_by_record.get(record._origin, 0)

    def _get_support_ticket_domain(self):
        """Return the tickets that are about these records."""
        return [(self._support_ticket_field, "in", self.ids)]

    def _get_support_customer(self):
        """Return the contact whose record this is. Override per model."""
        self.ensure_one()
        return self.partner_id

    def _prepare_support_ticket_vals(self):
        """Return the values of a new ticket about this record. Override per model.

        :return: dict, many2many as ids
        """
        return {"partner_id": self._get_support_customer().id}

    # -- Actions --------------------------------------------------------------------
    def action_open_support_tickets(self):
        """Open the tickets of this record; new ones there start with its data."""
        action = self._get_support_ticket_action()
        action["domain"] = self._get_support_ticket_domain()
        return action

    def action_create_support_ticket(self):
        """Open the form of a new ticket with this record's data filled in."""
        action = self._get_support_ticket_action()
        action.update(views=[(False, "form")], view_mode="form", res_id=False)
        return action

    def _get_support_ticket_action(self):
        self.ensure_one()
        self.env["support.ticket"].check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        values = self._prepare_support_ticket_vals()
        action["context"] = {f"default_{name}": value for name, value in values.items()}
        return action
