from unittest.mock import Mock, patch

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ...models.ticket import support_ticket_presence as presence
from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketPresence(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.agent.id)
        cls.channel = f"support_ticket_presence_{cls.ticket.id}"

    def setUp(self):
        super().setUp()
        window = presence.RateWindow(limit=3, period=60)
        self.enterContext(patch.object(presence, "_presence_rate", window))

    def _listen(self, user, channel):
        """Return the tickets whose presence the user hears when he asks for it."""
        websocket = self.env["ir.websocket"].with_user(user)
        websocket = websocket.with_context(allowed_company_ids=user.company_ids.ids)
        request = Mock()
        with patch("odoo.addons.bus.models.ir_websocket.wsrequest", request):
            channels = websocket._build_bus_channel_list([channel])
        found = [c[0] for c in channels if isinstance(c, tuple) and c[1] == "presence"]
        return self.env["support.ticket"].union(*found)

    def _get_notifications(self):
        sent = self.env.cr.precommit.data.get("bus.bus.values", [])
        return [values for values in sent if "support.ticket/" in values["message"]]

    def test_reader_of_the_ticket_hears_who_is_on_it(self):
        self.assertEqual(self._listen(self.agent, self.channel), self.ticket)

    def test_colleague_who_may_not_read_the_ticket_hears_nothing(self):
        self.assertFalse(self._listen(self.agent_own, self.channel))
        self.assertFalse(self._listen(self.outsider, self.channel))
        self.assertFalse(self._listen(self.other_manager, self.channel))

    def test_customer_reads_his_ticket_but_not_who_of_us_is_on_it(self):
        portal = new_test_user(self.env, "support_ada", groups="base.group_portal")
        self.ticket.partner_id = portal.partner_id
        self.assertTrue(self.ticket.with_user(portal).has_access("read"))
        self.assertFalse(self._listen(portal, self.channel))
        self.ticket.with_user(portal).notify_presence("here")
        self.assertFalse(self._get_notifications())

    def test_unknown_ticket_or_channel_is_no_error(self):
        self.assertFalse(self._listen(self.agent, "support_ticket_presence_999999999"))
        self.assertFalse(self._listen(self.agent, "support_ticket_presence_x"))

    def test_presence_goes_to_the_ticket_and_names_the_user(self):
        self.ticket.with_user(self.agent).notify_presence("writing", token="a" * 99)
        (sent,) = self._get_notifications()
        self.assertIn('"support.ticket"', sent["channel"])
        self.assertIn('"state":"writing"', sent["message"])
        self.assertIn(f'"name":"{self.agent.name}"', sent["message"])
        self.assertNotIn("a" * 41, sent["message"])

    def test_presence_needs_the_right_to_read(self):
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.agent_own).notify_presence("here")
        with self.assertRaises(ValidationError):
            self.ticket.with_user(self.agent).notify_presence("dancing")

    def test_too_many_calls_are_dropped(self):
        for _call in range(5):
            self.ticket.with_user(self.agent).notify_presence("here")
        self.assertEqual(len(self._get_notifications()), 3)

    def test_presence_stores_nothing_on_the_ticket(self):
        self.env.flush_all()
        ticket = self.ticket.with_user(self.agent)
        with patch.object(type(ticket), "_write_multi", side_effect=AssertionError):
            ticket.notify_presence("here")
            self.env.flush_all()

    def test_public_message_is_announced_to_the_watchers_and_a_note_is_not(self):
        self._customer_writes(self.ticket)
        self.assertIn("support.ticket/message", str(self._get_notifications()))
        self.env.cr.precommit.data.pop("bus.bus.values")
        self._agent_notes(self.ticket)
        self.assertNotIn("support.ticket/message", str(self._get_notifications()))


@tagged("post_install", "-at_install")
class TestTicketHeldAnswer(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_ticket(user_id=cls.agent.id)
        cls.seen = cls._customer_writes(cls.ticket)

    def _answer(self, user=None, seen=None):
        seen = seen or self.seen
        return self._agent_answers(self.ticket, user=user, last_seen_message_id=seen.id)

    def test_answer_to_what_was_seen_goes_out(self):
        self.assertTrue(self._answer())

    def test_answer_past_a_newer_message_of_the_customer_is_held_back(self):
        newer = self._customer_writes(self.ticket, "It works again, thank you!")
        with self.assertRaisesRegex(presence.NewerMessageError, "Ada Lindqvist wrote"):
            self._answer()
        self.assertTrue(self._answer(seen=newer))

    def test_second_answer_is_held_back_until_the_first_was_seen(self):
        first = self._answer(user=self.manager)
        with self.assertRaisesRegex(presence.NewerMessageError, "Manager wrote"):
            self._answer()
        self.assertTrue(self._answer(seen=first))

    def test_own_newer_answer_holds_nothing_back(self):
        self._answer()
        self.assertTrue(self._answer())

    def test_colleagues_note_holds_nothing_back(self):
        self._agent_notes(self.ticket, user=self.manager)
        self.assertTrue(self._answer())

    def test_note_is_never_held_back(self):
        self._customer_writes(self.ticket)
        note_id = self.env.ref("mail.mt_note").id
        self.assertTrue(
            self.ticket.with_user(self.agent).message_post(
                message_type="comment",
                subtype_id=note_id,
                last_seen_message_id=self.seen.id,
            )
        )

    def test_caller_that_tells_nothing_is_not_held_back(self):
        self._customer_writes(self.ticket)
        self.assertTrue(self._agent_answers(self.ticket))

    def test_customers_answer_is_never_held_back(self):
        self._answer(user=self.manager)
        message = self.ticket.sudo().message_post(
            author_id=self.customer.id,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            last_seen_message_id=0,
        )
        self.assertTrue(message)

    # -- The big composer -----------------------------------------------------------
    def _compose(self, **values):
        return (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .with_context(default_last_seen_message=self.seen.id)
            .create(
                {
                    "model": "support.ticket",
                    "res_ids": self.ticket.ids,
                    "composition_mode": "comment",
                    "partner_ids": [Command.set(self.customer.ids)],
                    "subject": "Your lamp",
                    "body": "<p>A new one is on its way.</p>",
                    **values,
                }
            )
        )

    def test_composer_shows_the_newer_message_then_sends(self):
        self._customer_writes(self.ticket, "It works again!")
        composer = self._compose()
        action = composer.action_send_mail()
        self.assertEqual((action["res_id"], action["target"]), (composer.id, "new"))
        self.assertIn("It works again!", composer.newer_messages)
        composer.action_send_mail()
        self.assertIn("A new one", self.ticket.message_ids[0].body)

    def test_composer_sends_at_once_when_nothing_is_newer(self):
        action = self._compose().action_send_mail()
        self.assertEqual(action["type"], "ir.actions.act_window_close")

    def test_composer_names_its_audience(self):
        self.assertEqual(self._compose().ticket_audience, "customer")
        note = self.env.ref("mail.mt_note")
        self.assertEqual(
            self._compose(subtype_id=note.id).ticket_audience, "colleagues"
        )
        self.ticket.channel_id = self.env.ref("customer_support.support_channel_social")
        self.assertEqual(self._compose().ticket_audience, "everybody")
