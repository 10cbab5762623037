from datetime import datetime

from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersScheduled(AnswersCommon):
    """An answer from a template that goes out tomorrow is looked at again then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template(
            "Order", "<p>Your order {{ order.number }} of {{ order.amount }}.</p>"
        )

    def setUp(self):
        super().setUp()
        self._freeze("2026-03-02 10:00:00")
        self.order = self._create_order()
        self.ticket = self._create_late_ticket(
            partner_id=self.customer.id, sale_order_id=self.order.id
        )
        self.scheduled = self._schedule()

    def _schedule(self):
        composer = self._compose(self.ticket, reply_template_id=self.template.id)
        composer.action_insert_reply()
        composer.scheduled_date = datetime(2026, 3, 3, 10)
        composer.action_schedule_message()
        return self.env["mail.scheduled.message"].search(
            [("model", "=", "support.ticket"), ("res_id", "=", self.ticket.id)]
        )

    def _send(self):
        """Let the host's job send it; return the public answers on the ticket."""
        self._wait(days=1)
        self.scheduled._post_message(raise_exception=False)
        return self.ticket.message_ids.filtered(
            lambda m: "Your order" in m.body and not m.subtype_id.internal
        )

    def _get_report(self):
        activity = self.ticket.activity_ids.filtered(lambda a: "not sent" in a.summary)
        self.assertEqual(activity.user_id, self.agent)
        self.assertIn("Your order", activity.note)
        self.assertFalse(self.scheduled.exists())
        return activity.summary

    def test_what_still_holds_is_sent(self):
        self.assertTrue(self._send())
        self.assertEqual(self.ticket.reply_use_ids.template_id, self.template)

    def test_customer_who_has_written_since_gets_none(self):
        self._wait(hours=1)
        self._customer_writes(self.ticket, "It has come.")
        self.assertFalse(self._send())
        self.assertIn("written since", self._get_report())

    def test_value_that_has_changed_is_not_said(self):
        self.order.order_line[0].price_unit += 50
        self.assertFalse(self._send())
        self.assertIn("Total of the order was", self._get_report())

    def test_who_has_looked_at_it_again_sends_it(self):
        self._wait(hours=1)
        self._customer_writes(self.ticket, "It has come.")
        self._wait(hours=1)
        self.scheduled.with_user(self.agent).body += "<p>As you say.</p>"
        self.assertTrue(self._send())

    def test_note_in_plain_words_is_none_of_our_business(self):
        self.scheduled.support_reply_text_ids = False
        self.ticket.with_user(self.agent).action_solve()
        self.assertTrue(self._send())
