from odoo import fields, models


class SupportCategory(models.Model):
    _inherit = "support.category"

    is_delivery_denied = fields.Boolean(
        "Customer Says Nothing Arrived",
        help="Agents see when the delivery is proved all the same: signed, or handed "
        "over by the carrier. Also for what is below this reason.",
    )

    def _is_delivery_denied(self):
        """Tell whether the reason, or one above it, says that nothing arrived."""
        return bool(
            self and (self.is_delivery_denied or self.parent_id._is_delivery_denied())
        )
