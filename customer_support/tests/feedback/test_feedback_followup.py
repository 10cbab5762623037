from odoo.exceptions import AccessError, UserError

from .feedback_common import FeedbackCommon


class TestFeedbackFollowup(FeedbackCommon):
    def _get_followup(self, mark=1, comment="Nobody called back"):
        invitation = self._invite()
        invitation._record(mark, comment)
        return invitation.answer_id.support_followup_ids

    def _get_cause(self):
        return self.env["support.category"].search(
            [("level", "=", "cause")], limit=1
        ) or self.env["support.category"].search([], limit=1)

    def test_low_score_is_followed_up_by_the_leader_in_working_time(self):
        followup = self._get_followup()
        self.assertEqual(followup.user_id, self.manager)
        self.assertEqual(followup.agent_id, self.agent)
        self.assertTrue(followup.due_date)
        self.assertEqual(followup.activity_ids.user_id, self.manager)

    def test_due_date_is_counted_in_the_hours_of_the_team(self):
        followup = self._get_followup()
        calendar = self.team.calendar_id or self.company.resource_calendar_id
        hours = calendar.get_work_hours_count(
            self.frozen.time_to_freeze, followup.due_date, compute_leaves=True
        )
        self.assertAlmostEqual(hours, 8, 2)

    def test_middling_score_is_not_followed_up(self):
        self.assertFalse(self._get_followup(mark=3))

    def test_it_is_closed_with_outcome_cause_and_lesson_only(self):
        followup = self._get_followup().with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Before a low score is closed"):
            followup.action_close()
        followup.write({"outcome": "recovered", "category_id": self._get_cause().id})
        with self.assertRaises(UserError):
            followup.action_close()
        followup.lesson = "Call back the same day"
        followup.action_close()
        self.assertTrue(followup.is_closed)
        self.assertFalse(followup.activity_ids)

    def test_nobody_closes_it_around_the_button(self):
        followup = self._get_followup().with_user(self.manager)
        for values in ({"is_closed": True}, {"due_date": "2030-01-01"}):
            with self.assertRaises(AccessError):
                followup.write(values)

    def test_second_low_mark_is_the_same_followup(self):
        invitation = self._invite()
        invitation._record(1)
        invitation._record(2, "And cold tea")
        self.assertEqual(len(invitation.answer_id.support_followup_ids), 1)

    def test_better_mark_is_noted_on_it(self):
        invitation = self._invite()
        invitation._record(1)
        invitation._record(5)
        followup = invitation.answer_id.support_followup_ids
        self.assertIn("changed his mark to 5", followup.message_ids[0].body)
        self.assertFalse(followup.is_closed)

    def test_reason_of_the_customer_is_on_it(self):
        invitation = self._invite()
        invitation._record(1)
        invitation._record_reason("tone")
        self.assertEqual(invitation.answer_id.support_followup_ids.reason, "tone")
        with self.assertRaises(UserError):
            invitation._record_reason("weather")

    def test_late_ones_are_found(self):
        followup = self._get_followup()
        followups = self.env["support.feedback.followup"].with_user(self.manager)
        self.assertFalse(followups.search([("is_late", "=", True)]))
        self._wait(days=7)
        self.assertEqual(followups.search([("is_late", "=", True)]), followup)

    def test_ticket_is_reopened_from_it(self):
        followup = self._get_followup().with_user(self.manager)
        followup.action_reopen_ticket()
        self.assertEqual(followup.ticket_id.stage_kind, "open")
