from odoo import api, fields, models

from ...logic import spans
from ...logic.local_clock import to_seconds


class SupportOncallShiftPeople(models.AbstractModel):
    """What the person of a shift can do with it."""

    _name = "support.oncall.shift.people"
    _description = "On-call Shift: People"

    is_absent = fields.Boolean(
        "Away",
        compute="_compute_is_absent",
        search="_search_is_absent",
        help="The person is away in a part of the shift.",
    )
    can_be_offered = fields.Boolean(compute="_compute_can_be_offered")

    @api.depends("user_id", "date_from", "date_to")
    def _compute_is_absent(self):
        if not self:
            return
        absences = self.user_id._get_oncall_absences(
            min(self.mapped("date_from")), max(self.mapped("date_to"))
        )
        for shift in self:
            span = to_seconds(shift.date_from), to_seconds(shift.date_to)
            shift.is_absent = bool(spans.cut(absences[shift.user_id.id], *span))

    def _search_is_absent(self, operator, value):
        if operator != "in":
            return NotImplemented
        ahead = self.search([("date_to", ">", fields.Datetime.now())])
        absent = ahead.filtered("is_absent")
        return [("id", "in" if True in value else "not in", absent.ids)]

    @api.depends_context("uid")
    @api.depends("user_id", "date_to")
    def _compute_can_be_offered(self):
        now = fields.Datetime.now()
        for shift in self:
            shift.can_be_offered = (
                shift.user_id == self.env.user and shift.date_to > now
            )

    def action_offer(self):
        """Offer the shift, or what is left of it, for a swap."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_oncall_swap_action_my"
        )
        return {
            **action,
            "views": [(False, "form")],
            # Leaving a dialog makes no offer; leaving a page would save it.
            "target": "new",
            "context": {
                "default_schedule_id": self.schedule_id.id,
                "default_date_from": max(
                    self.date_from,
                    fields.Datetime.add(fields.Datetime.now(), minutes=5),
                ),
                "default_date_to": self.date_to,
            },
        }
