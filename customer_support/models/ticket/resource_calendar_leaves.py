from odoo import api, models


class ResourceCalendarLeaves(models.Model):
    """Days off of an agent: what becomes of his tickets is planned in advance."""

    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        leaves = super().create(vals_list)
        leaves._plan_support_absences()
        return leaves

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"date_from", "date_to", "resource_id", "time_type"}:
            self._get_support_plans()._cancel_absence()
            self._plan_support_absences()
        return result

    def unlink(self):
        self._get_support_plans()._cancel_absence()
        return super().unlink()

    def _get_support_plans(self):
        # Whoever enters days off may have no rights in support.
        plans_sudo = self.env["support.absence.plan"].sudo()
        return plans_sudo.search([("leave_id", "in", self.ids)])

    def _plan_support_absences(self):
        plans = self.env["support.absence.plan"]
        for leave in self.filtered(lambda leave: leave.time_type == "leave"):
            user = leave.resource_id.user_id
            if user:
                plans._plan_absence(user, leave.date_from, leave.date_to, leave)
