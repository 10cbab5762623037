from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketPublish(SupportCommon):
    """What everybody will read leaves the big composer on purpose only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.channel = cls.env["support.channel"].create(
            {"name": "Town Square", "kind": "social", "is_public": True}
        )
        cls.ticket = cls._create_ticket(channel_id=cls.channel.id)

    def _compose(self, ticket=None, **values):
        return (
            self.env["mail.compose.message"]
            .with_user(self.agent)
            .create(
                {
                    "model": "support.ticket",
                    "res_ids": (ticket or self.ticket).ids,
                    "composition_mode": "comment",
                    "partner_ids": [Command.set(self.customer.ids)],
                    "subject": "Your lamp",
                    "body": "<p>It will be back in May.</p>",
                    **values,
                }
            )
        )

    def _is_said(self, ticket=None):
        bodies = (ticket or self.ticket).message_ids.mapped("body")
        return any("back in May" in body for body in bodies)

    def _get_tomorrow(self):
        return fields.Datetime.to_string(fields.Datetime.now() + timedelta(days=1))

    def test_answer_in_public_is_refused_until_it_is_published(self):
        composer = self._compose()
        with self.assertRaisesRegex(UserError, "everybody"):
            composer.action_send_mail()
        self.assertFalse(self._is_said())
        composer.action_publish()
        self.assertTrue(self._is_said())

    def test_scheduling_in_public_is_refused_until_it_is_published(self):
        composer = self._compose(scheduled_date=self._get_tomorrow())
        with self.assertRaisesRegex(UserError, "everybody"):
            composer.action_schedule_message()
        composer.action_publish()
        scheduled = self.env["mail.scheduled.message"].search(
            [("model", "=", "support.ticket"), ("res_id", "=", self.ticket.id)]
        )
        self.assertEqual(len(scheduled), 1)
        self.assertFalse(self._is_said())

    def test_note_on_public_channel_needs_no_publishing(self):
        note = self.env.ref("mail.mt_note")
        self._compose(subtype_id=note.id).action_send_mail()
        self.assertTrue(self._is_said())

    def test_answer_to_one_customer_needs_no_publishing(self):
        ticket = self._create_ticket()
        self._compose(ticket).action_send_mail()
        self.assertTrue(self._is_said(ticket))
