from odoo import api, fields, models
from odoo.exceptions import UserError


class SupportTicketSplitWizard(models.TransientModel):
    """Give a customer's message, which asks something else, its own ticket."""

    _name = "support.ticket.split.wizard"
    _description = "Split a Ticket"

    ticket_id = fields.Many2one(
        "support.ticket",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self._default_ticket_id(),
    )
    line_ids = fields.One2many(
        "support.ticket.split.line",
        "wizard_id",
        "Messages",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
        precompute=True,
    )
    name = fields.Char("Subject of the New Ticket", required=True)
    team_id = fields.Many2one(
        "support.team",
        compute="_compute_team_id",
        store=True,
        readonly=False,
        precompute=True,
        domain="[('company_id', '=', company_id)]",
    )
    company_id = fields.Many2one(related="ticket_id.company_id")

    def _default_ticket_id(self):
        if self.env.context.get("active_model") == "support.ticket":
            return self.env.context.get("active_id")
        return False

    @api.depends("ticket_id")
    def _compute_team_id(self):
        for wizard in self:
            wizard.team_id = wizard.ticket_id.team_id

    @api.depends("ticket_id")
    def _compute_line_ids(self):
        chosen_id = self.env.context.get("support_split_message_id")
        for wizard in self:
            messages = wizard.ticket_id._get_splittable_messages()
            wizard.line_ids = [
                (5, 0, 0),
                *(
                    (
                        0,
                        0,
                        {"message_id": message.id, "chosen": message.id == chosen_id},
                    )
                    for message in messages
                ),
            ]

    def action_split(self):
        """Create the ticket and open it."""
        self.ensure_one()
        messages = self.line_ids.filtered("chosen").message_id
        if not messages:
            raise UserError(self.env._("Choose at least one message."))
        new_ticket = self.ticket_id._split(
            messages, {"name": self.name, "team_id": self.team_id.id}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": new_ticket.id,
            "view_mode": "form",
        }
