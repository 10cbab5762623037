from odoo import api, fields, models
from odoo.tools import SQL

_AGENTS = "customer_support.customer_support_group_agent_own"
_TRACES = ["author_id", "is_internal", "message_type", "res_id", "subtype_id"]


class SupportTicketEffort(models.AbstractModel):
    """What it cost the customer to get his help, counted."""

    _name = "support.ticket.effort"
    _inherit = ["support.feedback.effort"]
    _description = "Measured Effort on a Support Ticket"

    handoff_count = fields.Integer(
        "Handoffs",
        readonly=True,
        copy=False,
        help="How often the customer got another team, or another agent of the team.",
    )
    last_agent_id = fields.Many2one(
        "res.users",
        "Last Agent in the Team",
        compute="_compute_last_agent_id",
        store=True,
        precompute=True,
        copy=False,
        help="From whom another agent takes over, also out of the queue.",
    )
    effort_messages = fields.Integer(
        "Customer's Messages",
        compute="_compute_effort",
        groups=_AGENTS,
        help="What the customer wrote, his request included.",
    )
    effort_hours = fields.Float(
        "Hours to the Solution",
        compute="_compute_effort",
        groups=_AGENTS,
        help="By the clock, from his request until it was solved for the last time.",
    )

    @api.depends("user_id")
    def _compute_last_agent_id(self):
        for ticket in self:
            ticket.last_agent_id = ticket.user_id or ticket.last_agent_id

    @api.depends(
        "description", "message_ids", "partner_id", "received_date", "solved_date"
    )
    def _compute_effort(self):
        measured = self._measure_effort()
        for ticket in self:
            messages, hours = measured.get(ticket._origin.id, (0, 0))
            ticket.effort_messages = messages
            ticket.effort_hours = hours or 0

    def _measure_effort(self):
        """Return {id: (messages, hours or None)} in one query."""
        tickets = self._origin
        if not tickets:
            return {}
        self.flush_model()
        self.env["mail.message"].flush_model(_TRACES)
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id, customer_messages, hours_to_solution
                  FROM (SELECT ticket.id, %s
                          FROM support_ticket ticket
                         WHERE ticket.id IN %s) AS effort
                """,
                self._get_effort_sql(),
                tuple(tickets.ids),
            )
        )
        return {row[0]: row[1:] for row in rows}

    # -- Changing hands -------------------------------------------------------------
    def write(self, vals):
        if not vals.get("team_id") and not vals.get("user_id"):
            return super().write(vals)
        # Who hands a ticket over may have lost it by this: no further reading as him.
        tickets_sudo = self.sudo()
        moved_sudo = tickets_sudo.filtered(lambda t: t._is_moved_by(vals))
        taken_sudo = tickets_sudo.filtered(lambda t: t._is_taken_by(vals))
        result = super().write(vals)
        (moved_sudo | taken_sudo)._count_handoff()
        # Whoever comes next in the other team has come with the team.
        moved_sudo.filtered(lambda t: not t.user_id).write({"last_agent_id": False})
        return result

    def _is_moved_by(self, vals):
        team_id = vals.get("team_id")
        return bool(team_id and self.team_id) and self.team_id.id != team_id

    def _is_taken_by(self, vals):
        user_id = vals.get("user_id")
        return bool(user_id and self.last_agent_id) and self.last_agent_id.id != user_id

    def _count_handoff(self):
        for count, tickets in self.grouped("handoff_count").items():
            tickets.write({"handoff_count": count + 1})
