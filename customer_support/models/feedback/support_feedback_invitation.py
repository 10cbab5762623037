from datetime import timedelta

from odoo import api, fields, models

from ...const import FEEDBACK_EVENTS, FEEDBACK_OBSTACLES, FEEDBACK_STATES

# So long the reason of a low score can be added.
_COMPLETABLE = timedelta(days=1)


class SupportFeedbackInvitation(models.Model):
    """One question to one customer about one ticket: waiting, sent, or why not."""

    _name = "support.feedback.invitation"
    _inherit = [
        "support.feedback.link",
        "support.feedback.sending",
        "support.feedback.answer",
    ]
    _description = "Feedback Invitation"
    _order = "id desc"
    _rec_name = "ticket_id"
    _check_company_auto = True

    program_id = fields.Many2one(
        "support.feedback.program",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    ticket_id = fields.Many2one(
        "support.ticket", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index="btree_not_null"
    )
    email_normalized = fields.Char("Address", readonly=True, index="btree_not_null")
    event = fields.Selection(FEEDBACK_EVENTS, "Asked After", required=True)
    state = fields.Selection(
        FEEDBACK_STATES, required=True, readonly=True, default="queued"
    )
    obstacle = fields.Selection(
        FEEDBACK_OBSTACLES, "Why It Was Not Sent", readonly=True
    )
    due_date = fields.Datetime("Asks On", required=True, readonly=True)
    sent_date = fields.Datetime("Sent On", readonly=True)
    is_asked_in_portal = fields.Boolean(
        "Asked in the Portal", readonly=True, help="On the ticket's page, not by mail."
    )
    open_until = fields.Datetime(readonly=True)
    reminder_date = fields.Datetime("Reminds On", readonly=True)
    reminded_date = fields.Datetime("Reminded On", readonly=True)
    answered_date = fields.Datetime("Answered On", readonly=True)
    review_invited_date = fields.Datetime("Invited to a Review On", readonly=True)
    change_count = fields.Integer("Answers Given", readonly=True)
    answer_id = fields.Many2one(
        "survey.user_input",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    is_open = fields.Boolean(
        compute="_compute_is_open", help="It can be answered, or answered anew."
    )
    is_completable = fields.Boolean(
        compute="_compute_is_open",
        help="What belongs to the answer can be added, such as the reason of a low "
        "score: for a day, also if the ticket is closed for good.",
    )

    _queue_idx = models.Index("(due_date) WHERE state = 'queued'")
    _reminder_idx = models.Index("(reminder_date) WHERE reminder_date IS NOT NULL")

    @api.depends("state", "open_until", "answered_date", "ticket_id.stage_kind")
    def _compute_is_open(self):
        now = fields.Datetime.now()
        for invitation in self:
            is_closed_for_good = (
                invitation.answered_date and invitation.ticket_id.stage_kind == "closed"
            )
            answered = invitation.answered_date
            is_running = invitation.state == "sent" and invitation.open_until >= now
            invitation.is_open = is_running and not is_closed_for_good
            invitation.is_completable = bool(
                is_running and answered and now < answered + _COMPLETABLE
            )
