from odoo import models


class ResourceCalendar(models.Model):
    """What the support desk does with working hours."""

    _inherit = "resource.calendar"

    def action_apply_to_open_tickets(self):
        """Ask whether the deadlines of open tickets follow the present hours."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_sla_apply_action"
        )
        return {**action, "context": {"default_calendar_id": self.id}}
