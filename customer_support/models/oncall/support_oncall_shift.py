from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import ONCALL_SHIFT_STATES


class SupportOncallShift(models.Model):
    """Who has duty from when to when: the plan, and once it is over, the ledger.

    Written by the schedule only. A shift that is over is never changed again.
    """

    _name = "support.oncall.shift"
    _inherit = ["support.oncall.shift.people"]
    _description = "On-call Shift"
    _order = "date_from, id"
    _rec_name = "user_id"

    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users", "Person", required=True, readonly=True, index=True
    )
    date_from = fields.Datetime("From", required=True, readonly=True, index=True)
    date_to = fields.Datetime("To", required=True, readonly=True, index=True)
    hours = fields.Float(compute="_compute_hours", store=True, aggregator="sum")
    state = fields.Selection(ONCALL_SHIFT_STATES, compute="_compute_state")

    _person_start_uniq = models.UniqueIndex("(schedule_id, user_id, date_from)")
    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A shift ends after it starts."
    )

    @api.depends("date_from", "date_to")
    def _compute_hours(self):
        for shift in self:
            shift.hours = (shift.date_to - shift.date_from).total_seconds() / 3600

    @api.depends("date_from", "date_to")
    def _compute_state(self):
        now = fields.Datetime.now()
        for shift in self:
            if shift.date_to <= now:
                shift.state = "done"
            else:
                shift.state = "running" if shift.date_from <= now else "planned"

    @api.depends("user_id", "schedule_id")
    def _compute_display_name(self):
        for shift in self:
            shift.display_name = f"{shift.user_id.name} · {shift.schedule_id.name}"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_over(self):
        now = fields.Datetime.now()
        if any(shift.date_to <= now for shift in self):
            raise UserError(self.env._("What was worked stays on record."))
