from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailIntake(MailDoorCommon):
    """A mail becomes a ticket, and an answer finds it again."""

    def test_mail_to_team_opens_ticket_of_team(self):
        ticket = self._open_by_mail(subject="Lamp broken", text="It flickers.")
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.company_id, self.company)
        self.assertEqual(ticket.name, "Lamp broken")
        self.assertEqual(ticket.partner_id, self.customer)
        self.assertEqual(ticket.channel_id.kind, "mail")
        self.assertIn("It flickers.", self._get_mail_messages(ticket).body)
        self.assertTrue(ticket.unanswered_since)

    def test_unknown_sender_becomes_contact_of_company(self):
        ticket = self._open_by_mail(sender='"Zoë Brandt" <zoe@brandt.example>')
        self.assertEqual(ticket.partner_id.name, "Zoë Brandt")
        self.assertEqual(ticket.partner_id.email, "zoe@brandt.example")
        self.assertEqual(ticket.partner_id.company_id, self.company)
        message = self._get_mail_messages(ticket)
        self.assertEqual(message.author_id, ticket.partner_id)

    def test_name_of_unknown_sender_cannot_pose_as_address(self):
        sender = '"agent@quince.example https://evil.test" <zoe@brandt.example>'
        ticket = self._open_by_mail(sender=sender)
        self.assertEqual(ticket.partner_id.name, "zoe@brandt.example")

    def test_contact_of_other_company_is_not_taken(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Theirs",
                "email": "kim@shared.example",
                "company_id": self.other_company.id,
            }
        )
        ticket = self._open_by_mail(sender="kim@shared.example")
        self.assertNotEqual(ticket.partner_id, partner)
        self.assertEqual(ticket.partner_email, "kim@shared.example")

    def test_automatic_sender_becomes_no_contact(self):
        ticket = self._open_by_mail(
            sender="Shop <no-reply@shop.example>", subject="Order 12 received"
        )
        self.assertFalse(ticket.partner_id)
        self.assertEqual(
            ticket.partner_email and ticket.email_normalized, "no-reply@shop.example"
        )

    def test_people_in_copy_are_kept_without_our_aliases(self):
        ticket = self._open_by_mail(
            Cc="Bo <bo@lindqvist.example>, care@quince.example, "
            "elsewhere@quince.example"
        )
        self.assertEqual(ticket.email_cc, '"Bo" <bo@lindqvist.example>')
        self._reply_by_mail(ticket, Cc="Cy <cy@lindqvist.example>")
        self.assertIn("bo@lindqvist.example", ticket.email_cc)
        self.assertIn("cy@lindqvist.example", ticket.email_cc)

    def test_mail_without_subject_opens_ticket(self):
        ticket = self._open_by_mail(subject="")
        self.assertEqual(ticket.name, "(no subject)")

    # -- Threading ------------------------------------------------------------------
    def test_answer_with_altered_subject_finds_ticket_by_reference(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(ticket, subject="Something else entirely")
        self.assertEqual(entry.ticket_id, ticket)
        self.assertEqual(len(self._get_mail_messages(ticket)), 2)

    def test_answer_without_reference_finds_ticket_by_number(self):
        ticket = self._open_by_mail()
        entry = self._mail_in(subject=f"AW: [{ticket.number}] neue Lampe")
        self.assertEqual(entry.ticket_id, ticket)

    def test_number_from_stranger_opens_ticket_of_its_own(self):
        ticket = self._open_by_mail()
        entry = self._mail_in(sender="x@elsewhere.test", subject=f"Re: {ticket.number}")
        self.assertEqual(entry.state, "processed")
        self.assertNotEqual(entry.ticket_id, ticket)

    def test_colleague_of_customer_answers_by_number(self):
        ticket = self._create_ticket(partner_id=self.firm.id)
        entry = self._mail_in(
            sender="mette@hansen.example", subject=f"[{ticket.number}]"
        )
        self.assertEqual(entry.ticket_id, ticket)

    def test_number_of_other_company_does_not_cross(self):
        ticket = self._create_ticket(team_id=self.other_team.id)
        entry = self._mail_in(subject=f"Re: [{ticket.number}]")
        self.assertNotEqual(entry.ticket_id, ticket)
        self.assertEqual(entry.ticket_id.company_id, self.company)

    def test_answer_goes_to_address_of_team_with_number(self):
        ticket = self._open_by_mail()
        self._agent_answers(ticket)
        sent = self._get_sent()[-1]
        self.assertIn("care@quince.example", sent["reply_to"])
        self.assertIn(ticket.number, sent["subject"])

    def test_answer_to_merged_ticket_lands_in_target(self):
        target, merged = self._open_by_mail(), self._open_by_mail()
        reference = self._get_outgoing_id(merged)
        merged.sudo().merged_into_id = target
        entry = self._mail_in(In_Reply_To=reference)
        self.assertEqual(entry.ticket_id, target)

    def test_answer_within_window_reopens(self):
        ticket = self._open_by_mail()
        reference = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        self._mail_in(In_Reply_To=reference)
        self.assertEqual(ticket.stage_kind, "open")

    def test_answer_after_window_opens_follow_up(self):
        ticket = self._open_by_mail()
        reference = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        self._freeze(fields.Datetime.now() + timedelta(days=60))
        entry = self._mail_in(In_Reply_To=reference)
        self.assertNotEqual(entry.ticket_id, ticket)
        self.assertEqual(entry.ticket_id.origin_ticket_id, ticket)
        self.assertEqual(entry.ticket_id.team_id, self.team)
        self.assertEqual(ticket.stage_kind, "solved")

    def test_follow_up_takes_over_the_reason_and_is_named_on_the_old_ticket(self):
        ticket = self._open_by_mail()
        ticket.category_id = self.env.ref("customer_support.support_category_order")
        reference = self._get_outgoing_id(ticket)
        ticket.sudo()._move_to_kind("solved")
        self._freeze(fields.Datetime.now() + timedelta(days=60))
        follow_up = self._mail_in(In_Reply_To=reference).ticket_id
        self.assertEqual(follow_up.category_id, ticket.category_id)
        self.assertIn(follow_up.number, ticket.message_ids[0].body)

    # -- Twice ----------------------------------------------------------------------
    def test_same_mail_twice_is_one_message(self):
        raw = self._write_mail()
        ticket = self._deliver(raw).ticket_id
        second = self._deliver(raw)
        self.assertEqual(second.reason_code, "duplicate")
        self.assertEqual(second.ticket_id, ticket)
        self.assertEqual(len(self._get_mail_messages(ticket)), 1)

    def test_other_mail_with_used_message_id_is_kept(self):
        first = self._open_by_mail(Message_ID="<same@lindqvist.example>", text="One")
        entry = self._mail_in(Message_ID="<same@lindqvist.example>", text="Two")
        self.assertEqual(entry.state, "processed")
        texts = self._get_mail_messages(first | entry.ticket_id).mapped("body")
        self.assertEqual(len(texts), 2)

    def test_mail_without_message_id_twice_is_one_message(self):
        raw = b"From: ada@lindqvist.example\nTo: care@quince.example\n\nHello"
        self._deliver(raw)
        self.assertEqual(self._deliver(raw).reason_code, "duplicate")

    def test_future_date_is_not_believed(self):
        ticket = self._open_by_mail(Date="Mon, 1 Jan 2091 10:00:00 +0000")
        message = self._get_mail_messages(ticket)
        self.assertLessEqual(message.date, fields.Datetime.now())

    # -- Others ---------------------------------------------------------------------
    def test_mail_to_other_model_is_left_to_host(self):
        entry = self._deliver(self._write_mail(to="else@quince.example"), "res.partner")
        self.assertFalse(entry)

    def test_mail_without_route_is_booked_and_raises_for_sender(self):
        raw = self._write_mail(to="nobody@quince.example")
        entry = self._deliver_without_route(raw)
        self.assertEqual(entry.state, "failed")
        self.assertFalse(entry.is_support)

    def test_remote_pictures_are_not_live(self):
        raw = self._write_mail(text="x").replace(b"text/plain", b"text/html")
        html = b'<p>Hi</p><img src="http://t.test/a.png">'
        html += b'<div style="background:url(//t.test)">x</div>'
        ticket = self._deliver(raw.replace(b"\nx\n", b"\n" + html + b"\n")).ticket_id
        body = self._get_mail_messages(ticket).body
        self.assertNotIn(" src=", body)
        self.assertNotIn("url(", body)
        self.assertIn('data-original-src="http://t.test/a.png"', body)

    def test_quoted_text_is_marked_and_kept(self):
        text = "Thanks!\n\nOn Mon, Jan 5, 2026 at 10:00 AM Care "
        text += "<care@quince.example> wrote:\n> old"
        ticket = self._open_by_mail(text=text)
        body = self._get_mail_messages(ticket).body
        self.assertIn("data-o-mail-quote", body)
        self.assertIn("old", body)
