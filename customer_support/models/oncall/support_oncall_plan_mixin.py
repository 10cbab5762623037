from odoo import api, models


class SupportOncallPlanMixin(models.AbstractModel):
    """Something on which the plan of a schedule depends.

    A change holds from now on. Whatever was planned for the time before is kept first,
    and what is planned from now on is written anew.
    """

    _name = "support.oncall.plan.mixin"
    _description = "Part of an On-call Plan"

    # What may change without a new plan.
    _PLAIN_FIELDS = frozenset({"name", "reason"})

    def _get_plan_schedules(self):
        """Return the ``support.oncall.schedule`` whose plan depends on the records."""
        return self.schedule_id

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._get_plan_schedules()._replan()
        return records

    def write(self, vals):
        if self._PLAIN_FIELDS.issuperset(vals):
            return super().write(vals)
        schedules = self._get_plan_schedules()
        schedules._keep_history()
        result = super().write(vals)
        (schedules | self._get_plan_schedules())._replan()
        return result

    def unlink(self):
        schedules = self._get_plan_schedules()
        schedules._keep_history()
        result = super().unlink()
        schedules.exists()._replan()
        return result
