from odoo.exceptions import AccessError

from .feedback_common import FeedbackCommon


class TestFeedbackAccess(FeedbackCommon):
    def setUp(self):
        super().setUp()
        self.invitation = self._invite()
        self.invitation._record(1, "Rude")
        self.answer = self.invitation.answer_id

    def test_agent_reads_what_was_said_about_his_own_help(self):
        self.assertEqual(self.answer.with_user(self.agent).support_comment, "Rude")
        report = self.env["support.feedback.report"]
        self.assertEqual(len(report.with_user(self.agent).search([])), 1)

    def test_other_agents_read_nothing(self):
        with self.assertRaises(AccessError):
            self.answer.with_user(self.agent_own).read(["support_comment"])
        with self.assertRaises(AccessError):
            self.answer.user_input_line_ids.with_user(self.agent_own).read(["id"])
        report = self.env["support.feedback.report"]
        self.assertFalse(report.with_user(self.agent_own).search([]))
        ticket = self.invitation.ticket_id.with_user(self.agent_own).sudo(False)
        self.assertFalse(ticket.env["survey.user_input"].search([]))

    def test_manager_reads_all_of_his_companies_and_no_other(self):
        self.assertTrue(self.answer.with_user(self.manager).read(["support_comment"]))
        for model, record in (
            ("survey.user_input", self.answer),
            ("support.feedback.invitation", self.invitation),
            ("support.feedback.followup", self.answer.support_followup_ids),
        ):
            with self.subTest(model=model), self.assertRaises(AccessError):
                record.with_user(self.other_manager).read(["id", "create_date"])
        report = self.env["support.feedback.report"].with_user(self.other_manager)
        other = report.with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(other.search([]))

    def test_nobody_writes_an_answer(self):
        for user in (self.agent, self.manager):
            with self.assertRaises(AccessError):
                self.answer.with_user(user).write({"support_mark": 5})
            with self.assertRaises(AccessError):
                self.env["survey.user_input"].with_user(user).create(
                    {"survey_id": self.program.survey_id.id}
                )

    def test_surveys_of_others_stay_theirs(self):
        foreign = self.env["survey.survey"].create({"title": "Staff survey"})
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).read(["title"])
        answer = self.env["survey.user_input"].create({"survey_id": foreign.id})
        with self.assertRaises(AccessError):
            answer.with_user(self.manager).read(["email"])

    def test_agent_knows_no_link(self):
        """Whoever is rated cannot rate himself."""
        self.assertFalse(
            self.env["support.feedback.invitation"]
            .with_user(self.agent)
            .has_access("read")
        )
        names = {name for name in dir(self.invitation) if "link" in name}
        self.assertFalse({n for n in names - {"unlink"} if not n.startswith("_")})

    def test_answers_are_found_by_who_asks_for_his_data(self):
        """The host's privacy look-up goes by contact and address."""
        self.assertEqual(self.answer.email, self.customer.email)
        self.assertEqual(self.invitation.email_normalized, self.customer.email)
        self.answer.unlink()
        self.assertFalse(self.env["support.feedback.followup"].search([]))
        self.assertFalse(self.invitation.answer_id)
