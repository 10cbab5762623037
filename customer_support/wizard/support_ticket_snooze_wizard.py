from odoo import api, fields, models
from odoo.fields import Command

from ..logic import ticket_snooze


class SupportTicketSnoozeWizard(models.TransientModel):
    """Choose until when tickets stay out of the queue."""

    _name = "support.ticket.snooze.wizard"
    _description = "Snooze Tickets"

    ticket_ids = fields.Many2many(
        "support.ticket",
        string="Tickets",
        default=lambda self: self._default_ticket_ids(),
    )
    choice = fields.Selection(
        [
            ("tomorrow", "Tomorrow morning"),
            ("next_week", "Monday morning"),
            ("date", "Until a date"),
            ("reply", "Until the customer answers"),
        ],
        "Snooze",
        default="tomorrow",
        required=True,
    )
    until = fields.Datetime(
        compute="_compute_until", store=True, readonly=False, precompute=True
    )

    def _default_ticket_ids(self):
        if self.env.context.get("active_model") != "support.ticket":
            return []
        return [Command.set(self.env.context.get("active_ids", []))]

    @api.depends("choice")
    def _compute_until(self):
        now = fields.Datetime.now()
        time_zone = self.env.user.tz or "UTC"
        for wizard in self:
            if wizard.choice in ("tomorrow", "next_week"):
                wizard.until = ticket_snooze.get_snooze_end(
                    wizard.choice, now, time_zone
                )
            elif wizard.choice == "reply":
                wizard.until = False

    def action_snooze(self):
        """Take the tickets out of the queue; any of them that ended refuses all."""
        self.ensure_one()
        self.ticket_ids._set_snooze(
            until=self.until, until_reply=self.choice == "reply"
        )
        return {"type": "ir.actions.act_window_close"}
