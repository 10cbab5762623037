from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...const import SLA_EVENTS


class SupportSlaEvent(models.Model):
    """What happened to a service level clock, when, by whom and why. Append-only."""

    _name = "support.sla.event"
    _description = "Service Level Event"
    _order = "date, id"
    _rec_name = "kind"
    _log_access = False

    clock_id = fields.Many2one(
        "support.sla.clock", required=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(SLA_EVENTS, required=True)
    date = fields.Datetime(required=True, help="When it happened.")
    logged_date = fields.Datetime(
        required=True, default=fields.Datetime.now, help="When it was written down."
    )
    due_date = fields.Datetime("Due From Then On")
    target_seconds = fields.Integer("Allowed (Seconds)")
    step = fields.Char(help="Tells apart what happens only once.")
    user_id = fields.Many2one("res.users", "By", ondelete="set null")
    reason = fields.Char()

    _step_uniq = models.UniqueIndex("(clock_id, step) WHERE step IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Service level events are not made by hand."))
        return super().create(vals_list)

    def write(self, vals):
        if self:
            raise AccessError(self.env._("Service level events are evidence and stay."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Service level events are evidence and stay."))
