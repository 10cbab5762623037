from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...const import INSPECTION_GRADES

_ACCEPTED_GRADES = ("restock", "refurbish", "scrap")
# What whoever opens the parcel says; everything else is written by the product.
_SPOKEN = {
    "return_id",
    "line_id",
    "quantity",
    "grade",
    "is_accepted",
    "note",
    "photo_ids",
}


class SupportReturnInspection(models.Model):
    """What somebody found who opened the parcel: a grade for so much of a line."""

    _name = "support.return.inspection"
    _description = "Inspection of Returned Goods"
    _order = "return_id, id"
    _rec_name = "grade"

    return_id = fields.Many2one(
        "support.return", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "support.return.line",
        "Product",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('return_id', '=', return_id)]",
    )
    product_uom_id = fields.Many2one(related="line_id.product_uom_id")
    quantity = fields.Float(required=True, default=1.0, digits="Product Unit")
    grade = fields.Selection(INSPECTION_GRADES, required=True, default="restock")
    is_accepted = fields.Boolean(
        "Accepted",
        compute="_compute_is_accepted",
        store=True,
        readonly=False,
        precompute=True,
        help="What is accepted is refunded or replaced.",
    )
    note = fields.Char()
    photo_ids = fields.Many2many(
        "ir.attachment", string="Photos", bypass_search_access=True
    )
    # What was done with it
    user_id = fields.Many2one(
        "res.users", "Inspected By", readonly=True, default=lambda self: self.env.user
    )
    applied_date = fields.Datetime("Put Away", readonly=True, copy=False)
    scrap_ids = fields.Many2many("stock.scrap", readonly=True, copy=False)
    picking_id = fields.Many2one("stock.picking", readonly=True, copy=False)

    _quantity_positive = models.Constraint(
        "CHECK(quantity > 0)", "A quantity is greater than zero."
    )

    @api.depends("grade")
    def _compute_is_accepted(self):
        for inspection in self:
            inspection.is_accepted = inspection.grade in _ACCEPTED_GRADES

    @api.constrains("line_id", "return_id")
    def _check_line(self):
        for inspection in self:
            if inspection.line_id.return_id != inspection.return_id:
                raise ValidationError(
                    self.env._("The product belongs to another return.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._ensure_spoken(vals)
        inspections = super().create(vals_list)
        inspections._ensure_open()
        inspections._adopt_photos()
        return inspections

    @api.model
    def default_get(self, fields):
        # A default in the context says no more than whoever wrote it may say.
        unspoken = set() if self.env.su else set(fields) - _SPOKEN - {"user_id"}
        return super().default_get([name for name in fields if name not in unspoken])

    def write(self, vals):
        self._ensure_spoken(vals)
        self._ensure_open()
        result = super().write(vals)
        self._ensure_open()
        self._adopt_photos()
        return result

    def _ensure_spoken(self, vals):
        if not self.env.su and vals.keys() - _SPOKEN:
            raise AccessError(
                self.env._("Where the goods went follows from the inspection.")
            )

    def _adopt_photos(self):
        """Show the photos to whoever sees the inspection; they are the uploader's.

        :raise AccessError: a file is not for the user to give away
        """
        for inspection in self:
            # Who may not read a file may not show it to others either.
            photos = inspection.photo_ids.with_env(self.env)
            photos.check_access("read")
            photos.filtered(
                lambda photo: (
                    not photo.res_id
                    and photo.create_uid == self.env.user
                    and photo.res_model == self._name
                )
            ).write({"res_id": inspection.id})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        self._ensure_open()

    def _ensure_open(self):
        """Refuse what changes findings that were acted upon, or what is not there yet.

        :raise AccessError: the inspection has ended, or nothing was received
        """
        if self.env.su:
            return
        self.return_id.check_access("write")
        if any(return_.state != "received" for return_ in self.return_id):
            raise AccessError(
                self.env._("Inspected is what was received and not put away yet.")
            )

    # -- What follows from it -------------------------------------------------------
    def _apply(self, pieces):
        """Put the goods where their grade says.

        :param list pieces: what came back, as from ``_get_pieces``; what this
            inspection is about is taken off
        """
        if self.applied_date:
            return
        taken = self._take(pieces)
        if self.grade == "scrap":
            self._scrap(taken)
        elif self.grade == "refurbish":
            self._send_to_refurbish(taken)
        elif self.grade in ("missing", "not_ours"):
            self._correct_stock(taken)
        self.applied_date = fields.Datetime.now()

    def _take(self, pieces):
        """Take so much of each part from what came back."""
        taken = []
        for product, per_unit in self.line_id._get_parts().items():
            missing = self.quantity * per_unit
            for piece in pieces:
                amount = min(missing, piece[3])
                if piece[0] != product or product.uom_id.is_zero(amount):
                    continue
                piece[3] -= amount
                missing -= amount
                taken.append((*piece[:3], amount))
        # A drop shipper has the goods, not we.
        return [piece for piece in taken if piece[2].usage == "internal"]

    def _scrap(self, taken, location=None):
        for product, lot, source, quantity in taken:
            vals = {
                "company_id": self.return_id.company_id.id,
                "product_id": product.id,
                "product_uom_id": product.uom_id.id,
                "lot_id": lot.id,
                "location_id": source.id,
                "scrap_qty": quantity,
                "origin": self.return_id.name,
            }
            if location:
                vals["scrap_location_id"] = location.id
            scrap = self.env["stock.scrap"].create(vals)
            scrap.do_scrap()
            self.scrap_ids |= scrap

    def _correct_stock(self, taken):
        """Take off what was booked as received and is not there."""
        for piece in taken:
            product = piece[0].with_company(self.return_id.company_id)
            self._scrap([piece], product.property_stock_inventory)

    def _send_to_refurbish(self, taken):
        """Move the goods to where they are refurbished; they stay in our stock.

        :raise UserError: nobody has said where that is
        """
        company = self.return_id.company_id
        target = company.support_refurbish_location_id
        if not target:
            raise UserError(
                self.env._(
                    "Say in the settings of Support where goods are refurbished."
                )
            )
        if not taken:
            return
        operation = taken[0][2].warehouse_id.int_type_id or self.env[
            "stock.picking.type"
        ].search([("code", "=", "internal"), ("company_id", "=", company.id)], limit=1)
        self.picking_id = self.env["stock.picking"].create(
            {
                "picking_type_id": operation.id,
                "location_id": taken[0][2].id,
                "location_dest_id": target.id,
                "origin": self.return_id.name,
                "company_id": company.id,
                "move_ids": [
                    Command.create(self._prepare_move_vals(piece, target, operation))
                    for piece in taken
                ],
            }
        )
        self.picking_id._action_done()

    def _prepare_move_vals(self, piece, target, operation):
        product, lot, source, quantity = piece
        common = {
            "product_id": product.id,
            "location_id": source.id,
            "location_dest_id": target.id,
            "company_id": self.return_id.company_id.id,
        }
        piece_vals = {
            **common,
            "product_uom_id": product.uom_id.id,
            "quantity": quantity,
            "lot_id": lot.id,
        }
        return {
            **common,
            "product_uom": product.uom_id.id,
            "product_uom_qty": quantity,
            "picking_type_id": operation.id,
            "picked": True,
            "move_line_ids": [Command.create(piece_vals)],
        }
