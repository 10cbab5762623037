from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...const import FEEDBACK_OUTCOMES, FEEDBACK_REASONS


class SupportFeedbackFollowup(models.Model):
    """A low score and what we did about it: owned, due, closed with a lesson (S-98)."""

    _name = "support.feedback.followup"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Follow-Up of a Low Score"
    _order = "is_closed, due_date, id"
    _rec_name = "ticket_id"
    _check_company_auto = True

    answer_id = fields.Many2one(
        "survey.user_input",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    ticket_id = fields.Many2one(
        "support.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(related="ticket_id.partner_id", string="Customer")
    team_id = fields.Many2one("support.team", readonly=True)
    agent_id = fields.Many2one("res.users", readonly=True, help="Whose ticket it was.")
    metric = fields.Selection(related="answer_id.support_metric")
    mark = fields.Integer(related="answer_id.support_mark")
    comment = fields.Text(related="answer_id.support_comment")
    reason = fields.Selection(
        FEEDBACK_REASONS, tracking=True, help="As the customer said, or as we found."
    )
    user_id = fields.Many2one(
        "res.users", "Followed Up By", tracking=True, index="btree_not_null"
    )
    due_date = fields.Datetime("Due", readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    # How it ended
    is_closed = fields.Boolean("Closed", readonly=True, tracking=True)
    closed_date = fields.Datetime("Closed On", readonly=True)
    category_id = fields.Many2one(
        "support.category",
        "Cause",
        tracking=True,
        help="What brought the low score about, among the contact reasons.",
    )
    outcome = fields.Selection(FEEDBACK_OUTCOMES, tracking=True)
    lesson = fields.Text(help="What we do differently from now on.", tracking=True)

    _open_idx = models.Index("(due_date) WHERE NOT is_closed")
    _answer_uniq = models.UniqueIndex("(answer_id)", "A score is followed up once.")

    @api.depends("due_date", "is_closed")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for followup in self:
            due = followup.due_date
            followup.is_late = not followup.is_closed and bool(due) and due < now

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("is_closed", "=", False), ("due_date", "<", fields.Datetime.now())]

    # -- Beginning ------------------------------------------------------------------
    @api.model
    def _follow_up(self, answer):
        """Make somebody look after a low score; once per answer.

        :param answer: ``survey.user_input`` in sudo
        """
        if answer.support_followup_ids:
            answer.support_followup_ids._note_again()
            return
        ticket = answer.support_ticket_id
        program = answer.support_program_id
        user = program.followup_user_id or ticket.team_id.leader_id or ticket.user_id
        hours = timedelta(hours=program.followup_hours)
        calendar = ticket.team_id.calendar_id or ticket.company_id.resource_calendar_id
        [due] = calendar._add_working_time([(fields.Datetime.now(), hours)])
        followup = self.create(
            {
                "answer_id": answer.id,
                "ticket_id": ticket.id,
                "company_id": ticket.company_id.id,
                "team_id": ticket.team_id.id,
                "agent_id": ticket.user_id.id,
                "reason": answer.support_reason,
                "user_id": user.id,
                "due_date": due,
            }
        )
        followup._alert()

    def _alert(self):
        """Tell who follows it up; an activity stays until it is closed."""
        if self.user_id:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.user_id.id,
                date_deadline=fields.Date.context_today(
                    self.with_user(self.user_id), self.due_date
                ),
                summary=self.env._("Low score: call the customer"),
                note=self.comment or False,
            )

    def _note_again(self):
        for followup in self:
            followup.message_post(
                body=self.env._(
                    "The customer answered again: %(mark)s.", mark=followup.mark
                )
            )

    def _note_better_mark(self):
        for followup in self:
            followup.message_post(
                body=self.env._(
                    "The customer changed his mark to %(mark)s.", mark=followup.mark
                )
            )

    # -- Ending ---------------------------------------------------------------------
    def action_close(self):
        """Close it; how it ended, its cause and the lesson are known by now.

        :raise UserError: one of them is missing (S-99)
        """
        for followup in self.filtered(lambda followup: not followup.is_closed):
            if not (followup.outcome and followup.category_id and followup.lesson):
                raise UserError(
                    self.env._(
                        "Before a low score is closed, say how it ended, what caused "
                        "it and what we learn from it."
                    )
                )
            followup.check_access("write")
            # Whether it is closed is ours to write.
            followup.sudo().write(
                {"is_closed": True, "closed_date": fields.Datetime.now()}
            )
            followup.activity_feedback(["mail.mail_activity_data_todo"])

    def action_reopen(self):
        """Open it again; what was learned stays."""
        self.check_access("write")
        self.sudo().write({"is_closed": False, "closed_date": False})

    def action_reopen_ticket(self):
        """Put it right where it went wrong: in the conversation of the ticket."""
        self.ensure_one()
        self.ticket_id.action_reopen()
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.ticket",
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
        }

    def write(self, vals):
        forbidden = vals.keys() & {"is_closed", "closed_date", "due_date", "answer_id"}
        if forbidden and not self.env.su:
            raise AccessError(
                self.env._("A follow-up is closed by its button, nothing else.")
            )
        return super().write(vals)
