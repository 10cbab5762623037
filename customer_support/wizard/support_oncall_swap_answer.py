from odoo import fields, models


class SupportOncallSwapAnswer(models.TransientModel):
    """Say no to a swap, and why."""

    _name = "support.oncall.swap.answer"
    _description = "Decline an On-call Swap"

    swap_id = fields.Many2one("support.oncall.swap", required=True, ondelete="cascade")
    kind = fields.Selection(
        [("decline", "Decline"), ("refuse", "Do Not Confirm")], required=True
    )
    reason = fields.Char(required=True)

    def action_apply(self):
        """Decline, or refuse to confirm; the swap checks whether the user may."""
        self.ensure_one()
        if self.kind == "decline":
            self.swap_id._decline(self.reason)
        else:
            self.swap_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
