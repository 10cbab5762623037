from odoo import api, fields, models

from ..const import ONCALL_ROTA_REASONS


class SupportOncallRotaLine(models.TransientModel):
    """A turn, who is proposed for it, and why."""

    _name = "support.oncall.rota.line"
    _description = "Turn of a Fair On-call Rota"
    _order = "date_from, id"
    _rec_name = "user_id"

    rota_id = fields.Many2one(
        "support.oncall.rota", required=True, index=True, ondelete="cascade"
    )
    possible_user_ids = fields.Many2many(related="rota_id.possible_user_ids")
    date_from = fields.Datetime("From", readonly=True)
    date_to = fields.Datetime("To", readonly=True)
    user_id = fields.Many2one(
        "res.users", "Person", domain="[('id', 'in', possible_user_ids)]"
    )
    proposed_user_id = fields.Many2one("res.users", "Proposed", readonly=True)
    proposed_reason = fields.Selection(ONCALL_ROTA_REASONS, readonly=True)
    reason = fields.Selection(ONCALL_ROTA_REASONS, "Why", compute="_compute_reason")
    load = fields.Float(
        "Load After", readonly=True, help="Of the turns proposed here, weighted."
    )
    holiday_hours = fields.Float("Public Holidays", readonly=True)

    @api.depends("user_id", "proposed_user_id", "proposed_reason")
    def _compute_reason(self):
        for line in self:
            is_proposed = line.user_id == line.proposed_user_id
            line.reason = line.proposed_reason if is_proposed else "manual"
