from datetime import datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...logic.ticket_conversation import (
    ConversationState,
    can_reopen,
    get_agent_answer_changes,
    get_customer_message_changes,
)

NOW = datetime(2026, 3, 2, 9, 0)


@tagged("post_install", "-at_install")
class TestTicketConversationLogic(BaseCase):
    def test_wait_runs_from_the_oldest_unanswered_message(self):
        first = get_customer_message_changes(ConversationState(), NOW)
        self.assertEqual(first["unanswered_since"], NOW)
        waiting = ConversationState(unanswered_since=NOW)
        later = get_customer_message_changes(waiting, NOW + timedelta(hours=1))
        self.assertNotIn("unanswered_since", later)

    def test_only_the_first_answer_is_the_first_response(self):
        first = get_agent_answer_changes(ConversationState(), NOW)
        self.assertEqual(first["first_response_date"], NOW)
        answered = ConversationState(first_response_date=NOW)
        later = get_agent_answer_changes(answered, NOW + timedelta(hours=1))
        self.assertNotIn("first_response_date", later)
        self.assertIsNone(later["unanswered_since"])

    def test_reopen_window(self):
        cases = [
            # days since the end, window in days, cancelled -> reopens
            (0, 14, False, True),
            (14, 14, False, True),
            (14.001, 14, False, False),
            (1, 0, False, False),
            (1, 14, True, False),
            (1, -1, False, False),
        ]
        for days, window, cancelled, expected in cases:
            with self.subTest(days=days, window=window, cancelled=cancelled):
                ended = NOW - timedelta(days=days)
                self.assertEqual(can_reopen(ended, window, NOW, cancelled), expected)

    def test_ticket_without_end_does_not_reopen(self):
        self.assertFalse(can_reopen(None, 14, NOW))
