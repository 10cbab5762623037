from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketSplit(SupportCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.ticket = self._create_ticket(user_id=self.agent.id)
        self.question = self._customer_writes(self.ticket, "And where is my invoice?")
        self._wait(hours=1)

    def _split(self, messages=None, user=None, **vals):
        ticket = self.ticket.with_user(user or self.agent)
        messages = (messages or self.question).with_env(ticket.env)
        return ticket._split(messages, {"name": "Invoice", **vals})

    def test_new_ticket_has_customer_message_and_waits_since_then(self):
        new = self._split()
        self.assertEqual((new.partner_id, new.name), (self.customer, "Invoice"))
        self.assertEqual(new.origin_ticket_id, self.ticket)
        self.assertEqual(new.unanswered_since, self.question.date)
        copy = new.message_ids.filtered(lambda m: m.body == self.question.body)
        self.assertEqual(
            (copy.author_id, copy.date), (self.customer, self.question.date)
        )

    def test_original_keeps_the_message_and_both_tell_of_the_split(self):
        new = self._split()
        self.assertEqual(self.question.res_id, self.ticket.id)
        self.assertIn(new.number, self.ticket.message_ids[0].body)
        self.assertIn(self.ticket.number, "".join(new.message_ids.mapped("body")))

    def test_copy_is_found_by_its_own_message_id(self):
        new = self._split()
        ids = new.message_ids.mapped("message_id")
        self.assertNotIn(self.question.message_id, ids)

    def test_files_and_pictures_in_the_text_are_copied(self):
        file = self.env["ir.attachment"].create(
            {
                "name": "bill.png",
                "raw": b"picture",
                "res_model": "support.ticket",
                "res_id": self.ticket.id,
            }
        )
        self.question.write(
            {
                "attachment_ids": [(4, file.id)],
                "body": f'<p>See <img src="/web/image/{file.id}?access_token=old"></p>',
            }
        )
        copied_message = self._split().message_ids.filtered("attachment_ids")
        copied_file = copied_message.attachment_ids
        self.assertEqual((copied_file.raw, file.res_id), (b"picture", self.ticket.id))
        self.assertEqual(copied_file.res_id, copied_message.res_id)
        self.assertIn(f"/web/image/{copied_file.id}?", copied_message.body)
        self.assertNotIn(f"/web/image/{file.id}?", copied_message.body)

    def test_nobody_is_notified_of_the_copy(self):
        new = self._split()
        self.assertFalse(new.message_ids.notification_ids)

    def test_only_messages_of_the_customer_of_this_ticket_are_split(self):
        foreign = self._customer_writes(self._create_ticket(user_id=self.agent.id))
        for message in (foreign, self._agent_answers(self.ticket)):
            with self.assertRaisesRegex(UserError, "customer's own messages"):
                self._split(message)

    def test_right_to_write_the_ticket_is_needed(self):
        with self.assertRaises(AccessError):
            self._split(user=self.agent_own)
        self.ticket.user_id = self.agent_own
        self.assertTrue(self._split(user=self.agent_own))

    def test_who_gives_the_question_to_another_team_may_still_read_it(self):
        self.ticket.user_id = self.agent_own
        new = self._split(user=self.agent_own, team_id=self.second_team.id)
        self.assertTrue(new.has_access("read"))
        self.assertFalse(new.has_access("write"))

    def test_dialog_lists_messages_and_splits_the_chosen_one(self):
        self._customer_writes(self.ticket, "The lamp still flickers.")
        wizard = (
            self.env["support.ticket.split.wizard"]
            .with_user(self.agent)
            .with_context(
                active_model="support.ticket",
                active_id=self.ticket.id,
                support_split_message_id=self.question.id,
            )
            .create({"name": "Invoice"})
        )
        self.assertEqual(len(wizard.line_ids), 2)
        action = wizard.action_split()
        new = self.env["support.ticket"].browse(action["res_id"])
        texts = "".join(new.message_ids.mapped("body"))
        self.assertIn("invoice", texts)
        self.assertNotIn("flickers", texts)

    def test_dialog_without_a_choice_asks_for_one(self):
        wizard = (
            self.env["support.ticket.split.wizard"]
            .with_user(self.agent)
            .create({"name": "Invoice", "ticket_id": self.ticket.id})
        )
        with self.assertRaisesRegex(UserError, "at least one"):
            wizard.action_split()
