from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ...logic.satisfaction import SCALES

_MOST_QUESTIONS = 2


class SupportFeedbackProgramSurvey(models.AbstractModel):
    """The host's survey in which a program keeps its questions and answers."""

    _name = "support.feedback.program.survey"
    _description = "Survey of a Feedback Program"

    survey_id = fields.Many2one(
        "survey.survey",
        ondelete="restrict",
        index=True,
        copy=False,
        domain=[("survey_type", "in", ("survey", "custom", "support_feedback"))],
        help="Made by itself. Only an own survey is chosen.",
    )
    score_question_id = fields.Many2one("survey.question", readonly=True, copy=False)
    why_question_id = fields.Many2one("survey.question", readonly=True, copy=False)
    allows_more = fields.Boolean(
        "More Than Two Questions",
        help="Customers are asked two questions: the score and why. Each further one "
        "costs answers.",
    )

    # -- Making it ------------------------------------------------------------------
    def _create_survey(self):
        """Make the survey with its two questions, in every language in use."""
        self.ensure_one()
        # Whoever runs the desk configures its programs; surveys are another app.
        surveys_sudo = self.env["survey.survey"].sudo()
        survey_sudo = surveys_sudo.create(self._prepare_survey_vals())
        score, why = survey_sudo.question_and_page_ids.sorted("sequence")
        self._translate_questions(score, why)
        # The fields follow from the survey; nobody writes them.
        self.sudo().write(
            {
                "survey_id": survey_sudo.id,
                "score_question_id": score.id,
                "why_question_id": why.id,
            }
        )

    def _prepare_survey_vals(self):
        scale = SCALES[self.metric]
        score = {
            "title": self._get_question_text(),
            "question_type": "scale",
            "scale_min": scale.lowest,
            "scale_max": scale.highest,
            "constr_mandatory": True,
            "sequence": 1,
        }
        why = {
            "title": self._get_why_text(),
            "question_type": "text_box",
            "sequence": 2,
        }
        return {
            "title": self.name,
            "survey_type": "support_feedback",
            "access_mode": "token",
            "questions_layout": "one_page",
            "scoring_type": "no_scoring",
            "users_can_go_back": True,
            "user_id": False,
            "lang_ids": [Command.clear()],
            "question_and_page_ids": [Command.create(score), Command.create(why)],
        }

    def _translate_questions(self, score_sudo, why_sudo):
        for code, _name in self.env["res.lang"].get_installed():
            own = self.with_context(lang=code)
            score_sudo.with_context(lang=code).title = own._get_question_text()
            why_sudo.with_context(lang=code).title = own._get_why_text()

    def _get_question_text(self):
        texts = {
            "csat": self.env._("How satisfied are you with our help?"),
            "ces": self.env._("It was easy to get help. Do you agree?"),
            "nps": self.env._("How likely is it that you recommend us to a friend?"),
        }
        return texts[self.metric]

    def _get_why_text(self):
        return self.env._("Why?")

    @api.model
    def _get_ends_of_scale(self, metric):
        """Return what the worst and the best mark mean, in the reader's words."""
        texts = {
            "csat": (self.env._("Very dissatisfied"), self.env._("Very satisfied")),
            "ces": (self.env._("I disagree"), self.env._("I agree")),
            "nps": (self.env._("Not at all likely"), self.env._("Very likely")),
        }
        return texts[metric]

    # -- Guards ---------------------------------------------------------------------
    def _check_question_count(self):
        for program in self.filtered(lambda program: not program.allows_more):
            questions_sudo = program.sudo().survey_id.question_ids
            if len(questions_sudo) > _MOST_QUESTIONS:
                raise ValidationError(
                    self.env._(
                        "Customers are asked two questions at most: the score and why. "
                        "To ask more, switch on “More Than Two Questions” in the "
                        "feedback program “%(program)s”.",
                        program=program.name,
                    )
                )
