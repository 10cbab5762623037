from odoo import api, fields, models


class SupportReplyPreview(models.TransientModel):
    """A ticket of the last days that a rule would have answered; none is touched."""

    _name = "support.reply.preview"
    _description = "Preview of Automatic Answers"
    _order = "ticket_id desc, id"
    _rec_name = "ticket_id"

    rule_id = fields.Many2one("support.reply.rule", readonly=True, ondelete="cascade")
    ticket_id = fields.Many2one("support.ticket", readonly=True, ondelete="cascade")
    # Read with the rights of who looks: the row may name any ticket.
    received_date = fields.Datetime(
        related="ticket_id.received_date", related_sudo=False
    )
    category_id = fields.Many2one(
        related="ticket_id.category_id", related_sudo=False, string="Reason Now"
    )
    stage_id = fields.Many2one(
        related="ticket_id.stage_id", related_sudo=False, string="Stage Now"
    )
    question_count = fields.Integer(
        "Further Questions",
        readonly=True,
        help="How often the customer wrote again on the ticket, as people answered it.",
    )
    would_answer = fields.Boolean("Would Have Answered", readonly=True)
    problems = fields.Text("Why Not", readonly=True)

    @api.model
    def _create_for_rule(self, rule):
        """Create a row for each matching ticket: what the template would have said."""
        tickets = rule._find_recent_matches()
        counts = tickets._count_customer_messages()
        vals_list = []
        for ticket in tickets:
            problems = rule.template_id._get_automatic_problems(ticket)
            vals_list.append(
                {
                    "rule_id": rule.id,
                    "ticket_id": ticket.id,
                    "question_count": max(0, counts.get(ticket.id, 0) - 1),
                    "would_answer": not problems,
                    "problems": "\n".join(problems),
                }
            )
        return self.create(vals_list)

    def action_open_ticket(self):
        """Open the ticket of the row."""
        self.ensure_one()
        return self.ticket_id._get_records_action()
