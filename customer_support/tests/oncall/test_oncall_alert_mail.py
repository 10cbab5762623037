from email.message import EmailMessage

from odoo.tests import tagged

from .alert_common import NIGHT, AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertMail(AlertCommon):
    """Nadia answers the mail that woke her, or something else answers it."""

    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)
        self.alert = self._raise()
        self._climb()

    def _answer(self, sender=None, reference=None, model=False, **headers):
        """Deliver an answer, as the mail server does."""
        called = self.alert.notification_ids.filtered(
            lambda n: n.channel == "mail" and n.user_id == self.nadia
        )
        message = EmailMessage()
        message["From"] = sender or self.nadia.email_formatted
        message["To"] = "catchall@support.example"
        message["Subject"] = "Re: Somebody needs you"
        message["Message-ID"] = f"<{len(self.alert.message_ids)}@phone.example>"
        message["In-Reply-To"] = reference or called.mail_message_id.message_id
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content("On my way.")
        threads = self.env["mail.thread"].sudo()
        threads.message_process(model, message.as_bytes(), thread_id=self.alert.id)

    def test_answer_of_who_was_called_acknowledges(self):
        self._answer()
        self.assertEqual(self.alert.state, "acknowledged")
        self.assertEqual(self.alert.acknowledged_by_id, self.nadia)
        event = self.alert.event_ids.filtered(lambda e: e.kind == "acknowledged")
        self.assertEqual(
            event.description, "Acknowledged by Nadia by an answer to the mail"
        )
        self.assertIn("On my way.", self.alert.message_ids[0].body)

    def test_automatic_answer_takes_care_of_nothing(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"X_Autoreply": "yes"},
            {"Precedence": "bulk"},
        ):
            with self.subTest(headers=headers):
                self._answer(**headers)
                self.assertEqual(self.alert.state, "triggered")

    def test_another_address_takes_care_of_nothing(self):
        self._answer(sender="stranger@elsewhere.example")
        self.assertEqual(self.alert.state, "triggered")

    def test_who_knows_the_address_but_not_the_mail_is_not_believed(self):
        self._answer(reference="<guessed@openerp-support.alert>", model="support.alert")
        self.assertEqual(self.alert.state, "triggered")

    def test_answer_to_what_somebody_else_has_taken_changes_nothing(self):
        self.alert.with_user(self.manager).action_acknowledge()
        self._answer()
        self.assertEqual(self.alert.acknowledged_by_id, self.manager)
