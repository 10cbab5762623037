from odoo import api, fields, models
from odoo.fields import Domain

from ..const import OPEN_KINDS


class SupportPriorityApply(models.TransientModel):
    """Brings open tickets up to edited priority rules, after saying how many."""

    _name = "support.priority.apply"
    _description = "Apply Priority Rules to Open Tickets"

    rule_id = fields.Many2one("support.priority.rule", readonly=True)
    ticket_ids = fields.Many2many(
        "support.ticket", compute="_compute_ticket_ids", string="Open Tickets Affected"
    )
    ticket_count = fields.Integer(compute="_compute_ticket_ids")

    @api.depends("rule_id")
    def _compute_ticket_ids(self):
        for wizard in self:
            tickets = wizard._find_tickets()
            wizard.ticket_ids = tickets
            wizard.ticket_count = len(tickets)

    def _find_tickets(self):
        """Return the open tickets whose priority or reasons would change."""
        self.ensure_one()
        domain = Domain("stage_kind", "in", OPEN_KINDS)
        company = self.rule_id.company_id
        if company:
            domain &= Domain("company_id", "=", company.id)
        tickets = self.env["support.ticket"].search(domain)
        changed = [t.ids for _vals, t in tickets._get_priority_changes()]
        return tickets.browse(sum(changed, []))

    def action_apply(self):
        """Calculate the tickets by the rules as they are now."""
        self.ensure_one()
        self._find_tickets()._recalculate_priority()
        return {"type": "ir.actions.act_window_close"}

    def action_open_tickets(self):
        """Show the tickets before anything is done to them."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action"
        )
        return {**action, "domain": [("id", "in", self.ticket_ids.ids)], "context": {}}
