from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import mute_logger

from .feedback_common import FeedbackCommon


class TestFeedbackReview(FeedbackCommon):
    """Reviews and complaints that everybody reads, as cases (S-100)."""

    def _log(self, user=None, **values):
        reviews = self.env["support.public.review"].with_user(user or self.agent)
        values.setdefault("link", "https://trustpilot.example/reviews/1")
        return reviews.create({"place": "trustpilot", "mark": 2, **values})

    def test_review_opens_a_case_of_who_logs_it(self):
        review = self._log(text="Never <b>again</b>.")
        ticket = review.ticket_id
        self.assertEqual(ticket.user_id, self.agent)
        self.assertEqual(ticket.channel_id.kind, "social")
        self.assertIn("Never &lt;b&gt;again", ticket.description)
        self.assertIn(review.link, ticket.description)
        self.assertEqual(review.band, "low")

    def test_review_of_a_known_case_opens_no_other(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self.assertEqual(self._log(ticket_id=ticket.id).ticket_id, ticket)
        self.assertEqual(ticket.with_user(self.agent).public_review_ids.mark, 2)

    def test_same_review_is_logged_once(self):
        self._log()
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._log()

    def test_link_leads_to_the_web_and_nowhere_else(self):
        for link in ("javascript:alert(1)", "trustpilot.com/1", "https://", "ftp://x"):
            with self.subTest(link=link), self.assertRaises(ValidationError):
                self._log(link=link)

    def test_score_is_one_to_five_or_none(self):
        self.assertFalse(self._log(mark=0).band)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._log(mark=6, link="https://x.example/2")
            self.env.flush_all()

    def test_public_answer_keeps_its_date_and_how_long_it_took(self):
        review = self._log(published_date="2026-02-28")
        self.assertFalse(review.answered_date)
        review.answer = "We are sorry; the lamp is on its way."
        answered = fields.Datetime.now()
        self.assertEqual(review.answered_date, answered)
        self.assertAlmostEqual(review.answer_days, 2.375, 3)
        self._wait(days=1)
        review.answer = "We are very sorry."
        self.assertEqual(review.answered_date, answered)
        review.answer = False
        self.assertFalse(review.answered_date)

    def test_positive_reviews_are_counted_by_place(self):
        for number, mark in enumerate((5, 4, 3, 1)):
            self._log(mark=mark, link=f"https://x.example/{number}")
        groups = (
            self.env["support.public.review"]
            .with_user(self.manager)
            ._read_group(
                [("company_id", "=", self.company.id)], ["place", "band"], ["__count"]
            )
        )
        self.assertEqual(
            {band: count for _place, band, count in groups},
            {"high": 2, "middle": 1, "low": 1},
        )

    def test_other_agents_and_companies_read_nothing(self):
        review = self._log()
        self.assertTrue(review.with_user(self.manager).read(["link"]))
        for user in (self.agent_own, self.other_manager):
            with self.assertRaises(AccessError):
                review.with_user(user).read(["link"])

    def test_collaborators_log_nothing(self):
        with self.assertRaises(AccessError):
            self._log(user=self.collaborator)
