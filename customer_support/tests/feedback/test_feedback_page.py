import re

from odoo.tests import HttpCase, tagged

from .feedback_common import FeedbackCommon


@tagged("post_install", "-at_install")
class TestFeedbackPage(FeedbackCommon, HttpCase):
    """The page behind the links of the mail, in a browser without log-in."""

    def setUp(self):
        super().setUp()
        self.invitation = self._invite()
        self.url = self.invitation._get_path()

    def _press(self, path="", **values):
        page = self.url_open(self.url)
        secret = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(self.url + path, {"csrf_token": secret, **values})

    def test_click_in_the_mail_shows_the_mark_chosen_and_counts_nothing(self):
        page = self.url_open(f"{self.url}?score=4")
        self.assertEqual(page.status_code, 200)
        chosen = re.search(r'<input[^>]*value="4"[^>]*checked', page.text)
        self.assertTrue(chosen)
        self.assertFalse(self.invitation.answer_id)
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")

    def test_scanner_that_follows_every_link_does_not_vote(self):
        mail = self._get_mails(self.invitation.ticket_id)
        links = set(re.findall(r'href="([^"]+)"', mail.body_html))
        self.assertEqual(len(links), 6)
        for link in links:
            path = link.split("/support/", 1)[1]
            for _time in range(2):
                self.url_open(f"/support/{path}")
                self.opener.head(f"{self.base_url()}/support/{path}")
        for path in ("/reason", "/consent", "/stop"):
            self.url_open(self.url + path)
        self.assertFalse(self.invitation.answer_id)
        self.assertFalse(self.customer.support_feedback_declined)

    def test_one_press_answers_without_log_in(self):
        page = self._press(score="5", comment="Well done")
        self.assertIn("Thank you", page.text)
        answer = self.invitation.answer_id
        self.assertEqual(
            (answer.support_mark, answer.support_comment), (5, "Well done")
        )

    def test_low_mark_asks_for_its_reason(self):
        page = self._press(score="1")
        self.assertIn("What was it above all?", page.text)
        self._press("/reason", reason="speed")
        self.assertEqual(self.invitation.answer_id.support_reason, "speed")

    def test_ticket_closed_for_good_can_still_be_given_its_reason(self):
        self.invitation.ticket_id.with_user(self.agent).action_close()
        page = self._press(score="1")
        self.assertIn("What was it above all?", page.text)
        secret = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        values = {"csrf_token": secret, "reason": "tone"}
        page = self.url_open(f"{self.url}/reason", values)
        self.assertEqual(self.invitation.answer_id.support_reason, "tone")
        self.assertNotIn("Change my answer", page.text)
        self._wait(days=1)
        page = self.url_open(f"{self.url}?done=1")
        self.assertEqual(page.status_code, 404)

    def test_posting_without_the_page_is_refused(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open(self.url, {"score": "1"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self.invitation.answer_id)

    def test_forged_tokens_open_nothing(self):
        other = self._solve(partner_id=self.other_customer.id)
        self._ask()
        other_invitation = self._get_invitations(other)
        token = self.url.rsplit("/", 1)[1]
        for url in (
            f"/support/feedback/{other_invitation.id}/{token}",
            f"/support/feedback/{self.invitation.id}/{token[:-1]}",
            f"/support/feedback/{self.invitation.id}/x",
            f"/support/feedback/{self.invitation.id}/%C3%A9",
            f"/support/feedback/999999999/{token}",
        ):
            with self.subTest(url=url):
                page = self.url_open(url)
                self.assertEqual(page.status_code, 404)
                self.assertNotIn(self.invitation.ticket_id.number, page.text)

    def test_link_opens_nothing_but_the_question(self):
        self.invitation.ticket_id.name = "Secret matter"
        page = self.url_open(self.url)
        self.assertNotIn("Secret matter", page.text)
        ticket = self.url_open(f"/my/tickets/{self.invitation.ticket_id.id}")
        self.assertNotIn("Secret matter", ticket.text)

    def test_expired_link_is_closed_and_says_where_to_go(self):
        self._wait(days=29)
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 404)
        self.assertIn("/support/contact", page.text)

    def test_strange_marks_are_refused_in_words(self):
        for score in ("6", "0", "-1", "x", "", "９", "1e3", "99999999999"):
            with self.subTest(score=score):
                page = self._press(score=score)
                self.assertEqual(page.status_code, 422)
        self.assertFalse(self.invitation.answer_id)

    def test_replayed_answer_is_one_answer(self):
        self._press(score="4")
        self._press(score="4")
        answers = self.env["survey.user_input"].search(
            [("survey_id", "=", self.program.survey_id.id)]
        )
        self.assertEqual(len(answers), 1)

    def test_colleague_cannot_answer(self):
        self.authenticate(self.agent.login, self.agent.login)
        page = self._press(score="5")
        self.assertIn("Only the customer can answer", page.text)
        self.assertFalse(self.invitation.answer_id)

    def test_one_press_ends_all_questions(self):
        page = self._press("/stop")
        self.assertIn("We do not ask you again", page.text)
        self.assertTrue(self.customer.support_feedback_declined)

    def test_comment_with_code_is_shown_as_text(self):
        self._press(score="3", comment="</textarea><script>alert(1)</script>")
        page = self.url_open(self.url)
        self.assertNotIn("<script>alert(1)</script>", page.text)

    def test_anonymous_answer_is_thanked_for_and_cannot_be_changed(self):
        self.invitation.unlink()
        self.program.is_anonymous = True
        self.customer.support_feedback_asked_date = False
        invitation = self._invite()
        self.url = invitation._get_path()
        page = self._press(score="1", comment="Unfriendly")
        self.assertIn("Thank you", page.text)
        self.assertNotIn("Change my answer", page.text)
        self.assertEqual(self.url_open(self.url).status_code, 404)
