from odoo import fields, http
from odoo.tests import tagged

from ..portal.common import PortalCommon


@tagged("post_install", "-at_install")
class TestFeedbackPortal(PortalCommon):
    """Whoever looks at his solved ticket before the mail comes answers there."""

    def setUp(self):
        super().setUp()
        self.program = (
            self.env["support.feedback.program"]
            .with_user(self.manager)
            .create({"name": "After a ticket", "company_id": self.company.id})
        )
        self.ticket.user_id = self.agent
        self.ticket.with_user(self.agent).action_solve()
        self.invitation = self.env["support.feedback.invitation"].search(
            [("ticket_id", "=", self.ticket.id)]
        )
        self.action = f"/my/tickets/{self.ticket.id}/feedback"

    def _choose(self, mark):
        return self._hand_in(self.ticket.access_url, self.action, score=mark)

    def _get_mails(self):
        return self.env["mail.mail"].search_count(
            [("model", "=", "support.ticket"), ("res_id", "=", self.ticket.id)]
        )

    def test_mark_on_the_page_leads_to_the_question_and_counts_nothing_yet(self):
        self._log_in(self.ada)
        page = self._choose("4")
        self.assertIn("/support/feedback/", page.url)
        self.assertRegex(page.text, r'<input[^>]*value="4"[^>]*checked')
        self.assertTrue(self.invitation.is_asked_in_portal)
        self.assertFalse(self.invitation.answer_id)

    def test_whoever_was_asked_in_the_portal_gets_no_mail(self):
        self._log_in(self.ada)
        before = self._get_mails()
        self._choose("4")
        self.invitation.due_date = fields.Datetime.now()
        self._run_cron("ir_cron_ask_feedback")
        self.assertEqual(self._get_mails(), before)

    def test_looking_at_the_ticket_asks_nobody(self):
        self._log_in(self.ada)
        page = self._get_page(self.ticket.access_url)
        self.assertIn(self.action, page.text)
        self.assertEqual(self.invitation.state, "queued")

    def test_whoever_was_asked_lately_is_not_asked_on_the_page(self):
        self.customer.support_feedback_asked_date = fields.Datetime.now()
        self._log_in(self.ada)
        page = self._get_page(self.ticket.access_url)
        self.assertNotIn(self.action, page.text)

    def test_ticket_that_came_back_is_not_asked_about(self):
        self.ticket.with_user(self.agent).action_reopen()
        self._log_in(self.ada)
        self.assertNotIn(self.action, self._get_page(self.ticket.access_url).text)

    def test_others_and_colleagues_are_not_led_to_the_question(self):
        for user in (self.bruno, self.agent):
            self._log_in(user)
            page = self._get_page(self.ticket.access_url)
            self.assertNotIn(self.action, page.text)
            values = {"csrf_token": http.Request.csrf_token(self), "score": "5"}
            answer = self._post(self.action, values)
            self.assertNotIn("/support/feedback/", answer.url)
        self.assertEqual(self.invitation.state, "queued")

    def test_asking_twice_asks_once(self):
        now = fields.Datetime.now()
        self.assertTrue(self.invitation._ask_in_portal(now))
        self.assertFalse(self.invitation._ask_in_portal(now))
