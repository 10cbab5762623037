from odoo import fields, models

from ..const import PRIORITIES, SLA_KINDS, SLA_LEVELS, SLA_VERDICTS


class SupportSlaSimulationLine(models.TransientModel):
    """One clock that would have run."""

    _name = "support.sla.simulation.line"
    _description = "Result of Trying Out Service Levels"
    _order = "started_date, id"

    simulation_id = fields.Many2one(
        "support.sla.simulation", required=True, index=True, ondelete="cascade"
    )
    ticket_id = fields.Many2one("support.ticket", readonly=True, ondelete="cascade")
    policy_id = fields.Many2one("support.sla.policy", readonly=True, ondelete="cascade")
    kind = fields.Selection(SLA_KINDS, readonly=True)
    level = fields.Selection(SLA_LEVELS, readonly=True)
    priority = fields.Selection(PRIORITIES, readonly=True)
    verdict = fields.Selection(SLA_VERDICTS, "Would Have Been", readonly=True)
    started_date = fields.Datetime("Started", readonly=True)
    due_date = fields.Datetime("Due", readonly=True)
    fulfilled_date = fields.Datetime("Fulfilled", readonly=True)
    worked_hours = fields.Float("Working Hours Used", readonly=True, aggregator="avg")

    def action_open_ticket(self):
        """Open the ticket behind the result."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
