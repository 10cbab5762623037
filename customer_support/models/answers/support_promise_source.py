from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_datetime

from ...const import CONFIRMED_PROMISE_KINDS


class SupportPromiseSource(models.AbstractModel):
    """The document behind a promise: it confirms the date and tells when it is kept."""

    _name = "support.promise.source"
    _description = "Source of a Promise"

    sale_order_id = fields.Many2one(
        "sale.order",
        "Order",
        index="btree_not_null",
        check_company=True,
        default=lambda self: self._get_context_ticket().sale_order_id,
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Transfer",
        index="btree_not_null",
        check_company=True,
        help="The delivery, or the receipt that brings the goods.",
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice or Credit Note",
        index="btree_not_null",
        check_company=True,
    )
    source = fields.Char(
        readonly=True, help="Which document confirmed the date when it was promised."
    )
    document_date = fields.Datetime(
        "Date of the Document", compute="_compute_document_date", compute_sudo=True
    )
    is_contradicted = fields.Boolean(
        "Document Says Later", compute="_compute_document_date", compute_sudo=True
    )

    def _get_context_ticket(self):
        ticket_id = self.env.context.get("default_ticket_id")
        return self.env["support.ticket"].browse(ticket_id)

    @api.depends(
        "kind",
        "due_date",
        "kept_date",
        "cancelled_date",
        "picking_id.scheduled_date",
        "picking_id.state",
        "sale_order_id.picking_ids.scheduled_date",
        "sale_order_id.picking_ids.state",
    )
    def _compute_document_date(self):
        for promise in self:
            _document, date = promise._get_confirming_document()
            promise.document_date = date
            ended = promise.kept_date or promise.cancelled_date
            promise.is_contradicted = bool(
                date and promise.due_date and date > promise.due_date and not ended
            )

    def _get_confirming_document(self):
        """Return the document that says when it happens, and what it says.

        :return: (record or None, naive UTC datetime or False)
        """
        self.ensure_one()
        if self.kind not in CONFIRMED_PROMISE_KINDS:
            return None, False
        if self.picking_id:
            is_open = self.picking_id.state not in ("draft", "cancel")
            return self.picking_id, is_open and self.picking_id.scheduled_date
        if self.kind == "delivery" and self.sale_order_id:
            return self.sale_order_id, self._get_order_date()
        return None, False

    def _get_order_date(self):
        """Return when the last delivery of the order is planned to leave."""
        deliveries = self.sale_order_id.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state not in ("draft", "cancel")
            )
        )
        planned = [date for date in deliveries.mapped("scheduled_date") if date]
        return max(planned, default=False)

    def _confirm_dates(self):
        """Keep what confirms the date, or refuse what nothing confirms.

        :raise UserError: carriers and suppliers are outside our control: their dates
            are promised only as a document says them
        """
        for promise in self:
            document, date = promise._get_confirming_document()
            if date and date <= promise.due_date:
                promise.source = promise._get_source_in_words(document, date)
            elif promise.kind in CONFIRMED_PROMISE_KINDS:
                raise UserError(promise._get_refusal(document, date))

    def _get_refusal(self, document, date):
        if not document:
            return self.env._(
                "This date is outside our control. Name the order or transfer that "
                "confirms it."
            )
        if not date:
            return self.env._(
                "%(document)s confirms no date. Promise none.",
                document=document.display_name,
            )
        return self.env._(
            "%(document)s says %(date)s. Promise nothing earlier.",
            document=document.display_name,
            date=self._format_date(date),
        )

    def _get_source_in_words(self, document, date):
        return self.env._(
            "%(document)s: %(date)s",
            document=document.display_name,
            date=self._format_date(date),
        )

    def _get_document_name(self):
        return (self.picking_id or self.sale_order_id).name or ""

    @api.model
    def _format_date(self, date):
        zone = self.env.context.get("tz") or self.env.user.tz or "UTC"
        return format_datetime(self.env, date, tz=zone, dt_format="short")

    # -- Whose documents ------------------------------------------------------------
    @api.constrains("sale_order_id", "picking_id", "move_id", "ticket_id")
    def _check_documents(self):
        """A promise names documents of the ticket's customer."""
        # Agents have no rights on documents; whose they are says nothing of them.
        for promise_sudo in self.sudo():
            customer = promise_sudo.ticket_id.commercial_partner_id
            owners = promise_sudo._get_document_owners()
            if any(owner != customer for owner in owners):
                raise ValidationError(
                    self.env._("A promise names documents of the ticket's customer.")
                )

    def _get_receipts(self):
        return self.picking_id.filtered(
            lambda picking: picking.picking_type_code == "incoming"
        )

    def _get_document_owners(self):
        owners = [
            document.partner_id.commercial_partner_id
            for document in (self.sale_order_id, self.move_id)
            if document
        ]
        if self.picking_id and not self._get_receipts():
            owners.append(self.picking_id._get_support_customer().commercial_partner_id)
        return owners

    # -- What documents do to promises ----------------------------------------------
    @api.model
    def _find_open_of(self, domain):
        """Return the promises of those documents that still stand, as superuser."""
        return self.sudo().search(
            [("kept_date", "=", False), ("cancelled_date", "=", False), *domain]
        )

    @api.model
    def _on_transfers_done(self, pickings):
        """Keep what was promised with the transfers or with their whole order.

        What is still to come of a transfer takes its place in the promise.
        """
        promises = self._find_open_of([("picking_id", "in", pickings.ids)])
        for promise in promises:
            rest = promise.picking_id.backorder_ids.filtered(
                lambda picking: picking.state not in ("done", "cancel")
            )
            if rest:
                promise.picking_id = rest[0]
            elif promise.picking_id.state == "done":
                promise._set_kept(promise.picking_id.date_done)
        orders = pickings.sale_id.filtered(lambda o: o.delivery_status == "full")
        self._find_open_of(
            [
                ("sale_order_id", "in", orders.ids),
                ("picking_id", "=", False),
                ("kind", "=", "delivery"),
            ]
        )._set_kept(fields.Datetime.now())

    @api.model
    def _on_moves_paid(self, moves):
        """Keep the refunds that were promised with these credit notes."""
        notes = moves.filtered(lambda move: move.move_type == "out_refund")
        if notes:
            domain = [("move_id", "in", notes.ids), ("kind", "=", "refund")]
            self._find_open_of(domain)._set_kept(fields.Datetime.now())

    @api.model
    def _on_transfers_moved(self, pickings):
        """Tell the owners of promises that a document now contradicts."""
        orders = pickings.sale_id
        promises = self._find_open_of(
            [
                "|",
                ("picking_id", "in", pickings.ids),
                "&",
                ("sale_order_id", "in", orders.ids),
                ("picking_id", "=", False),
            ]
        )
        promises.filtered("is_contradicted")._tell_contradiction()
