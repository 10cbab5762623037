from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...const import RESOLUTION_KINDS, RESOLUTION_STATES, RESOLUTION_TRANSITIONS

# What whoever decides says; everything else is written by the product.
_SPOKEN = {
    "ticket_id",
    "kind",
    "order_id",
    "gesture_id",
    "cause",
    "options_examined",
    "line_ids",
}


class SupportResolution(models.Model):
    """What was decided for a customer, carried out once by the ERP's own documents.

    What was decided stays as it was; another decision is another record. Add a kind by
    a selection value and a method ``_do_<kind>`` that keeps what it made, skips what is
    made already, and returns the state that follows.
    """

    _name = "support.resolution"
    _inherit = [
        "support.resolution.return",
        "support.resolution.portal",
        "support.resolution.exchange",
        "support.resolution.replacement",
        "support.resolution.money",
        "support.resolution.cancellation",
        "support.resolution.goodwill",
    ]
    _description = "Resolution of a Ticket"
    _check_company_auto = True
    _order = "id desc"
    _rec_name = "kind"

    ticket_id = fields.Many2one(
        "support.ticket", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    team_id = fields.Many2one("support.team", readonly=True, index="btree_not_null")
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", "Decided By", readonly=True, ondelete="set null"
    )
    # Decision
    kind = fields.Selection(RESOLUTION_KINDS, required=True, default="replacement")
    cause = fields.Char(help="What went wrong, as far as it is understood.")
    options_examined = fields.Text(help="What else was possible, and why not.")
    order_id = fields.Many2one(
        "sale.order",
        index="btree_not_null",
        check_company=True,
        default=lambda self: self._get_context_ticket().sale_order_id,
    )
    line_ids = fields.One2many("support.resolution.line", "resolution_id", "Products")
    # What became of it
    state = fields.Selection(
        RESOLUTION_STATES, required=True, readonly=True, default="chosen", index=True
    )
    failure = fields.Char(readonly=True, help="Why it could not be carried out.")
    done_date = fields.Datetime("Done", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(readonly=True, help="What the gesture cost.")
    can_be_run = fields.Boolean(compute="_compute_can_be")
    can_be_cancelled = fields.Boolean(compute="_compute_can_be")

    def _get_context_ticket(self):
        ticket_id = self.env.context.get("default_ticket_id")
        return self.env["support.ticket"].browse(ticket_id)

    @api.depends("state")
    def _compute_can_be(self):
        for resolution in self:
            waits = resolution.state in ("chosen", "failed")
            resolution.can_be_run = waits
            resolution.can_be_cancelled = waits

    @api.constrains("order_id", "line_ids", "ticket_id")
    def _check_order(self):
        """Only orders of the ticket's customer are touched, and only one at once."""
        # Agents have no rights on orders; whose they are says nothing of them.
        for resolution in self.sudo():
            order = resolution.order_id
            customer = resolution.ticket_id.commercial_partner_id
            lines = resolution.line_ids.sale_line_id
            is_stranger = order and order.partner_id.commercial_partner_id != customer
            if is_stranger or lines.order_id - order:
                raise ValidationError(
                    self.env._("The order belongs to another customer or ticket.")
                )

    @api.onchange("kind", "order_id")
    def _onchange_kind(self):
        """Propose everything that the decision can be about."""
        # The agent decides about lines that he has no rights on.
        lines_sudo = self.sudo().order_id.order_line
        possible = self.sudo()._get_possible_quantities(lines_sudo)
        self.line_ids = [fields.Command.clear()] + [
            fields.Command.create({"sale_line_id": line.id, "quantity": quantity})
            for line, quantity in possible.items()
            if quantity > 0
        ]

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Write down decisions on tickets that the user may write."""
        resolutions = super().create(
            [self._prepare_create_vals(vals) for vals in vals_list]
        )
        if not self.env.su:
            resolutions.ticket_id.check_access("write")
        return resolutions

    @api.model
    def _prepare_create_vals(self, vals):
        """Complete what was decided by whom and for whom.

        :raise AccessError: somebody writes what the product writes
        """
        if not self.env.su and set(vals) - _SPOKEN:
            raise AccessError(
                self.env._("What became of a decision follows from its documents.")
            )
        ticket_id = vals.get("ticket_id", self.env.context.get("default_ticket_id"))
        ticket = self.env["support.ticket"].browse(ticket_id)
        return {
            # Also what a default in the context would set.
            **dict.fromkeys(self._get_outcome_fields(), False),
            "state": "chosen",
            "company_id": ticket.company_id.id,
            "team_id": ticket.team_id.id,
            "partner_id": ticket.partner_id.id,
            "user_id": self.env.uid,
            **vals,
            "ticket_id": ticket.id,
        }

    @api.model
    def _get_outcome_fields(self):
        """Return the fields that say what became of a decision; kinds add theirs."""
        return {
            "failure",
            "done_date",
            "replacement_order_id",
            "cancelled_order_id",
            "exchange_order_id",
            "return_id",
            "cost",
        }

    # -- Life cycle -----------------------------------------------------------------
    def action_run(self):
        """Carry out the decision; again after a failure.

        :raise UserError: somebody else carries it out at this moment
        """
        self.ensure_one()
        self.ticket_id.check_access("write")
        # Agents have no rights on orders and transfers; the decision is the right.
        self.sudo()._run()
        return {"type": "ir.actions.act_window_close"}

    def action_cancel(self):
        """Call off what is not carried out yet."""
        self.ticket_id.check_access("write")
        # Agents do not write what became of a decision.
        for resolution_sudo in self.sudo().filtered("can_be_cancelled"):
            resolution_sudo._set_state("cancelled")

    def action_open_ticket(self):
        """Open the ticket on which it was decided."""
        self.ensure_one()
        return self.ticket_id._get_records_action()

    def _run(self):
        """Do what was decided, once: nothing is left half done by a failure."""
        self.ensure_one()
        if not self.try_lock_for_update(allow_referencing=True):
            raise UserError(self.env._("It is being carried out at this moment."))
        self.invalidate_recordset(["state"])
        if not self.can_be_run:
            return
        try:
            with self.env.cr.savepoint():
                state = getattr(self, f"_do_{self.kind}")()
        except UserError as error:
            self._set_state("failed", failure=str(error))
        else:
            self._set_state(state, failure=False)

    def _set_state(self, state, **values):
        """Move to another state, as ``RESOLUTION_TRANSITIONS`` allow.

        :raise UserError: no such move
        """
        self.ensure_one()
        if state not in RESOLUTION_TRANSITIONS.get(self.state, ()):
            raise UserError(self.env._("This decision has been carried out already."))
        if state == "done":
            values["done_date"] = fields.Datetime.now()
        self.write({"state": state, **values})
        self._on_state(state)

    def _get_possible_quantities(self, lines):
        """Return what can still be decided about lines of an order.

        :return: {sale.order.line: quantity in the unit of the line}
        """
        if self.return_id:
            return self._get_returned_quantities()
        goods = lines.filtered(lambda line: line.product_id.type == "consu")
        if self.kind == "replacement":
            return self._get_replaceable_quantities(goods)
        if self.kind == "cancellation":
            return {
                line: line.product_uom_qty - line.qty_delivered
                for line in goods.filtered(lambda line: line.state == "sale")
            }
        return {}

    def _ensure_quantities(self):
        """Refuse more than can be decided; the order stays locked until the end.

        :raise UserError: names the product and what is possible
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Choose the products that it is about."))
        self.order_id.lock_for_update(allow_referencing=True)
        lines = self.line_ids.sale_line_id
        possible = self._get_possible_quantities(lines)
        for line, wanted in self._get_quantities().items():
            if line.product_uom_id.compare(wanted, possible.get(line, 0.0)) > 0:
                raise UserError(
                    self.env._(
                        "%(product)s: %(possible)s is possible, not %(wanted)s.",
                        product=line.product_id.display_name,
                        possible=possible.get(line, 0.0),
                        wanted=wanted,
                    )
                )

    def _get_quantities(self):
        """Return the quantities that were decided about: {sale.order.line: float}."""
        quantities = {}
        for line in self.line_ids:
            earlier = quantities.get(line.sale_line_id, 0.0)
            quantities[line.sale_line_id] = earlier + line.quantity
        return quantities
