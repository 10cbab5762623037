from odoo.tests import HttpCase, tagged

from ..feedback.feedback_common import FeedbackCommon
from . import test_tours_ticket


class FeedbackTourCommon(FeedbackCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)

    def _freeze(self, moment=None):
        """A browser has the real clock."""

    def _invite(self, **values):
        ticket = self._solve(**values)
        invitation = self._get_invitations(ticket)
        invitation._ask(invitation.due_date)
        return invitation


@tagged("post_install", "-at_install")
class TestToursFeedbackCustomer(FeedbackTourCommon):
    """The customer answers on his phone, by the link of the mail."""

    browser_size = "375,667"
    touch_enabled = True

    def test_customer_says_how_it_was(self):
        invitation = self._invite()
        self.start_tour(
            f"{invitation._get_path()}?score=2",
            "support_customer_says_how_it_was",
            login=None,
            timeout=120,
        )
        answer = invitation.answer_id
        self.assertEqual((answer.support_mark, answer.support_reason), (2, "speed"))
        self.assertEqual(answer.support_comment, "Nobody called back")


@tagged("post_install", "-at_install")
class TestToursFeedbackManager(FeedbackTourCommon):
    browser_size = "1600,900"

    def test_manager_follows_up_a_low_score(self):
        invitation = self._invite()
        invitation._record(1, "Nobody called back")
        self.start_tour(
            "/odoo/support",
            "support_manager_follows_up_a_low_score",
            login=self.manager.login,
            timeout=180,
        )
        followup = invitation.answer_id.support_followup_ids
        self.assertTrue(followup.is_closed)
        self.assertEqual(followup.lesson, "Call on the same day")
