from odoo.tests import HttpCase, tagged

from ..answers.answers_common import AnswersCommon
from . import test_tours_ticket


@tagged("post_install", "-at_install")
class TestToursReply(AnswersCommon, HttpCase):
    """Answering from a template in a browser, as the agent with the fewest rights."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        cls.ticket = cls._create_ticket(category_id=cls.reason.id)
        cls.lamp_template = cls._create_template(
            "Lamp is broken",
            "<p>Dear {{ customer.first_name }}, your lamp stops flickering soon.</p>",
            tone="Calm",
            checklist="I have read everything",
        )

    def test_agent_replies_with_a_template(self):
        self.start_tour(
            "/odoo/support",
            "support_agent_replies_with_a_template",
            login=self.agent_own.login,
            timeout=180,
        )
        use = self.ticket.reply_use_ids
        self.assertEqual(use.template_id, self.lamp_template)
        self.assertEqual(use.user_id, self.agent_own)
        self.assertEqual(use.kept_share, 1.0)
