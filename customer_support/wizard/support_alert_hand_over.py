from odoo import api, fields, models


class SupportAlertHandOver(models.TransientModel):
    """Calls a colleague in place of those who were called."""

    _name = "support.alert.hand.over"
    _description = "Hand Over an Alert"

    alert_id = fields.Many2one("support.alert", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "To", required=True)
    colleague_ids = fields.Many2many("res.users", compute="_compute_colleagues")

    @api.depends("alert_id")
    def _compute_colleagues(self):
        for wizard in self:
            # Names of colleagues who can be called; who reads the alert may know them.
            colleagues_sudo = wizard.alert_id._get_answerable()._get_colleagues()
            wizard.colleague_ids = colleagues_sudo.ids

    def action_hand_over(self):
        """Call the colleague."""
        self.ensure_one()
        self.alert_id._get_answerable()._hand_over(self.user_id.sudo(), "app")
