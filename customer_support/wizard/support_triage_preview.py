from odoo import api, fields, models


class SupportTriagePreview(models.TransientModel):
    """A ticket of the last days that a rule would have been for; none is touched."""

    _name = "support.triage.preview"
    _description = "Preview of a Triage Rule"
    _order = "ticket_id desc, id"
    _rec_name = "ticket_id"

    rule_id = fields.Many2one("support.triage.rule", readonly=True, ondelete="cascade")
    ticket_id = fields.Many2one("support.ticket", readonly=True, ondelete="cascade")
    # Read with the rights of who looks: the row may name any ticket.
    received_date = fields.Datetime(
        related="ticket_id.received_date", related_sudo=False
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id", related_sudo=False)
    category_id = fields.Many2one(
        related="ticket_id.category_id", related_sudo=False, string="Reason Now"
    )
    team_id = fields.Many2one(
        related="ticket_id.team_id", related_sudo=False, string="Team Now"
    )
    changes = fields.Char("Would Have Set", readonly=True)

    @api.model
    def _create_for_rule(self, rule):
        """Evaluate a rule as it is saved, and create a row for each matching ticket."""
        texts = rule._get_texts_of_preview(rule._find_recent_matches())
        return self.create(
            [
                {"rule_id": rule.id, "ticket_id": ticket.id, "changes": text}
                for ticket, text in texts.items()
            ]
        )

    def action_open_ticket(self):
        """Open the ticket of the row."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
