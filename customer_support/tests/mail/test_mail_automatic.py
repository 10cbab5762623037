from email.message import EmailMessage

from odoo.tests import tagged

from .common import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailAutomatic(MailDoorCommon):
    """Programs are neither answered nor obeyed, and nothing of theirs is lost."""

    def _write_bounce(self, message_id, action="failed"):
        report = EmailMessage()
        report["From"] = "MAILER-DAEMON@mx.lindqvist.example"
        report["To"] = "bounce@quince.example"
        report["Subject"] = "Undelivered Mail Returned to Sender"
        report["Message-ID"] = f"<b{action}@mx.lindqvist.example>"
        report["Return-Path"] = "<>"
        raw = report.as_string().strip()
        return (
            f"{raw}\nMIME-Version: 1.0\n"
            "Content-Type: multipart/report; report-type=delivery-status; "
            'boundary="b"\n\n'
            "--b\nContent-Type: text/plain\n\nSorry.\n"
            "--b\nContent-Type: message/delivery-status\n\n"
            "Reporting-MTA: dns; mx.lindqvist.example\n\n"
            "Final-Recipient: rfc822; ada@lindqvist.example\n"
            f"Action: {action}\nDiagnostic-Code: smtp; 550 no such user\n\n"
            "--b\nContent-Type: text/rfc822-headers\n\n"
            f"Message-ID: {message_id}\nSubject: x\n\n--b--\n"
        ).encode()

    def test_out_of_office_to_nothing_opens_no_ticket(self):
        entry = self._mail_in(subject="Out of office", Auto_Submitted="auto-replied")
        self.assertEqual((entry.state, entry.reason_code), ("refused", "auto_reply"))
        self.assertFalse(entry.ticket_id)

    def test_refused_mail_can_be_let_in(self):
        entry = self._mail_in(subject="Out of office", Auto_Submitted="auto-replied")
        entry.with_user(self.manager).action_let_in()
        self.assertEqual(entry.state, "processed")
        self.assertEqual(entry.ticket_id.name, "Out of office")

    def test_out_of_office_on_ticket_is_note_and_does_not_reopen(self):
        ticket = self._open_by_mail()
        reference = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        entry = self._mail_in(In_Reply_To=reference, Auto_Submitted="auto-replied")
        self.assertEqual(entry.ticket_id, ticket)
        self.assertTrue(entry.mail_message_id.subtype_id.internal)
        self.assertEqual(ticket.stage_kind, "solved")

    def test_bounce_of_our_mail_is_on_ticket_and_does_not_reopen(self):
        ticket = self._open_by_mail()
        message_id = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        entry = self._deliver(self._write_bounce(message_id))
        self.assertEqual((entry.state, entry.kind), ("processed", "bounce"))
        self.assertEqual(entry.ticket_id, ticket)
        self.assertIn("550 no such user", "".join(ticket.message_ids.mapped("body")))
        self.assertEqual(ticket.stage_kind, "solved")
        answer = entry.mail_message_id
        self.assertEqual(answer.notification_ids.notification_status, "bounce")

    def test_delay_notice_is_no_failure(self):
        ticket = self._open_by_mail()
        message_id = self._get_outgoing_id(ticket)
        entry = self._deliver(self._write_bounce(message_id, "delayed"))
        self.assertEqual(entry.kind, "delay")
        self.assertNotEqual(
            entry.mail_message_id.notification_ids.notification_status, "bounce"
        )

    def test_foreign_bounce_to_team_is_refused_and_visible(self):
        raw = self._write_bounce("<never@seen.test>")
        entry = self._deliver(raw.replace(b"bounce@", b"care@"))
        self.assertEqual((entry.state, entry.reason_code), ("refused", "bounce"))
        self.assertIn("Sorry.", entry.body)

    def test_newsletter_is_refused(self):
        entry = self._mail_in(
            List_Unsubscribe="<https://news.test/u>", Precedence="bulk", subject="Sale!"
        )
        self.assertEqual((entry.state, entry.reason_code), ("refused", "newsletter"))

    def test_order_notification_opens_ticket_without_acknowledgement(self):
        ticket = self._open_by_mail(sender="noreply@market.example", subject="Order 7")
        self.assertFalse(ticket.acknowledged_date)

    def test_list_mail_opens_ticket_without_acknowledgement(self):
        ticket = self._open_by_mail(List_Id="<friends.lindqvist.example>")
        self.assertFalse(ticket.acknowledged_date)

    def test_bulk_answer_of_other_desk_counts(self):
        ticket = self._open_by_mail()
        reference = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        self._mail_in(In_Reply_To=reference, Precedence="bulk")
        self.assertEqual(ticket.stage_kind, "open")


