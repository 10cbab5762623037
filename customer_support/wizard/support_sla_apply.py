from odoo import api, fields, models
from odoo.fields import Domain

# Up to so many tickets are counted one by one and changed while the manager waits.
_AT_ONCE = 500


class SupportSlaApply(models.TransientModel):
    """Brings open tickets up to edited policies or hours, after saying how many.

    Without it, what was promised to a ticket stays as it was promised. Many tickets are
    left to a job: see ``support.sla.request``.
    """

    _name = "support.sla.apply"
    _description = "Apply Service Levels to Open Tickets"

    policy_id = fields.Many2one("support.sla.policy", readonly=True)
    calendar_id = fields.Many2one("resource.calendar", readonly=True)
    ticket_ids = fields.Many2many(
        "support.ticket", compute="_compute_ticket_ids", string="Open Tickets Affected"
    )
    ticket_count = fields.Integer(
        compute="_compute_ticket_ids",
        help="How many change; of many tickets: how many are looked at.",
    )
    is_in_background = fields.Boolean(compute="_compute_ticket_ids")

    @api.depends("policy_id", "calendar_id")
    def _compute_ticket_ids(self):
        for wizard in self:
            domain = wizard._prepare_domain()
            count = self.env["support.ticket"].search_count(domain)
            wizard.is_in_background = count > _AT_ONCE
            wizard.ticket_ids = (
                False if wizard.is_in_background else wizard._find_tickets()
            )
            wizard.ticket_count = (
                count if wizard.is_in_background else len(wizard.ticket_ids)
            )

    def _prepare_domain(self):
        requests = self.env["support.sla.request"]
        return requests._prepare_domain(self.policy_id, self.calendar_id)

    def _find_tickets(self):
        """Return the open tickets whose clocks would change."""
        self.ensure_one()
        tickets = self.env["support.ticket"].search(self._prepare_domain())
        return tickets if self.calendar_id else tickets._filter_outdated_sla()

    def action_apply(self):
        """Give the tickets what is promised now: at once, or by the job if many."""
        self.ensure_one()
        requests = self.env["support.sla.request"]
        requests._ensure_none_runs()
        if self.is_in_background:
            request_sudo = requests._start(self.policy_id, self.calendar_id)
            action = self.env["ir.actions.act_window"]._for_xml_id(
                "customer_support.support_sla_request_action"
            )
            return {
                **action,
                "res_id": request_sudo.id,
                "view_mode": "form",
                "views": [(False, "form")],
            }
        requests._apply(self.ticket_ids, self.policy_id, self.calendar_id)
        return {"type": "ir.actions.act_window_close"}

    def action_open_tickets(self):
        """Show the tickets before anything is done to them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        domain = (
            self._prepare_domain()
            if self.is_in_background
            else Domain("id", "in", self.ticket_ids.ids)
        )
        return {**action, "domain": list(domain), "context": {}}
