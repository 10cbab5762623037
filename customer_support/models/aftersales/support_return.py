from odoo import api, fields, models
from odoo.exceptions import AccessError, LockError, UserError

from ...const import OPEN_RETURN_STATES, OUTCOMES, RETURN_STATES, RETURN_TRANSITIONS

_MANAGER = "customer_support.customer_support_group_manager"
# All that people write by themselves; the rest follows from buttons and documents.
_SPOKEN = {"inspection_ids", "activity_ids", "message_follower_ids"}


class SupportReturn(models.Model):
    """Goods that come back, from the request to the shelf.

    Each state follows its document: received is what the warehouse has validated,
    resolved what the customer has back.
    """

    _name = "support.return"
    _inherit = [
        "support.return.request",
        "support.return.transfer",
        "support.return.inspecting",
        "support.return.resolving",
        "support.return.notice",
        "support.return.signal",
        "support.return.portal",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Return"
    _order = "id desc"
    _mail_post_access = "read"
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False)
    ticket_id = fields.Many2one(
        "support.ticket",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    team_id = fields.Many2one(related="ticket_id.team_id", store=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    line_ids = fields.One2many("support.return.line", "return_id", "Products")
    order_ids = fields.Many2many(
        "sale.order", string="Orders", compute="_compute_documents", compute_sudo=True
    )
    order_names = fields.Char(
        "Order Numbers", compute="_compute_documents", compute_sudo=True
    )
    reason_id = fields.Many2one(
        "support.return.reason",
        compute="_compute_reason_id",
        store=True,
        index="btree_not_null",
        help="Of the first product.",
    )
    photo_ids = fields.Many2many(
        "ir.attachment", string="Photos", readonly=True, bypass_search_access=True
    )
    # Decision
    desired_outcome = fields.Selection(
        OUTCOMES, "Customer Would Like", readonly=True, tracking=True
    )
    state = fields.Selection(
        RETURN_STATES,
        required=True,
        readonly=True,
        copy=False,
        default="requested",
        index=True,
        tracking=True,
    )
    is_automatic = fields.Boolean(
        "Approved by the Policy", readonly=True, help="Nobody had to look at it."
    )
    is_kept = fields.Boolean("Customer Keeps It", readonly=True)
    is_against_policy = fields.Boolean(compute="_compute_is_against_policy", store=True)
    keep_words = fields.Char(compute="_compute_keep_words")
    refusal_reason = fields.Char(readonly=True)
    failure = fields.Char("What Went Wrong", readonly=True)
    # Who and when
    requested_by_id = fields.Many2one("res.users", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_date = fields.Datetime("Decided On", readonly=True, copy=False)
    send_until = fields.Date(readonly=True, copy=False)
    received_date = fields.Datetime("Received On", readonly=True, copy=False)
    inspected_date = fields.Datetime("Inspected On", readonly=True, copy=False)
    resolved_date = fields.Datetime("Resolved On", readonly=True, copy=False)
    # The ERP's own documents
    picking_ids = fields.Many2many(
        "stock.picking",
        string="Transfers",
        compute="_compute_documents",
        compute_sudo=True,
    )
    transfer_words = fields.Char(
        "Goods", compute="_compute_documents", compute_sudo=True
    )
    inspection_ids = fields.One2many("support.return.inspection", "return_id")
    refund_ids = fields.One2many("support.refund", "return_id", readonly=True)
    resolution_ids = fields.One2many("support.resolution", "return_id", readonly=True)
    # What the user may do
    can_be_approved = fields.Boolean(compute="_compute_can_be")
    can_be_kept = fields.Boolean(compute="_compute_can_be")
    can_be_refused = fields.Boolean(compute="_compute_can_be")
    can_be_cancelled = fields.Boolean(compute="_compute_can_be")
    can_be_expected = fields.Boolean(compute="_compute_can_be")
    can_be_inspected = fields.Boolean(compute="_compute_can_be")
    can_be_refunded = fields.Boolean(compute="_compute_can_be")
    can_be_replaced = fields.Boolean(compute="_compute_can_be")
    can_be_exchanged = fields.Boolean(compute="_compute_can_be")
    can_be_resolved = fields.Boolean(compute="_compute_can_be")
    can_be_closed = fields.Boolean(compute="_compute_can_be")

    _name_unique = models.Constraint(
        "UNIQUE (company_id, name)", "The number of a return is its own."
    )

    # -- Computes -------------------------------------------------------------------
    @api.depends("line_ids.sale_line_id", "line_ids.move_ids.state")
    def _compute_documents(self):
        for return_ in self:
            return_.order_ids = return_.line_ids.sale_line_id.order_id
            return_.order_names = ", ".join(return_.order_ids.mapped("name"))
            return_.picking_ids = return_.line_ids.move_ids.picking_id
            return_.transfer_words = return_._get_transfer_words()

    def _get_transfer_words(self):
        states = set(self.line_ids.move_ids.mapped("state"))
        received = any(self.line_ids.mapped("received_quantity"))
        if states - {"done", "cancel"}:
            return (
                self.env._("A part is here, the rest is expected")
                if received
                else self.env._("Expected")
            )
        if received:
            return self.env._("Here")
        return self.env._("Cancelled in the warehouse") if states else False

    @api.depends("line_ids.reason_id")
    def _compute_reason_id(self):
        for return_ in self:
            return_.reason_id = return_.line_ids[:1].reason_id

    @api.depends("line_ids.resale_value", "line_ids.return_cost")
    def _compute_keep_words(self):
        for return_ in self:
            return_.keep_words = return_._get_keep_words()

    @api.depends("line_ids.is_allowed")
    def _compute_is_against_policy(self):
        for return_ in self:
            return_.is_against_policy = not all(return_.line_ids.mapped("is_allowed"))

    @api.depends_context("uid")
    @api.depends(
        "state",
        "is_kept",
        "is_against_policy",
        "line_ids.received_quantity",
        "line_ids.move_ids.state",
        "inspection_ids.is_accepted",
        "refund_ids.state",
        "resolution_ids.state",
    )
    def _compute_can_be(self):
        is_manager = self.env.su or self.env.user.has_group(_MANAGER)
        for return_ in self:
            state, moves_sudo = return_.state, return_.sudo()._get_open_moves()
            is_here = any(return_.line_ids.mapped("received_quantity"))
            return_.can_be_approved = state == "requested" and (
                is_manager or not return_.is_against_policy
            )
            return_.can_be_kept = (
                return_.can_be_approved and "keep_item" in return_._get_outcomes()
            )
            return_.can_be_refused = state == "requested"
            return_.can_be_cancelled = state in OPEN_RETURN_STATES and not is_here
            return_.can_be_expected = (
                state == "approved" and not moves_sudo and not return_.is_kept
            )
            return_.can_be_inspected = state == "received"
            return_.can_be_resolved = state == "inspected" or (
                state == "approved" and return_.is_kept
            )
            is_open = (
                return_.can_be_resolved
                and not any(return_.sudo()._get_decisions())
                and bool(return_.sudo()._get_accepted_quantities())
            )
            return_.can_be_refunded = return_.can_be_replaced = is_open
            return_.can_be_exchanged = is_open
            return_.can_be_closed = state == "resolved"

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("What comes back is asked for in a dialog."))
        return super().create([self._prepare_create_vals(vals) for vals in vals_list])

    @api.model
    def _prepare_create_vals(self, vals):
        ticket = self.env["support.ticket"].browse(vals["ticket_id"])
        sequences = self.env["ir.sequence"].with_company(ticket.company_id)
        return {
            "name": sequences.next_by_code("support.return"),
            "partner_id": ticket.partner_id.id,
            "company_id": ticket.company_id.id,
            **vals,
        }

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - _SPOKEN:
                raise AccessError(
                    self.env._("A return follows from its buttons and its documents.")
                )
            self.ticket_id.check_access("write")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_tried(self):
        raise UserError(self.env._("Returns are evidence and stay."))

    # -- Life cycle -----------------------------------------------------------------
    def action_approve(self):
        """Let the customer send it; the transfer is expected from now on."""
        for return_ in self:
            return_._ensure_can_be("approved")
            # Agents have no rights on orders and transfers; they decide.
            return_.sudo()._approve(return_.env.user)

    def action_leave_with_customer(self):
        """Approve it, and let the customer keep what is not worth the way back."""
        for return_ in self:
            return_._ensure_can_be("kept")
            return_sudo = return_.sudo()
            return_sudo.desired_outcome = "keep_item"
            return_sudo._approve(return_.env.user)

    def _approve(self, user=None):
        """Expect the goods, or leave them with the customer, and say how it goes on."""
        self.ensure_one()
        days = self.company_id.support_return_days
        self._set_state(
            "approved",
            is_kept=self.desired_outcome == "keep_item",
            decided_by_id=user.id if user else False,
            decided_date=fields.Datetime.now(),
            send_until=fields.Date.add(fields.Date.context_today(self), days=days),
        )
        if not self.is_kept:
            self._create_transfers()
        self._tell_customer("approved")
        if self.is_kept:
            self._settle_by_itself()

    def action_refuse(self):
        """Ask why the customer may not send it back."""
        self.ensure_one()
        self._ensure_can_be("refused")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse"),
            "res_model": "support.return.refuse",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_return_id": self.id},
        }

    def _refuse(self, reason):
        self._ensure_can_be("refused")
        return_sudo = self.sudo()
        return_sudo._set_state(
            "refused",
            refusal_reason=reason,
            decided_by_id=self.env.uid,
            decided_date=fields.Datetime.now(),
        )
        return_sudo._tell_customer("refused")

    def action_cancel(self):
        """Give it up while nothing has come back."""
        for return_ in self:
            return_._ensure_can_be("cancelled")
            return_.sudo()._cancel()

    def _cancel(self):
        self._set_state("cancelled")
        self._get_open_moves()._action_cancel()

    def action_resolve(self):
        """The customer has what he was promised."""
        for return_ in self:
            return_._ensure_can_be("resolved")
            return_.sudo()._resolve()

    def _resolve(self):
        """Tell that nothing is open any more; what needed nobody ends by itself."""
        self._set_state("resolved", resolved_date=fields.Datetime.now())
        if self.is_automatic:
            self._set_state("closed")
            if self.ticket_id.stage_kind == "waiting_customer":
                self.ticket_id._move_to_kind("solved")

    def action_close(self):
        """Put it aside."""
        for return_ in self:
            return_._ensure_can_be("closed")
            return_.sudo()._set_state("closed")

    def _set_state(self, state, **values):
        """Bring a return into another state; the only place that does.

        :raise UserError: the state does not follow the present one
        """
        self.ensure_one()
        if state not in RETURN_TRANSITIONS[self.state]:
            raise UserError(
                self.env._("Return %(number)s is further already.", number=self.name)
            )
        if state in ("received", "inspected"):
            values[f"{state}_date"] = fields.Datetime.now()
        self.write({**values, "state": state})
        self._forget_to_ask()

    def _ensure_can_be(self, what):
        """Refuse what the state or the user's rights do not allow.

        :raise UserError: not now, or not by this user
        """
        self.ensure_one()
        self.ticket_id.check_access("write")
        try:
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is at this return at this very moment.")
            ) from error
        self.invalidate_recordset()
        if not self[f"can_be_{what}"]:
            raise UserError(
                self.env._(
                    "Return %(number)s is not ready for this, or you may not do it.",
                    number=self.name,
                )
            )

    def _get_outcomes(self):
        """Return the codes of what the policies offer for all products."""
        offered = [set((line.outcomes or "").split(",")) for line in self.line_ids]
        common = set.intersection(*offered) if offered else set()
        return [code for code, _label in OUTCOMES if code in common]

    # -- Buttons --------------------------------------------------------------------
    def action_open_ticket(self):
        """Open the ticket of the return."""
        self.ensure_one()
        return self.ticket_id._get_records_action()

    def action_open_transfers(self):
        """Open the transfers, with the rights of the user."""
        self.ensure_one()
        return self.sudo().picking_ids.with_env(self.env)._get_records_action()