@tagged("post_install", "-at_install")
class TestMailAcknowledgement(MailDoorCommon):
    """The one automatic answer."""

    def test_new_customer_gets_number_once(self):
        ticket = self._open_by_mail()
        sent = self._get_sent()
        self.assertEqual(len(sent), 1)
        self.assertIn(ticket.number, sent[0]["subject"])
        self.assertIn(ticket.number, sent[0]["body"])
        self.assertIn("care@quince.example", sent[0]["reply_to"])
        self._reply_by_mail(ticket)
        automatic = [m for m in self._get_sent() if "Auto-Submitted" in m["headers"]]
        self.assertEqual(len(automatic), 1)

    def test_acknowledgement_is_marked_automatic(self):
        self._open_by_mail()
        headers = self._get_sent()[0]["headers"]
        self.assertEqual(headers["Auto-Submitted"], "auto-replied")
        self.assertEqual(headers["X-Auto-Response-Suppress"], "All")

    def test_acknowledgement_is_no_first_response(self):
        ticket = self._open_by_mail()
        self.assertTrue(ticket.acknowledged_date)
        self.assertFalse(ticket.first_response_date)
        self.assertTrue(ticket.unanswered_since)

    def test_nothing_of_unverified_sender_is_repeated(self):
        self._open_by_mail(
            sender='"Buy pills" <victim@victim.example>',
            subject="Cheap pills https://evil.test",
            text="Click https://evil.test",
        )
        mail = str(self._get_sent()[0])
        self.assertNotIn("pills", mail)
        self.assertNotIn("evil.test", mail)

    def test_title_is_repeated_to_verified_sender(self):
        self._trust_mail_server()
        self._open_by_mail(
            subject="Lamp broken",
            Authentication_Results=self._vouch("lindqvist.example"),
        )
        self.assertIn("Lamp broken", self._get_sent()[0]["subject"])

    def test_known_customer_is_greeted_by_name(self):
        self.env["sale.order"].create({"partner_id": self.customer.id})
        self._open_by_mail()
        self.assertIn("Ada Lindqvist", self._get_sent()[0]["body"])

    def test_cap_per_address_and_hour(self):
        for _index in range(5):
            self._open_by_mail(sender="victim@victim.example")
        self.assertEqual(len(self._get_sent()), 3)

    def test_known_spammer_gets_none(self):
        self._open_by_mail().action_mark_spam()
        self.assertFalse(self._open_by_mail(text="Buy more").acknowledged_date)

    def test_team_without_acknowledgement_sends_none(self):
        self.team.acknowledge = False
        self._open_by_mail()
        self.assertFalse(self._get_sent())

    def test_blacklisted_address_gets_none(self):
        self.env["mail.blacklist"].create({"email": "ada@lindqvist.example"})
        self._open_by_mail()
        self.assertFalse(self._get_sent())

    def test_header_injection_by_name_and_subject_fails(self):
        self._trust_mail_server()
        raw = (
            "From: =?utf-8?q?Eve=0D=0ABcc=3A_x=40evil.test?= <eve@lindqvist.example>\n"
            "To: care@quince.example\n"
            "Subject: =?utf-8?q?a=0D=0ABcc=3A_y=40evil.test?=\n"
            f"Authentication-Results: {self._vouch('lindqvist.example')}\n\nHello"
        )
        ticket = self._deliver(raw.encode()).ticket_id
        self.assertNotIn("\n", ticket.name)
        sent = self._get_sent()[0]
        self.assertNotIn("\n", sent["subject"])
        self.assertEqual(sent["email_to"], ["eve@lindqvist.example"])
