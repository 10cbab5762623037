from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketMergeUndo(SupportCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.target = self._create_ticket(user_id=self.agent.id)
        self._wait(minutes=30)
        self.source = self._create_ticket(user_id=self.agent.id)
        self.message = self._customer_writes(self.source, "It still flickers!")

    def _merge(self):
        self.source.with_user(self.agent)._merge_into(self.target.with_user(self.agent))

    def _undo(self, user=None):
        self.source.with_user(user or self.agent).action_undo_merge()

    def test_undo_returns_what_came_and_leaves_what_was_there(self):
        own = self._customer_writes(self.target, "First words")
        tags = self.env["support.tag"].create([{"name": "Lamp"}, {"name": "Urgent"}])
        self.target.tag_ids = tags[0]
        self.source.tag_ids = tags
        self._merge()
        later = self._customer_writes(self.target, "Later words")
        self._undo()
        self.assertEqual(self.message.res_id, self.source.id)
        self.assertEqual((own | later).mapped("res_id"), self.target.ids * 2)
        self.assertEqual((self.target.tag_ids, self.source.tag_ids), (tags[0], tags))

    def test_undo_restores_stage_and_clocks(self):
        self.source._move_to_kind("waiting_third_party")
        self._merge()
        self._undo()
        self.assertEqual(self.source.stage_kind, "waiting_third_party")
        self.assertFalse(self.source.merged_into_id or self.source.cancel_reason)
        self.assertEqual(self.source.unanswered_since, self.message.date)
        self.assertFalse(self.target.unanswered_since)
        self.assertEqual(self.source.reopen_count, 0)

    def test_undo_keeps_a_clock_that_has_moved_since(self):
        self._merge()
        answered = self._wait(minutes=5)
        self._agent_answers(self.target)
        self._undo()
        self.assertEqual(self.target.first_response_date, answered)
        self.assertFalse(self.target.unanswered_since)

    def test_undo_takes_followers_out_that_came_with_the_merge(self):
        helper, both = self.collaborator.partner_id, self.manager.partner_id
        self.source.message_subscribe((helper | both).ids)
        self.target.message_subscribe(both.ids)
        self._merge()
        self._undo()
        self.assertNotIn(helper, self.target.message_partner_ids)
        self.assertIn(both, self.target.message_partner_ids)

    def test_undone_ticket_can_be_merged_again(self):
        self._merge()
        self._undo()
        self._merge()
        self.assertEqual(self.source.merged_into_id, self.target)

    def test_undo_is_refused_after_the_target_was_merged_further(self):
        self._merge()
        third = self._create_ticket(user_id=self.agent.id)
        self.target.with_user(self.agent)._merge_into(third.with_user(self.agent))
        with self.assertRaisesRegex(UserError, "Undo that merge first"):
            self._undo()
        self.target.with_user(self.agent).action_undo_merge()
        self._undo()
        self.assertEqual(self.message.res_id, self.source.id)

    def test_undo_needs_a_merge_and_the_right_to_write_both(self):
        with self.assertRaisesRegex(UserError, "is not merged"):
            self._undo()
        self._merge()
        self.source.user_id = self.agent_own
        with self.assertRaises(AccessError):
            self._undo(user=self.agent_own)

    def test_deleted_message_does_not_stop_the_undo(self):
        file = self.env["ir.attachment"].create(
            {"name": "a", "res_model": "support.ticket", "res_id": self.source.id}
        )
        self._merge()
        file.unlink()
        self.target.invoice_ids = [Command.clear()]
        self._undo()
        self.assertEqual(self.message.res_id, self.source.id)
