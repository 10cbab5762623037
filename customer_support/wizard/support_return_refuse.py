from odoo import fields, models


class SupportReturnRefuse(models.TransientModel):
    """Tell the customer why something may not come back."""

    _name = "support.return.refuse"
    _description = "Refusal of a Return"

    return_id = fields.Many2one("support.return", required=True, ondelete="cascade")
    reason = fields.Char("Why", required=True, help="The customer reads it.")

    def action_refuse(self):
        """Refuse the return."""
        self.ensure_one()
        self.return_id._refuse(self.reason)
        return {"type": "ir.actions.act_window_close"}
