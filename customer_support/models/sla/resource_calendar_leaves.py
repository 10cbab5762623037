from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Opening hours are cached: see ``resource.calendar._get_opening_hours``.

    The absence of a single person closes no calendar, and costs no cache.
    """

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        if leaves._closes_a_calendar():
            self.env.registry.clear_cache()
        return leaves

    def write(self, vals):
        before = self._closes_a_calendar()
        result = super().write(vals)
        if before or self._closes_a_calendar():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        before = self._closes_a_calendar()
        result = super().unlink()
        if before:
            self.env.registry.clear_cache()
        return result

    def _closes_a_calendar(self):
        return any(not leave.resource_id for leave in self)
