from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Days off that meet on-call duty are found at once."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._look_at_oncall()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_from", "date_to", "resource_id", "time_type"}:
            self._look_at_oncall()
        return result

    def unlink(self):
        self._look_at_oncall()
        return super().unlink()

    def _look_at_oncall(self):
        if self.resource_id.user_id:
            self.env["support.oncall.schedule"]._look_ahead_soon()
