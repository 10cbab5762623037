from odoo import fields, models
from odoo.exceptions import UserError


class SupportResolutionGoodwill(models.AbstractModel):
    """A small gesture within its budget."""

    _name = "support.resolution.goodwill"
    _description = "Goodwill as Resolution"

    gesture_id = fields.Many2one(
        "support.gesture", index="btree_not_null", check_company=True
    )

    def _do_goodwill(self):
        """Give the gesture, and keep what it cost.

        :raise UserError: nothing was chosen, or no budget is left
        """
        if not self.gesture_id:
            raise UserError(self.env._("Choose a gesture."))
        ticket = self.ticket_id
        self.gesture_id._ensure_within_budget(
            ticket.commercial_partner_id, ticket.team_id, fields.Datetime.now()
        )
        self.cost = self.gesture_id.cost
        return "done"
