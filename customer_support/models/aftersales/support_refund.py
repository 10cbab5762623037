from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ...const import REFUND_MOVES, REFUND_STATES

_MANAGER = "customer_support.customer_support_group_manager"


class SupportRefund(models.Model):
    """A decision to give money back, and how far it is. Made by buttons only.

    "Refunded" means that the money moved: the provider confirmed it, or accounting paid
    it, and the credit notes are settled. A limit per team asks for a second person.
    """

    _name = "support.refund"
    _inherit = [
        "support.refund.return",
        "support.refund.resolution",
        "support.refund.booking",
        "support.refund.paying",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Refund"
    _order = "id desc"
    _mail_post_access = "read"
    _check_company_auto = True

    name = fields.Char(
        "Number", required=True, readonly=True, copy=False, default="New"
    )
    ticket_id = fields.Many2one(
        "support.ticket", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    team_id = fields.Many2one(related="ticket_id.team_id")
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    line_ids = fields.One2many("support.refund.line", "refund_id", "Lines")
    fee_percent = fields.Float("Restocking Fee (%)", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    credited_amount = fields.Monetary(
        "Credited", readonly=True, help="What the credit notes come to."
    )
    amount = fields.Monetary(
        "To Refund",
        readonly=True,
        tracking=True,
        help="What goes back: what was credited, less what had not been paid yet.",
    )
    manual_amount = fields.Monetary(
        "To Pay by Hand",
        readonly=True,
        help="No payment provider can give it back: accounting pays it.",
    )
    state = fields.Selection(
        REFUND_STATES,
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        index=True,
        tracking=True,
    )
    is_queued = fields.Boolean(readonly=True, copy=False)
    failure_message = fields.Char("What Went Wrong", readonly=True, copy=False)
    # Who
    requested_by_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    approved_date = fields.Datetime("Approved On", readonly=True, copy=False)
    done_date = fields.Datetime("Refunded On", readonly=True, copy=False)
    # The ERP's own documents
    credit_note_ids = fields.One2many(
        "account.move", "support_refund_id", "Credit Notes", readonly=True
    )
    transaction_ids = fields.One2many(
        "payment.transaction", "support_refund_id", "Transactions", readonly=True
    )
    can_be_approved = fields.Boolean(compute="_compute_can_be")
    can_be_cancelled = fields.Boolean(compute="_compute_can_be")
    can_be_retried = fields.Boolean(compute="_compute_can_be")

    _queue_idx = models.Index("(id) WHERE is_queued")
    _amount_positive = models.Constraint(
        "CHECK (amount >= 0 AND credited_amount >= 0)", "A refund gives money back."
    )

    @api.depends_context("uid")
    @api.depends("state", "requested_by_id")
    def _compute_can_be(self):
        is_manager = self.env.user.has_group(_MANAGER)
        for refund in self:
            is_other = refund.requested_by_id != self.env.user
            refund.can_be_approved = (
                refund.state == "to_approve" and is_manager and is_other
            )
            # Whether documents exist is no secret; what they say is.
            refund_sudo = refund.sudo()
            has_acted = refund_sudo.credit_note_ids or refund_sudo.transaction_ids
            refund.can_be_cancelled = (
                refund.state in ("to_approve", "failed")
                and (is_manager or not is_other)
                and not has_acted
            )
            refund.can_be_retried = refund.state == "failed"

    # -- Making it ------------------------------------------------------------------
    @api.model
    def _create_from_invoice_lines(
        self, quantities, *, fee_percent=0.0, ticket=None, reason="", **values
    ):
        """Return a draft refund of lines of posted invoices, in sudo.

        :param quantities: {``account.move.line``: quantity in its unit}
        :param float fee_percent: restocking fee, 0 to 100
        :param values: further fields of the refund
        :raise UserError: nothing was chosen, or it cannot be refunded
        """
        lines_sudo = self.env["account.move.line"].sudo()
        chosen = {line.sudo(): n for line, n in quantities.items() if n}
        for line in chosen:
            lines_sudo |= line
        self._check_invoice_lines(chosen, fee_percent)
        invoice = lines_sudo.move_id[:1]
        refund_sudo = self._create_draft(
            invoice.company_id,
            invoice.currency_id,
            invoice.partner_id,
            ticket,
            reason,
            fee_percent=fee_percent,
            order_id=lines_sudo.sale_line_ids.order_id[:1].id,
            **values,
            line_ids=[
                (
                    0,
                    0,
                    {
                        "invoice_line_id": line.id,
                        "name": line.name or line.product_id.display_name,
                        "invoice_name": line.move_id.name,
                        "quantity": quantity,
                    },
                )
                for line, quantity in chosen.items()
            ],
        )
        total = refund_sudo._measure()
        refund_sudo.write({"credited_amount": total, "amount": total})
        return refund_sudo

    @api.model
    def _create_from_sale_lines(self, quantities, **options):
        """Return a draft refund of order lines, from the invoices that bill them.

        :param quantities: {``sale.order.line``: quantity in its unit}
        :raise UserError: so much of a line has not been invoiced, or was credited
        """
        chosen = {}
        for sale_line, quantity in quantities.items():
            rest = quantity
            # What is invoiced is looked up for an agent who may not read invoices.
            own = sale_line.sudo().invoice_lines.filtered(
                lambda line: (
                    line.parent_state == "posted"
                    and line.move_id.move_type == "out_invoice"
                    and line.quantity > 0
                )
            )
            for line, left in own._get_refundable_quantities().items():
                unit = line.product_uom_id
                wanted = sale_line.product_uom_id._compute_quantity(rest, unit)
                taken = min(wanted, max(left, 0.0))
                if taken > 0:
                    chosen[line] = taken
                    rest -= unit._compute_quantity(taken, sale_line.product_uom_id)
            if sale_line.product_uom_id.compare(rest, 0) > 0:
                raise UserError(
                    self.env._(
                        "Of “%(what)s” not so much has been invoiced, or it has been "
                        "refunded already.",
                        what=sale_line.name,
                    )
                )
        return self._create_from_invoice_lines(chosen, **options)

    @api.model
    def _create_from_amount(self, order, amount, *, ticket=None, reason="", **values):
        """Return a draft refund of what was paid and not invoiced, in sudo."""
        order_sudo = order.sudo()
        if order_sudo.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("Nothing cannot be refunded."))
        return self._create_draft(
            order_sudo.company_id,
            order_sudo.currency_id,
            order_sudo.partner_invoice_id,
            ticket,
            reason,
            order_id=order.id,
            amount=order_sudo.currency_id.round(amount),
            **values,
        )

    def _create_draft(self, company, currency, partner, ticket, reason, **values):
        name = self.env["ir.sequence"].sudo().next_by_code("support.refund")
        return self.sudo().create(
            {
                "name": name,
                "company_id": company.id,
                "currency_id": currency.id,
                "partner_id": partner.id,
                "ticket_id": ticket.id if ticket else False,
                "reason": reason or self.env._("Refund"),
                "requested_by_id": self.env.uid,
                **values,
            }
        )

    @api.model
    def _check_invoice_lines(self, chosen, fee_percent):
        if not 0 <= fee_percent <= 100:
            raise UserError(self.env._("A fee is 0 to 100 %."))
        invoices = {line.move_id for line in chosen}
        if not chosen or any(quantity < 0 for quantity in chosen.values()):
            raise UserError(self.env._("Choose what is refunded."))
        is_billed = all(
            invoice.move_type == "out_invoice" and invoice.state == "posted"
            for invoice in invoices
        )
        kinds = {
            (i.company_id, i.currency_id, i.commercial_partner_id) for i in invoices
        }
        if not is_billed or len(kinds) > 1:
            raise UserError(
                self.env._(
                    "One refund is about posted invoices of one customer, in one "
                    "company and currency."
                )
            )

    # -- Deciding -------------------------------------------------------------------
    def _submit(self):
        """Ask for it: at once within the limit of the team, else by a second person.

        :raise AccessError: the user may not write the ticket
        """
        for refund_sudo in self.sudo():
            if refund_sudo.ticket_id:
                refund_sudo.ticket_id.sudo(False).check_access("write")
            refund_sudo._lock_for_decision()
            if refund_sudo._needs_approval():
                refund_sudo._set_state("to_approve")
                refund_sudo._ask_for_approval()
            else:
                refund_sudo._set_state("approved")
                refund_sudo._request_execution()

    def _needs_approval(self):
        limit = self.team_id.refund_limit if self.team_id else 0.0
        value = self.currency_id._convert(
            max(self.amount, self.credited_amount),
            self.company_id.currency_id,
            self.company_id,
            fields.Date.context_today(self),
        )
        return self.company_id.currency_id.compare_amounts(value, limit) > 0

    def _lock_for_decision(self):
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is at this refund at this very moment.")
            ) from error
        self.invalidate_recordset()

    def _ensure_can_be(self, what):
        self.ensure_one()
        self.check_access("read")
        self.sudo()._lock_for_decision()
        if not self[f"can_be_{what}"]:
            raise UserError(
                self.env._(
                    "Refund %(refund)s cannot be %(what)s now, or not by you.",
                    refund=self.name,
                    what={
                        "approved": self.env._("approved"),
                        "cancelled": self.env._("cancelled"),
                        "retried": self.env._("tried again"),
                    }[what],
                )
            )

    def action_approve(self):
        """Let it happen: a manager, never who asked for it."""
        for refund in self:
            refund._ensure_can_be("approved")
            # States are written here only; the right was checked.
            refund_sudo = refund.sudo()
            refund_sudo._set_state(
                "approved",
                approved_by_id=self.env.uid,
                approved_date=fields.Datetime.now(),
            )
            refund_sudo.activity_unlink(["mail.mail_activity_data_todo"])
            refund_sudo._request_execution()

    def action_cancel(self):
        """Give it up before anything has happened."""
        for refund in self:
            refund._ensure_can_be("cancelled")
            refund.sudo()._set_state("cancelled")
            refund.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def action_retry(self):
        """Try again what failed: it goes on where it stopped."""
        for refund in self:
            refund._ensure_can_be("retried")
            if refund.ticket_id:
                refund.ticket_id.check_access("write")
            refund_sudo = refund.sudo()
            state = "processing" if refund_sudo.credit_note_ids else "approved"
            refund_sudo._set_state(state, failure_message=False)
            refund_sudo._request_execution()

    def _set_state(self, state, **values):
        """Bring a refund into another state; the only place that does.

        :raise UserError: the state does not follow the present one
        """
        for refund in self:
            if state not in REFUND_MOVES[refund.state]:
                raise UserError(
                    self.env._("Refund %(refund)s has ended.", refund=refund.name)
                )
        self.write({**values, "state": state})

    # -- Telling --------------------------------------------------------------------
    def _ask_for_approval(self):
        leader = self.team_id.leader_id
        if leader and leader != self.requested_by_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=leader.id,
                summary=self.env._("Approve a refund"),
            )

    def _tell_done(self):
        self._tell_ticket(
            self.env._(
                "Refund %(refund)s: %(amount)s went back to the customer.",
                refund=self.name,
                amount=self.currency_id.format(self.amount),
            )
        )

    def _tell_failed(self):
        self._tell_ticket(
            self.env._(
                "Refund %(refund)s failed: %(why)s",
                refund=self.name,
                why=self.failure_message or "",
            )
        )
        person = self.requested_by_id
        if person.active:
            self.activity_schedule(
                "mail.mail_activity_data_warning",
                user_id=person.id,
                summary=self.env._("A refund failed"),
                note=self.failure_message or False,
            )

    def _tell_ticket(self, text):
        if self.ticket_id:
            self.ticket_id._message_log(body=text)

    # -- CRUD -----------------------------------------------------------------------
    def write(self, vals):
        if not self.env.su and vals.keys() - {"activity_ids", "message_follower_ids"}:
            raise AccessError(
                self.env._("A refund follows from its buttons and its documents.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tried(self):
        if any(refund.state not in ("draft", "cancelled") for refund in self):
            raise UserError(self.env._("Refunds are evidence and stay."))
