from odoo.exceptions import ValidationError

from .feedback_common import FeedbackCommon


class TestFeedbackProgram(FeedbackCommon):
    def test_program_makes_a_native_survey_of_two_questions(self):
        survey = self.program.survey_id
        self.assertEqual(survey.survey_type, "support_feedback")
        self.assertEqual(survey.access_mode, "token")
        score, why = survey.question_ids
        self.assertEqual(
            (score.question_type, why.question_type), ("scale", "text_box")
        )
        self.assertEqual((score.scale_min, score.scale_max), (1, 5))

    def test_scale_follows_the_metric(self):
        for metric, scale in (("ces", (1, 7)), ("nps", (0, 10))):
            score = self._create_program(metric=metric).score_question_id
            self.assertEqual((score.scale_min, score.scale_max), scale)

    def test_third_question_is_refused_unless_chosen(self):
        vals = {
            "survey_id": self.program.survey_id.id,
            "title": "And our prices?",
            "question_type": "char_box",
        }
        questions = self.env["survey.question"].with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "two questions at most"):
            questions.create(vals)
        self.program.allows_more = True
        questions.create(vals)
        with self.assertRaisesRegex(ValidationError, "two questions at most"):
            self.program.allows_more = False

    def test_numbers_that_make_no_sense_are_refused(self):
        for values in (
            {"sampling_percent": 101},
            {"sampling_percent": -1},
            {"delay_hours": -1},
            {"open_days": 0},
            {"reminder_days": 28, "open_days": 28},
            {"rest_days": -1},
            {"review_url": "javascript:alert(1)"},
            {"metric": "own"},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self._create_program(**values)

    def test_program_that_has_asked_keeps_its_question(self):
        self._invite()
        program = self.program.with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "has asked customers"):
            program.metric = "nps"
        with self.assertRaisesRegex(ValidationError, "has asked customers"):
            program.is_anonymous = True
        program.name = "Another name"

    def test_metric_of_a_new_program_may_change(self):
        self.program.with_user(self.manager).metric = "nps"
        self.assertEqual(self.program.score_question_id.scale_max, 10)
