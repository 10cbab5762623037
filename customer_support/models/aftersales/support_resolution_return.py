from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportResolutionReturn(models.AbstractModel):
    """Decisions about goods that came back, or that the customer keeps."""

    _name = "support.resolution.return"
    _description = "Return behind a Resolution"

    return_id = fields.Many2one(
        "support.return", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    @api.constrains("kind", "return_id")
    def _check_exchange(self):
        if any(r.kind == "exchange" and not r.return_id for r in self):
            raise UserError(
                self.env._(
                    "Take the goods back with “Return” first: the exchange is chosen "
                    "there, once they are here."
                )
            )

    def _get_returned_quantities(self):
        """Return what the inspection accepted, whatever the order says of it."""
        accepted = self.return_id._get_accepted_quantities()
        return {line.sale_line_id: quantity for line, quantity in accepted.items()}

    def _on_state(self, state):
        """Let the return follow what was decided about its goods."""
        if state == "cancelled":
            self._drop_quotation()
        self.return_id._follow_decisions()
