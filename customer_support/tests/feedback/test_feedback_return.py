from odoo.tests import tagged

from ..aftersales.return_common import ReturnCommon
from .feedback_common import FeedbackCommon


@tagged("post_install", "-at_install")
class TestFeedbackReturn(FeedbackCommon, ReturnCommon):
    """Customers are asked how their return went, once it has ended."""

    def test_resolved_return_is_asked_about_and_no_other(self):
        program = self._create_program(event="return", delay_hours=0)
        asked = self._come_back(1)
        self._inspect(asked, (1, "restock"))
        self.assertFalse(self._get_invitations(self.ticket))
        asked.action_resolve()
        self.assertEqual(self._get_invitations(self.ticket).program_id, program)

    def test_cancelled_return_is_not_asked_about(self):
        self._create_program(event="return", delay_hours=0)
        self._ask_return().action_cancel()
        self.assertFalse(self._get_invitations(self.ticket))
