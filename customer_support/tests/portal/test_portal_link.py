from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalLink(PortalCommon):
    def setUp(self):
        super().setUp()
        self.token = self._get_token(self.ticket)
        self._log_in(None)

    def _get_status(self, ticket, token):
        return self._get_page(ticket.access_url, access_token=token).status_code

    def test_right_token_opens_its_ticket(self):
        self.assertEqual(self._get_status(self.ticket, self.token), 200)

    def test_altered_missing_and_odd_tokens_open_nothing(self):
        for token in (self.token[:-1], f"{self.token}x", "", "é", "False", "None"):
            self.assertEqual(self._get_status(self.ticket, token), 404, token)

    def test_token_opens_no_other_ticket(self):
        self._get_token(self.firm_ticket)
        self.assertEqual(self._get_status(self.firm_ticket, self.token), 404)

    def test_ticket_without_a_token_is_not_opened_by_an_empty_one(self):
        self.assertFalse(self.firm_ticket.access_token)
        for token in ("", "False"):
            self.assertEqual(self._get_status(self.firm_ticket, token), 404)

    def test_token_dies_when_the_customer_changes(self):
        self.ticket.with_user(self.agent).partner_id = self.other_customer
        self.assertEqual(self._get_status(self.ticket, self.token), 404)
        self.assertNotEqual(self._get_token(self.ticket), self.token)

    def test_token_survives_other_changes(self):
        self.ticket.with_user(self.agent).write(
            {"name": "Lamp", "partner_id": self.customer.id}
        )
        self.assertEqual(self._get_status(self.ticket, self.token), 200)

    def test_link_in_the_mail_leads_to_the_page(self):
        page = self._get_page(
            "/mail/view",
            model="support.ticket",
            res_id=self.ticket.id,
            access_token=self.token,
        )
        self.assertIn(f"/my/tickets/{self.ticket.id}", page.url)
        self.assertIn(self.ticket.number, page.text)

    def test_same_link_leads_a_logged_in_customer_to_the_page_without_a_token(self):
        self._log_in(self.ada)
        page = self._get_page(
            "/mail/view", model="support.ticket", res_id=self.ticket.id
        )
        self.assertIn(f"/my/tickets/{self.ticket.id}", page.url)
        self.assertNotIn("access_token", page.url)

    def test_agents_answer_is_mailed_with_the_customers_link(self):
        answer = self._agent_answers(self.ticket, "Which bulb?")
        mail = (
            self.env["mail.mail"].sudo().search([("mail_message_id", "=", answer.id)])
        )
        self.assertIn(f"access_token={self.token}", str(mail.mapped("body_html")))

    def test_answer_by_link_is_the_customers_and_marked(self):
        self._answer(self.ticket, "Still dark here.", token=self.token)
        message = self._get_messages(self.ticket)
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("Still dark here.", message.body)
        self.assertIn("without log-in", message.body)
        self.assertTrue(self.ticket.unanswered_since)

    def test_answer_by_log_in_is_not_marked(self):
        self._log_in(self.ada)
        self._answer(self.ticket)
        self.assertNotIn("without log-in", self._get_messages(self.ticket).body)

    def test_somebody_elses_log_in_with_the_link_stays_himself(self):
        self._log_in(self.bruno)
        self._answer(self.ticket, token=self.token)
        message = self._get_messages(self.ticket)
        self.assertEqual(message.author_id, self.other_customer)
        self.assertIn("without log-in", message.body)
        self.assertEqual(message.partner_ids, self.customer)

    def test_link_closes_and_reopens(self):
        page = f"{self.ticket.access_url}?access_token={self.token}"
        self._hand_in(page, f"{self.ticket.access_url}/close")
        self.assertEqual(self.ticket.stage_kind, "solved")
        self._hand_in(page, f"{self.ticket.access_url}/reopen")
        self.assertEqual(self.ticket.stage_kind, "open")

    def test_link_changes_nothing_with_another_tickets_token(self):
        page = self._get_page(self.ticket.access_url, access_token=self.token)
        hidden = self._get_hidden(page, f"{self.ticket.access_url}/close")
        answer = self._post(f"{self.firm_ticket.access_url}/close", hidden)
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.firm_ticket.stage_kind, "new")

    def test_page_tells_nobody_its_address(self):
        page = self._get_page(self.ticket.access_url, access_token=self.token)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_redirect_after_a_change_stays_on_this_server(self):
        page = f"{self.ticket.access_url}?access_token={self.token}"
        hidden = self._get_hidden(
            self.url_open(page), f"{self.ticket.access_url}/close"
        )
        answer = self._post(
            f"{self.ticket.access_url}/close",
            {**hidden, "redirect": "https://evil.example", "next": "//evil.example"},
            redirects=False,
        )
        self.assertEqual(answer.status_code, 303)
        self.assertTrue(
            answer.headers["Location"].startswith(
                (self.ticket.access_url, self.base_url())
            )
        )

    def test_token_is_no_key_to_the_hosts_generic_routes(self):
        self._customer_writes(self.ticket, "Private words")
        for access in ({"token": self.token}, self._get_hash()):
            fetched = self._request_json(
                "/mail/chatter_fetch",
                thread_model="support.ticket",
                thread_id=self.ticket.id,
                **access,
            )
            self.assertNotIn("Private words", str(fetched))
            posted = self._request_json(
                "/mail/message/post",
                thread_model="support.ticket",
                thread_id=self.ticket.id,
                post_data={"body": "Smuggled", "message_type": "comment"},
                **access,
            )
            self.assertNotIn("message_id", posted)
        self.assertNotIn("Smuggled", str(self.ticket.message_ids.mapped("body")))

    def _get_hash(self):
        signed = self.ticket._sign_token(self.customer.id)
        return {"hash": signed, "pid": self.customer.id}

    def test_token_uploads_nothing_past_the_form(self):
        page = self._get_page(self.ticket.access_url, access_token=self.token)
        hidden = self._get_hidden(page, f"{self.ticket.access_url}/close")
        answer = self.url_open(
            "/mail/attachment/upload",
            data={
                "csrf_token": hidden["csrf_token"],
                "thread_model": "support.ticket",
                "thread_id": self.ticket.id,
                "token": self.token,
            },
            files={"ufile": ("page.html", b"<script>alert(1)</script>")},
        )
        self.assertEqual(answer.status_code, 404)

    def test_customer_without_contact_reads_by_link_what_went_to_his_address(self):
        ticket = self._create_ticket(
            partner_id=False, partner_email="Jan <an@sender.example>"
        )
        for sender in ("Jan <an@sender.example>", "jan@sender.example"):
            text = f"I am {sender.split('<')[-1]}"
            ticket.sudo().message_post(
                body=text,
                author_id=False,
                email_from=sender,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        page = self._get_page(ticket.access_url, access_token=self._get_token(ticket))
        self.assertIn("I am an@sender.example", page.text)
        self.assertNotIn("I am jan@sender.example", page.text)
