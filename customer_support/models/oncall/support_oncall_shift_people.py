from odoo import api, fields, models


class SupportOncallShiftPeople(models.AbstractModel):
    """What the person of a shift can do with it."""

    _name = "support.oncall.shift.people"
    _description = "On-call Shift: People"

    can_be_offered = fields.Boolean(compute="_compute_can_be_offered")

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
            "context": {
                "default_schedule_id": self.schedule_id.id,
                "default_date_from": max(
                    self.date_from,
                    fields.Datetime.add(fields.Datetime.now(), minutes=5),
                ),
                "default_date_to": self.date_to,
            },
        }
