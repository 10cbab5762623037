from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from ...const import FREIGHT_PAYERS, OPEN_RETURN_STATES


class SupportReturnLine(models.Model):
    """So much of a line of an order that comes back, and on which terms.

    The terms are those of the day on which it was asked for.
    """

    _name = "support.return.line"
    _description = "Product of a Return"
    _order = "return_id, id"
    _rec_name = "product_id"

    return_id = fields.Many2one(
        "support.return", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sale_line_id = fields.Many2one(
        "sale.order.line", required=True, readonly=True, index=True, ondelete="restrict"
    )
    # What is shown of an order on which agents have no rights.
    product_id = fields.Many2one("product.product", required=True, readonly=True)
    order_name = fields.Char("Order", readonly=True)
    product_uom_id = fields.Many2one("uom.uom", required=True, readonly=True)
    quantity = fields.Float(required=True, readonly=True, digits="Product Unit")
    parts = fields.Json(readonly=True)
    lot_names = fields.Char(
        "Lots and Serials", compute="_compute_lot_names", compute_sudo=True
    )
    reason_id = fields.Many2one("support.return.reason", readonly=True, index=True)
    note = fields.Char(readonly=True)
    # On which terms
    verdict = fields.Text(readonly=True)
    is_allowed = fields.Boolean("Within the Policy", readonly=True)
    is_automatic = fields.Boolean("Needs No Approval", readonly=True)
    outcomes = fields.Char(readonly=True)
    fee_percent = fields.Float("Restocking Fee (%)", readonly=True)
    freight_payer = fields.Selection(FREIGHT_PAYERS, "Way Back Paid by", readonly=True)
    currency_id = fields.Many2one(related="return_id.currency_id")
    freight_amount = fields.Monetary("Price of the Way Back", readonly=True)
    inspection_required = fields.Boolean(readonly=True)
    resale_value = fields.Monetary("Worth to Us", readonly=True)
    return_cost = fields.Monetary("A Parcel Costs Us", readonly=True)
    warranty_end = fields.Date(
        "Under Warranty until", compute="_compute_warranty_end", compute_sudo=True
    )
    # What became of it
    move_ids = fields.One2many("stock.move", "support_return_line_id", readonly=True)
    received_quantity = fields.Float(
        "Received",
        compute="_compute_received_quantity",
        compute_sudo=True,
        store=True,
        digits="Product Unit",
    )
    inspection_ids = fields.One2many("support.return.inspection", "line_id")

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A quantity is greater than zero."
    )

    @api.depends("move_ids.state", "move_ids.quantity", "parts")
    def _compute_received_quantity(self):
        for line in self:
            back = {}
            for move in line.move_ids.filtered(lambda move: move.state == "done"):
                earlier = back.get(move.product_id.id, 0.0)
                back[move.product_id.id] = earlier + move._get_support_quantity()
            line.received_quantity = min(
                (
                    back.get(int(product_id), 0.0) / per_unit
                    for product_id, per_unit in (line.parts or {}).items()
                    if per_unit
                ),
                default=0.0,
            )

    @api.depends("move_ids.lot_ids", "sale_line_id.move_ids.lot_ids")
    def _compute_lot_names(self):
        for line in self:
            # Which pieces came back; before that, which ones the customer got.
            moves = line.move_ids.filtered(lambda move: move.state == "done")
            moves = moves or line.sale_line_id.move_ids
            line.lot_names = ", ".join(moves.lot_ids.mapped("name"))

    @api.depends("sale_line_id", "product_id.support_warranty_months")
    def _compute_warranty_end(self):
        for line in self:
            months = line.product_id.support_warranty_months
            arrived = months and line._get_arrival()
            line.warranty_end = arrived and fields.Date.add(arrived, months=months)

    def _get_arrival(self):
        """Return the day on which the customer got it, False if he did not."""
        order = self.sale_line_id.order_id
        left = self.sale_line_id.move_ids.filtered(
            lambda move: (
                move.state == "done" and move.location_dest_id.usage == "customer"
            )
        )
        arrived = order._get_support_delivered_date() or max(
            left.mapped("date"), default=False
        )
        return arrived and arrived.date()

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("What comes back is asked for in a dialog."))
        return super().create(vals_list)

    # -- How much -------------------------------------------------------------------
    @api.model
    def _find_open(self, sale_lines):
        """Find what was asked for of order lines and is not settled."""
        self.flush_model()
        return self.search(
            [
                ("sale_line_id", "in", sale_lines.ids),
                "|",
                ("return_id.state", "in", OPEN_RETURN_STATES),
                "&",
                ("return_id.is_kept", "=", True),
                ("return_id.state", "in", ("resolved", "closed")),
            ],
            order="id",
        )

    def _get_open_quantity(self):
        """Return what is asked for and not back yet."""
        return max(self.quantity - self.received_quantity, 0.0)

    def _get_accepted_quantity(self):
        """Return what was received and is as the customer said: what is resolved.

        :return: quantity in the unit of the order line; of what the customer keeps,
            all that he asked for
        """
        self.ensure_one()
        if self.return_id.is_kept:
            return self.quantity
        if self.return_id.state not in ("inspected", "resolved", "closed"):
            return 0.0
        accepted = self.inspection_ids.filtered("is_accepted")
        return sum(accepted.mapped("quantity"))

    # -- Goods ----------------------------------------------------------------------
    def _get_parts(self):
        """Return {product: quantity in its unit that is in one unit of the line}."""
        self.ensure_one()
        products = self.env["product.product"]
        return {products.browse(int(id_)): n for id_, n in (self.parts or {}).items()}

    def _get_expected_quantity(self):
        """Return what transfers that are not done yet will bring."""
        moves = self.move_ids.filtered(lambda m: m.state not in ("done", "cancel"))
        return max(
            (
                sum(
                    move._get_support_quantity()
                    for move in moves
                    if move.product_id == product
                )
                / per_unit
                for product, per_unit in self._get_parts().items()
                if per_unit
            ),
            default=0.0,
        )

    def _find_moves_to_return(self, used):
        """Find the deliveries that what is not expected yet came with.

        :param dict used: see ``sale.order.line._find_return_moves``
        :return: {move: quantity in the unit of the move}
        :raise UserError: not so much is out there
        """
        self.ensure_one()
        quantity = self._get_open_quantity() - self._get_expected_quantity()
        if self.product_uom_id.compare(quantity, 0.0) <= 0:
            return {}
        found = self.sale_line_id._find_return_moves(self._get_parts(), quantity, used)
        wanted = quantity * sum(self._get_parts().values())
        taken = sum(
            move.product_uom._compute_quantity(n, move.product_id.uom_id, round=False)
            for move, n in found.items()
        )
        if self.product_uom_id.compare(taken, wanted) < 0:
            raise UserError(
                self.env._(
                    "Of %(product)s not so much has been delivered, or it is on its "
                    "way back already.",
                    product=self.product_id.display_name,
                )
            )
        return found

    def _adopt_move(self, move):
        """Take goods that came back without our transfer; less is expected then."""
        move.support_return_line_id = self
        superfluous = self._get_expected_quantity() - self._get_open_quantity()
        expected = self.move_ids.filtered(
            lambda other: (
                other.state not in ("done", "cancel")
                and other.product_id == move.product_id
            )
        )
        superfluous *= self._get_parts().get(move.product_id, 0.0)
        for other in expected.sorted("id", reverse=True):
            if other.product_id.uom_id.compare(superfluous, 0.0) <= 0:
                break
            quantity = other._get_support_quantity()
            if other.product_id.uom_id.compare(quantity, superfluous) <= 0:
                other._action_cancel()
            else:
                other.product_uom_qty = other.product_id.uom_id._compute_quantity(
                    quantity - superfluous, other.product_uom
                )
            superfluous -= quantity

    def _get_pieces(self):
        """Return what came back and where it lies.

        :return: list of [product, lot, location, quantity in the product's unit]
        """
        done = self.move_ids.filtered(lambda move: move.state == "done")
        return [
            [
                piece.product_id,
                piece.lot_id,
                piece.location_dest_id,
                piece.product_uom_id._compute_quantity(
                    piece.quantity, piece.product_id.uom_id, round=False
                ),
            ]
            for piece in done.move_line_ids
        ]

    def _prepare_inspection_vals(self):
        """Return an inspection that finds everything as new."""
        return {
            "return_id": self.return_id.id,
            "line_id": self.id,
            "quantity": self.received_quantity,
            "grade": "restock",
        }

    @api.model
    def _prepare_vals(self, wish, verdict):
        """Return the values of what a customer wants to send back.

        :param wish: ``support_return_request.Wish``
        :param verdict: ``logic.return_eligibility.Verdict`` in words
        """
        line_sudo = wish.sale_line.sudo()
        parts = line_sudo._get_parts_per_unit()
        return Command.create(
            {
                "sale_line_id": line_sudo.id,
                "order_name": line_sudo.order_id.name,
                "product_id": line_sudo.product_id.id,
                "product_uom_id": line_sudo.product_uom_id.id,
                "quantity": wish.quantity,
                "parts": {str(product.id): n for product, n in parts.items()},
                "reason_id": wish.reason.id,
                "note": wish.note,
                "verdict": "\n".join(words for _code, words, _b in verdict.reasons),
                "is_allowed": verdict.allowed,
                "is_automatic": verdict.automatic,
                "outcomes": ",".join(verdict.outcomes),
                "fee_percent": verdict.fee_percent,
                "freight_payer": verdict.freight_payer,
                "freight_amount": verdict.freight_amount,
                "inspection_required": verdict.inspection_required,
                "resale_value": verdict.resale_value,
                "return_cost": verdict.return_cost,
            }
        )
