from odoo import api, models


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    @api.constrains("survey_id", "is_page")
    def _check_support_questions(self):
        # Whoever edits the questions may not be who made the program.
        self.survey_id.sudo().support_program_ids._check_question_count()
