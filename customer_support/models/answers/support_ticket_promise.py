from odoo import api, fields, models


class SupportTicketPromise(models.AbstractModel):
    """The dates that were given to the customer on a ticket."""

    _name = "support.ticket.promise"
    _description = "Promises on a Support Ticket"

    promise_ids = fields.One2many(
        "support.promise", "ticket_id", "Promises", readonly=True
    )
    open_promise_count = fields.Integer(compute="_compute_open_promise_count")

    @api.depends("promise_ids")
    def _compute_open_promise_count(self):
        groups = self.env["support.promise"]._read_group(
            [
                ("ticket_id", "in", self.ids),
                ("kept_date", "=", False),
                ("cancelled_date", "=", False),
            ],
            ["ticket_id"],
            ["__count"],
        )
        counts = {ticket.id: count for ticket, count in groups}
        for ticket in self:
            ticket.open_promise_count = counts.get(ticket._origin.id, 0)

    def _make_promise(self, kind, due_date, name, **values):
        """Write down that the customer was given a date.

        For whatever gives one: templates, returns, calls. A promise to reply is kept by
        the next public answer after it, so make it after posting the one that gives it.

        :param str kind: see ``const.PROMISE_KINDS``
        :param datetime due_date: naive UTC
        :param str name: what was promised, as the customer reads it
        :param values: ``sale_order_id``, ``picking_id`` or ``move_id``
        :return: ``support.promise``
        :raise UserError: no document confirms a date that is outside our control
        """
        self.ensure_one()
        return self.env["support.promise"].create(
            {
                "ticket_id": self.id,
                "kind": kind,
                "due_date": due_date,
                "name": name,
                **values,
            }
        )

    def _on_agent_answer(self, message):
        result = super()._on_agent_answer(message)
        # Who answers keeps the promises of colleagues as well.
        self.sudo().promise_ids.filtered(
            lambda promise: promise.kind == "reply" and promise.made_date < message.date
        )._set_kept(message.date)
        return result

    def action_promise(self):
        """Open the dialog in which a promise is written down."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_promise_action_new"
        )
        return {**action, "context": {"default_ticket_id": self.id}}

    # -- Portal ---------------------------------------------------------------------
    def _portal_get_promises(self, zone):
        """Return in plain words what was promised to the customer, possibly nothing.

        :param str zone: name of the visitor's time zone
        """
        self.ensure_one()
        # Customers have no access to promises; only those made to their firm leave.
        own_sudo = self.sudo().promise_ids.filtered(
            lambda promise: (
                promise.partner_id.commercial_partner_id == self.commercial_partner_id
                and not promise.cancelled_date
            )
        )
        return [self._portal_get_promise_text(promise, zone) for promise in own_sudo]

    def _portal_get_promise_text(self, promise_sudo, zone):
        values = {
            "what": promise_sudo.name,
            "moment": self._portal_format(promise_sudo.due_date, zone),
        }
        if promise_sudo.kept_date:
            return self.env._("%(what)s: done.", **values)
        if promise_sudo.verdict == "broken":
            return self.env._(
                "%(what)s was promised by %(moment)s, and is late. We are sorry.",
                **values,
            )
        # What our suppliers tell us is no business of the customer's.
        if not promise_sudo.source or promise_sudo._get_receipts():
            return self.env._("%(what)s: by %(moment)s.", **values)
        return self.env._(
            "%(what)s: by %(moment)s (%(document)s).",
            document=promise_sudo._get_document_name(),
            **values,
        )
