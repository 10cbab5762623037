from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import FEEDBACK_REASONS
from ...logic.satisfaction import SCALES

_MAX_CHANGES = 20
_MAX_COMMENT = 4000


class SupportFeedbackAnswer(models.AbstractModel):
    """Answering: a mark and why, changeable until the ticket is closed for good."""

    _name = "support.feedback.answer"
    _description = "Answers to Feedback Invitations"

    # -- What the page needs --------------------------------------------------------
    def _get_question(self):
        # The customer reads the question of the survey; he has no rights on it.
        return self.program_id.sudo().score_question_id.title or ""

    def _get_why_question(self):
        return self.program_id.sudo().why_question_id.title or ""

    def _get_marks(self):
        if self.program_id.metric == "own":
            return []
        return list(SCALES[self.program_id.metric].marks)

    def _get_ends(self):
        if self.program_id.metric == "own":
            return ("", "")
        return self.program_id._get_ends_of_scale(self.program_id.metric)

    def _get_answer_link(self):
        """Return where the mail leads: our page, or that of the own survey."""
        answer_sudo = self.answer_id.sudo()
        if self.program_id.metric != "own" or not answer_sudo:
            return self._get_link()
        survey_sudo = answer_sudo.survey_id
        return (
            f"{self.get_base_url()}/survey/start/{survey_sudo.access_token}"
            f"?answer_token={answer_sudo.access_token}"
        )

    # -- Answering ------------------------------------------------------------------
    def _record(self, mark, comment=""):
        """Keep what the customer says; the last word counts.

        :param int mark: of the program's scale
        :param str comment: plain text
        :raise UserError: it is too late, or this is no mark
        """
        self.ensure_one()
        self.lock_for_update()
        self._check_can_be_answered()
        program = self.program_id
        if program.metric == "own" or mark not in SCALES[program.metric].marks:
            raise UserError(self.env._("Please choose one of the marks."))
        comment = (comment or "").replace("\x00", "").strip()[:_MAX_COMMENT]
        if program.is_anonymous:
            self._record_anonymously(mark, comment)
            return
        first = not self.answer_id
        if first:
            self.answer_id = self._create_answer()
        self.change_count += 1
        before = self.answer_id.support_band
        self._save(self.answer_id, mark, comment)
        if first:
            self.answered_date = fields.Datetime.now()
            self.answer_id._mark_done()
        self._on_answered(before)

    def _check_can_be_answered(self):
        if not self.is_open or self.change_count >= _MAX_CHANGES:
            raise UserError(self.env._("This question has been closed."))

    def _check_can_be_completed(self):
        if not self.is_completable:
            raise UserError(self.env._("This question has been closed."))

    def _create_answer(self):
        return self.program_id.survey_id._create_answer(
            partner=self.partner_id,
            email=self.email_normalized,
            check_attempts=False,
            deadline=self.open_until,
            **self._prepare_answer_links(),
        )

    def _prepare_answer_links(self):
        """Return what the answer is about, as it is now."""
        ticket = self.ticket_id
        uses = ticket.reply_use_ids.sorted("date")
        return {
            "support_program_id": self.program_id.id,
            "support_company_id": self.company_id.id,
            "support_ticket_id": ticket.id,
            "support_team_id": ticket.team_id.id,
            "support_user_id": ticket.user_id.id,
            "support_category_id": ticket.category_id.id,
            "support_order_id": ticket.sale_order_id.id,
            "support_product_id": ticket.product_id.id,
            "support_template_version_id": uses[-1:].version_id.id,
            "support_article_id": ticket.source_article_id.id,
        }

    def _save(self, answer, mark, comment):
        program = self.program_id
        answer._save_lines(program.score_question_id, str(mark))
        answer._save_lines(program.why_question_id, comment)
        answer.write(answer._prepare_mark_vals(program.metric, mark, comment))

    def _prepare_own_answer(self):
        """Make the answer to an own survey before it is asked: its page needs it."""
        self.answer_id = self._create_answer()

    # -- Anonymous ------------------------------------------------------------------
    def _record_anonymously(self, mark, comment):
        """Keep an answer that nobody can trace back.

        It knows program and month only. The invitation goes: no row, no instant and no
        order of rows is left on the side of the customer that could be laid beside it.
        """
        program = self.program_id
        # Nothing is logged and nobody is told: a log has a time.
        survey = program.survey_id.with_context(
            mail_create_nolog=True, mail_notrack=True, tracking_disable=True
        )
        answer = survey._create_answer(
            check_attempts=False,
            support_program_id=program.id,
            support_company_id=self.company_id.id,
            state="done",
        )
        self._save(answer, mark, comment)
        answer._forget_when()
        self.unlink()

    # -- What follows ---------------------------------------------------------------
    def _on_answered(self, before):
        """Tell and follow up.

        :param str before: the band of the answer that this one replaces, or False
        """
        answer = self.answer_id
        if answer.support_band == "low":
            self.env["support.feedback.followup"]._follow_up(answer)
        elif answer.support_band == "high" and before != "high":
            self.ticket_id._tell_agent_of_praise(answer)
        if before == "low" and answer.support_band != "low":
            answer.support_followup_ids._note_better_mark()

    def _record_reason(self, reason):
        """Keep the reason of a low mark.

        :param str reason: a key of ``const.FEEDBACK_REASONS``
        """
        self.ensure_one()
        self._check_can_be_completed()
        if reason not in dict(FEEDBACK_REASONS):
            raise UserError(self.env._("Please choose one of the reasons."))
        self.answer_id.support_reason = reason
        self.answer_id.support_followup_ids.write({"reason": reason})

    def _record_consent(self):
        """The customer lets us quote him."""
        self.ensure_one()
        self._check_can_be_completed()
        if self.answer_id.support_band == "high":
            self.answer_id.support_has_consent = True

    def _decline(self):
        """The customer does not want to be asked any more."""
        self.ensure_one()
        self.partner_id.support_feedback_declined = True

    def _invite_to_review(self):
        """Return the page for reviews if he is invited to it, "" else.

        Who gave a high score is invited, once in the program's days at most. Looking
        at the same page again is the same invitation.
        """
        program = self.program_id
        if not program.review_url or self.answer_id.support_band != "high":
            return ""
        if self.review_invited_date:
            return program.review_url
        now = fields.Datetime.now()
        last = self.partner_id.support_review_invited_date
        rest = fields.Datetime.add(last, days=program.review_rest_days) if last else now
        if rest > now:
            return ""
        self.review_invited_date = now
        self.partner_id.support_review_invited_date = now
        return program.review_url

    @api.model
    def _get_reasons(self):
        """Return the reasons of a low mark in the reader's words: [(key, text)]."""
        reasons = self.env["survey.user_input"]._fields["support_reason"]
        return reasons._description_selection(self.env)
