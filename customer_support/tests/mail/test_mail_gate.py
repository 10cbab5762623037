from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MAIL_SERVER, MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailGate(MailDoorCommon):
    """Who may write into a ticket by mail."""

    def test_stranger_with_reference_is_held(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(ticket, sender="eve@evil.test", text="SECRET")
        self.assertEqual((entry.state, entry.reason_code), ("held", "stranger"))
        self.assertNotIn("SECRET", "".join(ticket.message_ids.mapped("body")))
        self.assertEqual(len(self._get_mail_messages(ticket)), 1)
        self.assertEqual(ticket.held_mail_count, 1)
        self.assertIn("SECRET", entry.body)

    def test_stranger_is_not_sent_to_anybody(self):
        ticket = self._open_by_mail()
        self._reply_by_mail(ticket, sender="eve@evil.test", text="SECRET")
        self.assertNotIn("SECRET", str(self._get_sent()))

    def test_held_mail_let_in_by_agent(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(
            ticket, sender="eve@lindqvist.example", text="Me too"
        )
        entry.with_user(self.agent).action_let_in()
        self.assertEqual(entry.state, "processed")
        self.assertEqual(entry.ticket_id, ticket)
        self.assertIn("Me too", "".join(ticket.message_ids.mapped("body")))
        self.assertFalse(ticket.held_mail_count)

    def test_held_mail_becomes_ticket_of_its_own(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(ticket, sender="eve@lindqvist.example")
        entry.with_user(self.agent).action_make_ticket()
        self.assertEqual(entry.state, "processed")
        self.assertNotEqual(entry.ticket_id, ticket)
        self.assertEqual(entry.ticket_id.partner_email, "eve@lindqvist.example")

    def test_agent_of_other_team_cannot_decide(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(ticket, sender="eve@lindqvist.example")
        ticket.write({"team_id": self.second_team.id, "user_id": False})
        for user in (self.agent, self.collaborator, self.other_manager):
            as_user = entry.with_user(user).with_company(user.company_id)
            with self.assertRaises(AccessError):
                as_user.action_let_in()
        entry.with_user(self.manager).action_let_in()

    def test_person_in_copy_may_answer(self):
        ticket = self._open_by_mail(Cc="bo@elsewhere.test")
        entry = self._reply_by_mail(ticket, sender="bo@elsewhere.test")
        self.assertEqual(entry.ticket_id, ticket)
        self.assertEqual(entry.state, "processed")

    def test_person_whom_we_wrote_to_may_answer(self):
        ticket = self._open_by_mail()
        ticket.with_user(self.agent).message_post(
            body=Markup("<p>Can you help?</p>"),
            partner_ids=self.other_customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        entry = self._reply_by_mail(ticket, sender="bruno@ferri.example")
        self.assertEqual(entry.state, "processed")

    # -- One of us ------------------------------------------------------------------
    def test_forged_agent_is_held_when_nobody_vouches(self):
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(ticket, sender=self.agent.email, text="Pay to X")
        self.assertEqual(
            (entry.state, entry.reason_code), ("held", "colleague_unverified")
        )
        self.assertNotIn("Pay to X", "".join(ticket.message_ids.mapped("body")))

    def test_agent_answers_by_mail_when_server_vouches(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(
            ticket,
            sender=self.agent.email,
            Authentication_Results=self._vouch("quince.example"),
        )
        self.assertEqual(entry.state, "processed", entry.reason or entry.error)
        self.assertEqual(entry.mail_message_id.author_id, self.agent.partner_id)
        self.assertTrue(ticket.first_response_date)

    def test_forged_authentication_header_is_not_believed(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        raw = self._write_mail(sender=self.agent.email, subject=ticket.display_name)
        forged = f"Authentication-Results: {self._vouch('quince.example')}\n".encode()
        result = f"{MAIL_SERVER}; dmarc=fail header.from=quince.example"
        real = f"Authentication-Results: {result}\n"
        entry = self._deliver(real.encode() + forged + raw)
        self.assertEqual(entry.state, "held")

    def test_authentication_of_unknown_server_is_not_believed(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(
            ticket,
            sender=self.agent.email,
            Authentication_Results="mx.evil.test; dkim=pass header.d=quince.example",
        )
        self.assertEqual(entry.state, "held")

    def test_agent_without_right_on_ticket_is_held(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        ticket.user_id = self.manager
        entry = self._reply_by_mail(
            ticket,
            sender=self.agent_own.email,
            Authentication_Results=self._vouch("quince.example"),
        )
        self.assertEqual(
            (entry.state, entry.reason_code), ("held", "colleague_no_access")
        )

    def test_forged_customer_is_held_when_server_says_so(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        entry = self._reply_by_mail(
            ticket, Authentication_Results=self._vouch("lindqvist.example", "fail")
        )
        self.assertEqual((entry.state, entry.reason_code), ("held", "forged"))

    def test_new_ticket_in_name_of_agent_is_marked(self):
        ticket = self._open_by_mail(sender=self.agent.email)
        self.assertTrue(ticket.is_sender_unverified)
        self.assertFalse(ticket.partner_id)
        self.assertFalse(self._get_mail_messages(ticket).author_id)

    def test_internal_user_over_rpc_cannot_vouch(self):
        self._trust_mail_server()
        ticket = self._open_by_mail()
        raw = self._write_mail(
            sender=self.manager.email,
            subject=ticket.display_name,
            Authentication_Results=self._vouch("quince.example"),
        )
        self.env["mail.thread"].with_user(self.collaborator).message_process(False, raw)
        self.assertEqual(self.books.search([], limit=1).state, "held")

    def test_context_of_remote_caller_decides_nothing(self):
        ticket = self._open_by_mail()
        forged = {"ticket_id": ticket.id, "author_id": self.manager.partner_id.id}
        thread = self.env["mail.thread"].with_user(self.collaborator)
        thread.with_context(support_mail_route=forged).message_process(
            False, self._write_mail(sender="eve@evil.test")
        )
        self.assertNotEqual(self.books.search([], limit=1).ticket_id, ticket)

    # -- Floods and ourselves -------------------------------------------------------
    def test_flood_of_one_sender_is_held_and_stops_nobody_else(self):
        self.env["ir.config_parameter"].sudo().set_param(
            "mail.gateway.loop.threshold", 3
        )
        for _index in range(3):
            self._open_by_mail(sender="jan@flood.example")
        entry = self._mail_in(sender="jan@flood.example")
        self.assertEqual((entry.state, entry.reason_code), ("held", "flood"))
        self.assertEqual(self._mail_in(sender="an@flood.example").state, "processed")

    def test_mail_from_own_alias_is_refused(self):
        entry = self._mail_in(sender="elsewhere@quince.example")
        self.assertEqual((entry.state, entry.reason_code), ("refused", "own"))

    def test_own_mail_that_returns_is_refused(self):
        ticket = self._open_by_mail()
        message_id = self._get_outgoing_id(ticket)
        entry = self._mail_in(Message_ID=message_id, sender=self.agent.email)
        self.assertEqual((entry.state, entry.reason_code), ("refused", "own"))
