from odoo import fields, models


class SupportRefundResolution(models.AbstractModel):
    """The decision that a refund carries out."""

    _name = "support.refund.resolution"
    _description = "Resolution behind a Refund"

    resolution_id = fields.Many2one(
        "support.resolution", readonly=True, index="btree_not_null", ondelete="restrict"
    )

    def _after_done(self):
        result = super()._after_done()
        self.resolution_id._follow_refunds()
        return result
