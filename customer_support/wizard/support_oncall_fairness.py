from odoo import fields, models
from odoo.fields import Command

from ..logic.oncall_fairness import KINDS


class SupportOncallFairness(models.TransientModel):
    """Who carries how much of a schedule, over what was and what is planned."""

    _name = "support.oncall.fairness"
    _description = "On-call Fairness"

    schedule_id = fields.Many2one(
        "support.oncall.schedule", required=True, ondelete="cascade"
    )
    date_from = fields.Datetime("From", required=True)
    date_to = fields.Datetime("To", required=True)
    score = fields.Integer(readonly=True)
    line_ids = fields.One2many(
        "support.oncall.fairness.line", "fairness_id", "People", readonly=True
    )

    _dates_order = models.Constraint(
        "CHECK (date_from < date_to)", "A time ends after it starts."
    )

    def action_calculate(self):
        """Calculate the table and show it."""
        self.ensure_one()
        self.schedule_id.check_access("read")
        schedule, span = self.schedule_id, (self.date_from, self.date_to)
        shares = schedule._get_shares(*span)
        total = sum(share.load for share in shares)
        self.score = schedule._get_score(*span)
        self.line_ids = [
            Command.clear(),
            *(
                Command.create(self._prepare_line_vals(share, total))
                for share in shares
            ),
        ]
        return {
            "type": "ir.actions.act_window",
            "name": schedule.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def _prepare_line_vals(self, share, total):
        return {
            "user_id": share.person,
            "shift_count": share.shifts,
            "call_count": share.calls,
            "load": share.load,
            "expected_load": share.expected,
            "share": share.load / total if total else 0.0,
            "expected_share": share.expected / total if total else 0.0,
            "excess": share.excess,
            "is_overloaded": share.excess > self.schedule_id.overload_percent / 100,
            **{f"hours_{kind}": share.hours.get(kind, 0.0) for kind in KINDS},
        }

    def action_open_lines(self):
        """Open the table as a list, to be exported or printed."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_oncall_fairness_line_action"
        )
        return {**action, "domain": [("fairness_id", "=", self.id)]}
