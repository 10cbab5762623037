from odoo import fields, models


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("support_feedback", "Support feedback")],
        ondelete={"support_feedback": "cascade"},
    )
    support_program_ids = fields.One2many(
        "support.feedback.program", "survey_id", "Feedback Programs"
    )
