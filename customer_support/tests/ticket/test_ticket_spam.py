from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketSpam(SupportCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.ticket = self._create_ticket(
            partner_id=False, partner_email="Win <w@n.example>"
        )
        promise = "You won!"
        self.message = self.ticket.message_post(
            body=promise,
            email_from="w@n.example",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )

    def _is_spammer(self, address="w@n.example"):
        return self.env["support.ticket"]._is_known_spammer(address)

    def test_spam_leaves_every_queue_without_a_word(self):
        self.ticket.with_user(self.agent).action_mark_spam()
        self.assertEqual(
            (self.ticket.stage_kind, self.ticket.cancel_reason), ("cancelled", "spam")
        )
        self.assertFalse(self.ticket.unanswered_since or self.ticket.solved_date)
        self.assertFalse(self.ticket.message_ids.notification_ids)

    def test_sender_is_known_until_the_mark_is_taken_back(self):
        self.assertFalse(self._is_spammer())
        self.ticket.with_user(self.agent).action_mark_spam()
        self.assertTrue(self._is_spammer())
        self.assertFalse(self._is_spammer("other@n.example"))
        self.assertFalse(self._is_spammer(False))
        self.ticket.with_user(self.agent).action_reopen()
        self.assertFalse(self._is_spammer())

    def test_reopened_ticket_waits_again_since_its_message(self):
        self.ticket.with_user(self.agent).action_mark_spam()
        self._wait(hours=1)
        self.ticket.with_user(self.agent).action_reopen()
        self.assertEqual(self.ticket.stage_kind, "open")
        self.assertEqual(self.ticket.unanswered_since, self.message.date)
        self.assertEqual(self.ticket.reopen_count, 0)

    def test_answered_ticket_does_not_wait_after_reopening(self):
        self._wait(minutes=1)
        self._agent_answers(self.ticket)
        self.ticket.action_solve()
        self.ticket.action_reopen()
        self.assertFalse(self.ticket.unanswered_since)
