from odoo.exceptions import UserError

from .feedback_common import FeedbackCommon


class TestFeedbackAnswer(FeedbackCommon):
    def test_answer_is_a_native_survey_answer_that_knows_its_ticket(self):
        invitation = self._invite(category_id=self._get_reason().id)
        invitation._record(4, "Quick and kind")
        answer = invitation.answer_id
        self.assertEqual(answer.state, "done")
        self.assertEqual(answer.survey_id, self.program.survey_id)
        self.assertEqual(answer.partner_id, self.customer)
        self.assertEqual(answer.support_ticket_id, invitation.ticket_id)
        self.assertEqual(answer.support_user_id, self.agent)
        self.assertEqual(answer.support_team_id, self.team)
        self.assertEqual(answer.support_category_id, self._get_reason())
        self.assertEqual(answer.support_band, "high")
        lines = answer.user_input_line_ids
        self.assertEqual(lines[0].value_scale, 4)
        self.assertEqual(lines[1].value_text_box, "Quick and kind")

    def _get_reason(self):
        return self.env.ref("customer_support.support_category_order_cancel")

    def test_mark_can_be_changed_until_the_ticket_is_closed_for_good(self):
        invitation = self._invite()
        invitation._record(2, "Slow")
        invitation._record(5, "No, it was fine")
        answer = invitation.answer_id
        self.assertEqual((answer.support_mark, len(answer.user_input_line_ids)), (5, 2))
        invitation.ticket_id.with_user(self.agent).action_close()
        with self.assertRaisesRegex(UserError, "closed"):
            invitation._record(1)
        self.assertEqual(answer.support_mark, 5)

    def test_ticket_closed_before_can_be_rated_once(self):
        invitation = self._invite()
        invitation.ticket_id.with_user(self.agent).action_close()
        invitation._record(3)
        with self.assertRaises(UserError):
            invitation._record(4)

    def test_question_that_has_expired_is_closed(self):
        invitation = self._invite()
        self._wait(days=28, seconds=1)
        invitation.invalidate_recordset()
        with self.assertRaises(UserError):
            invitation._record(4)

    def test_marks_that_are_none_are_refused(self):
        invitation = self._invite()
        for mark in (0, 6, -1, 999, None):
            with self.subTest(mark=mark), self.assertRaises(UserError):
                invitation._record(mark)
        self.assertFalse(invitation.answer_id)

    def test_endless_changing_is_stopped(self):
        invitation = self._invite()
        for _number in range(20):
            invitation._record(3)
        with self.assertRaises(UserError):
            invitation._record(4)

    def test_huge_and_strange_comments_are_kept_as_text(self):
        invitation = self._invite()
        invitation._record(3, "\x00<script>alert(1)</script>" + "x" * 10_000)
        comment = invitation.answer_id.support_comment
        self.assertEqual(len(comment), 4000)
        self.assertTrue(comment.startswith("<script>"))

    def test_several_answers_of_a_ticket_are_kept_in_their_order(self):
        self.program.rest_days = 0
        first = self._invite()
        first._record(1, "Still broken")
        ticket = first.ticket_id
        ticket.with_user(self.agent).action_reopen()
        self._solve(ticket)
        self._ask()
        self._get_invitations(ticket)[-1]._record(5, "Now it works")
        self.assertEqual(
            ticket.feedback_answer_ids.sorted("id").mapped("support_mark"), [1, 5]
        )
        self.assertEqual(ticket.with_user(self.agent).feedback_words, "5 of 5")

    def test_praise_reaches_the_agent_once(self):
        invitation = self._invite()
        invitation._record(5, "Thank you, Agent!")
        invitation._record(4, "Thank you!")
        notices = self.env["mail.message"].search(
            [
                ("message_type", "=", "user_notification"),
                ("partner_ids", "in", self.agent.partner_id.ids),
                ("res_id", "=", invitation.ticket_id.id),
            ]
        )
        self.assertEqual(len(notices), 1)
        self.assertIn("Thank you, Agent!", notices.body)

    def test_invited_to_a_review_once_in_the_programs_days(self):
        self.program.write({"review_url": "https://reviews.example", "rest_days": 0})
        first = self._invite()
        first._record(5)
        self.assertTrue(first._invite_to_review())
        self.assertTrue(first._invite_to_review(), "the same page again")
        second = self._invite()
        second._record(5)
        self.assertFalse(second._invite_to_review())
        self._wait(days=180)
        third = self._invite()
        third._record(3)
        self.assertFalse(third._invite_to_review(), "not content")

    def test_only_praise_can_be_quoted(self):
        invitation = self._invite()
        invitation._record(2)
        invitation._record_consent()
        self.assertFalse(invitation.answer_id.support_has_consent)
        invitation._record(5)
        invitation._record_consent()
        self.assertTrue(invitation.answer_id.support_has_consent)

    def test_low_scores_warn_beside_the_next_ticket(self):
        self._invite()._record(1)
        ticket = self._create_ticket()
        history = ticket.with_user(self.agent).get_customer_history()
        labels = [warning["label"] for warning in history["warnings"]]
        self.assertIn("Low scores given", labels)

    def test_score_of_the_customers_reaches_the_gate_of_templates(self):
        gate = self.env["support.reply.template"]
        invitation = self._invite()
        self.assertIsNone(gate._get_score_of_customers(invitation.ticket_id))
        invitation._record(2)
        self.assertEqual(gate._get_score_of_customers(invitation.ticket_id), 0.25)
