from odoo import api, fields, models
from odoo.fields import Domain

from ..const import OPEN_KINDS

_OPEN_CLOCKS = ("running", "paused")


class SupportSlaApply(models.TransientModel):
    """Brings open tickets up to edited policies or hours, after saying how many.

    Without it, what was promised to a ticket stays as it was promised.
    """

    _name = "support.sla.apply"
    _description = "Apply Service Levels to Open Tickets"

    policy_id = fields.Many2one("support.sla.policy", readonly=True)
    calendar_id = fields.Many2one("resource.calendar", readonly=True)
    ticket_ids = fields.Many2many(
        "support.ticket", compute="_compute_ticket_ids", string="Open Tickets Affected"
    )
    ticket_count = fields.Integer(compute="_compute_ticket_ids")

    @api.depends("policy_id", "calendar_id")
    def _compute_ticket_ids(self):
        for wizard in self:
            tickets = wizard._find_tickets()
            wizard.ticket_ids = tickets
            wizard.ticket_count = len(tickets)

    def _find_tickets(self):
        """Return the open tickets whose clocks would change."""
        self.ensure_one()
        is_open = Domain("stage_kind", "in", OPEN_KINDS)
        if self.calendar_id:
            in_these_hours = Domain("calendar_id", "=", self.calendar_id.id) & Domain(
                "state", "in", _OPEN_CLOCKS
            )
            return self.env["support.ticket"].search(
                is_open & Domain("sla_clock_ids", "any", in_these_hours)
            )
        company = self.policy_id.company_id
        if company:
            is_open &= Domain("company_id", "=", company.id)
        return self.env["support.ticket"].search(is_open)._filter_outdated_sla()

    def action_apply(self):
        """Give the tickets what is promised now; what has run is kept."""
        self.ensure_one()
        source = self.calendar_id or self.policy_id
        self._find_tickets()._sync_service_levels(
            fields.Datetime.now(),
            rematch=True,
            recalculate=bool(self.calendar_id),
            reason=self.env._("“%(changed)s” was changed", changed=source.display_name),
        )
        return {"type": "ir.actions.act_window_close"}

    def action_open_tickets(self):
        """Show the tickets before anything is done to them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {**action, "domain": [("id", "in", self.ticket_ids.ids)], "context": {}}
