from odoo import fields, models


class SupportReplyCheck(models.TransientModel):
    """A step of a template's checklist, ticked before the answer is sent."""

    _name = "support.reply.check"
    _description = "Step before Sending"
    _order = "id"

    composer_id = fields.Many2one(
        "mail.compose.message", required=True, index=True, ondelete="cascade"
    )
    name = fields.Char(required=True, readonly=True)
    is_done = fields.Boolean("Done")
