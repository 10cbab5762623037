from odoo import Command, models
from odoo.exceptions import UserError


class SupportReturnInspecting(models.AbstractModel):
    """What the inspection finds."""

    _name = "support.return.inspecting"
    _description = "Inspection of a Return"

    def action_inspect_as_new(self):
        """Find all that came back as new; it can still be changed."""
        for return_ in self:
            return_._ensure_can_be("inspected")
            return_.sudo()._inspect_as_new()

    def _inspect_as_new(self):
        self.inspection_ids.unlink()
        self.inspection_ids = [
            Command.create(line._prepare_inspection_vals())
            for line in self.line_ids
            if line.received_quantity
        ]

    def action_finish_inspection(self):
        """Put everything where its grade says; what was accepted is settled next."""
        for return_ in self:
            return_._ensure_can_be("inspected")
            # Agents have no rights on scrap and transfers.
            return_.sudo()._finish_inspection()

    def _finish_inspection(self):
        self._check_graded()
        for line in self.line_ids:
            pieces = line._get_pieces()
            for inspection in line.inspection_ids:
                inspection._apply(pieces)
        self._set_state("inspected")
        self._settle_by_itself()

    def _check_graded(self):
        """Refuse an inspection that leaves out or invents something.

        :raise UserError: names the product
        """
        for line in self.line_ids:
            graded = sum(line.inspection_ids.mapped("quantity"))
            if line.product_uom_id.compare(graded, line.received_quantity):
                raise UserError(
                    self.env._(
                        "%(product)s: %(received)s came back, the inspection says "
                        "%(graded)s.",
                        product=line.product_id.display_name,
                        received=f"{line.received_quantity:g}",
                        graded=f"{graded:g}",
                    )
                )
