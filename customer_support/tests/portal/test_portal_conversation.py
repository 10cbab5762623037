from markupsafe import Markup

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalConversation(PortalCommon):
    def _read_as(self, user, ticket=None):
        self._log_in(user)
        return self._get_page((ticket or self.ticket).access_url).text

    def test_customer_reads_both_sides_and_no_internal_note(self):
        self._customer_writes(self.ticket, "It is dark")
        self._agent_answers(self.ticket, "We send a bulb")
        self._agent_notes(self.ticket, "Difficult customer")
        text = self._read_as(self.ada)
        self.assertIn("It is dark", text)
        self.assertIn("We send a bulb", text)
        self.assertNotIn("Difficult customer", text)

    def test_colleague_reads_what_was_sent_to_the_other_contact(self):
        self._agent_answers(self.firm_ticket, "We send a sail")
        self.assertIn("We send a sail", self._read_as(self.niels, self.firm_ticket))

    def test_mail_to_a_supplier_and_his_answer_are_not_shown(self):
        supplier = self.env["res.partner"].create(
            {"name": "Bulb Works", "email": "sales@bulb.example"}
        )
        self._agent_answers(self.ticket, "Purchase price?", partner_ids=supplier.ids)
        self._customer_writes(self.ticket, "Two euros", partner=supplier)
        text = self._read_as(self.ada)
        self.assertNotIn("Purchase price?", text)
        self.assertNotIn("Two euros", text)

    def test_changes_of_fields_are_not_shown(self):
        self.ticket.with_user(self.agent).write({"priority": "3", "name": "Lamp again"})
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertNotIn("Urgent", self._read_as(self.ada))

    def test_status_is_in_the_customers_words(self):
        self.ticket.stage_id.portal_name = "We have got it"
        self.assertIn("We have got it", self._read_as(self.ada))

    def test_answer_goes_through_the_conversation(self):
        self.ticket.user_id = self.agent
        self._log_in(self.ada)
        page = self._answer(self.ticket, "First line\nSecond <b>line</b>")
        message = self._get_messages(self.ticket)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(message.author_id, self.customer)
        self.assertEqual(message.message_type, "comment")
        self.assertIn("&lt;b&gt;", message.body)
        self.assertTrue(self.ticket.unanswered_since)
        self.assertIn(self.agent.partner_id, message.notified_partner_ids)

    def test_same_form_twice_is_one_message(self):
        self._log_in(self.ada)
        action = f"{self.ticket.access_url}/answer"
        hidden = self._get_hidden(self.url_open(self.ticket.access_url), action)
        for _attempt in range(2):
            self._post(action, {**hidden, "text": "Once"})
        self.assertEqual(len(self._get_messages(self.ticket)), 1)

    def test_form_without_key_is_shown_again_and_not_lost(self):
        self._log_in(self.ada)
        action = f"{self.ticket.access_url}/answer"
        hidden = self._get_hidden(self.url_open(self.ticket.access_url), action)
        page = self._post(action, {**hidden, "form_key": "1", "text": "Keep my words"})
        self.assertEqual(page.status_code, 422)
        self.assertIn("Keep my words", page.text)
        self.assertFalse(self._get_messages(self.ticket))

    def test_customer_closes_and_answer_reopens(self):
        self._log_in(self.ada)
        self._hand_in(self.ticket.access_url, f"{self.ticket.access_url}/close")
        self.assertEqual(self.ticket.stage_kind, "solved")
        self._answer(self.ticket)
        self.assertEqual(
            (self.ticket.stage_kind, self.ticket.reopen_count), ("open", 1)
        )

    def test_reopening_without_words_starts_the_wait(self):
        self.ticket.action_solve()
        self._log_in(self.ada)
        self._hand_in(self.ticket.access_url, f"{self.ticket.access_url}/reopen")
        self.assertEqual(self.ticket.stage_kind, "open")
        self.assertTrue(self.ticket.unanswered_since)

    def test_after_the_window_only_a_follow_up_is_offered(self):
        self.team.reopen_window_days = 0
        self._log_in(self.ada)
        hidden = self._get_hidden(
            self.url_open(self.ticket.access_url), f"{self.ticket.access_url}/close"
        )
        self.ticket.action_solve()
        self.assertNotIn("/reopen", self._get_page(self.ticket.access_url).text)
        page = self._post(f"{self.ticket.access_url}/reopen", hidden)
        self.assertEqual((page.status_code, self.ticket.stage_kind), (422, "solved"))

    def test_answer_after_the_window_opens_a_linked_ticket(self):
        self.team.reopen_window_days = 0
        self.ticket.action_solve()
        self._log_in(self.ada)
        page = self._answer(self.ticket, "Dark again")
        follow_up = self.ticket.follow_up_ids
        self.assertEqual(follow_up.partner_id, self.customer)
        self.assertEqual(self.ticket.stage_kind, "solved")
        self.assertIn("Dark again", self._get_messages(follow_up).body)
        self.assertIn(follow_up.access_url, page.url)

    def test_link_visitor_writes_a_follow_up_and_gets_no_token_of_it(self):
        self.team.reopen_window_days = 0
        self.ticket.action_solve()
        self._log_in(None)
        page = self._answer(self.ticket, "Again", token=self._get_token(self.ticket))
        self.assertTrue(self.ticket.follow_up_ids)
        self.assertIn(self.ticket.access_url, page.url)

    def test_answer_to_a_merged_ticket_goes_where_it_is_continued(self):
        target = self._create_ticket(name="All about the lamp")
        self.ticket.merged_into_id = target
        page = self._read_as(self.ada)
        self.assertIn(target.access_url, page)
        self._answer(self.ticket, "To the right place")
        self.assertIn("To the right place", self._get_messages(target).body)

    def test_merged_ticket_is_no_way_into_somebody_elses(self):
        self.ticket.merged_into_id = self.firm_ticket
        self.assertNotIn(self.firm_ticket.number, self._read_as(self.ada))
        self._answer(self.ticket, "Not for them")
        self.assertFalse(self._get_messages(self.firm_ticket))
        self.assertTrue(self._get_messages(self.ticket.follow_up_ids))

    def test_hostile_html_neither_runs_nor_fetches(self):
        self.ticket.name = "<script>alert(1)</script>"
        self.customer.name = '"><img src=x onerror=alert(2)>'
        self._customer_writes(
            self.ticket,
            Markup(
                '<p class="position-fixed">Hi<script>alert(3)</script>'
                '<img src="https://evil.example/pixel.png" onerror="alert(4)">'
                '<a href="javascript:alert(5)">x</a>'
                '<a href="https://good.example">y</a>'
                '<span style="background-image:url(https://evil.example)">z</span></p>'
            ),
        )
        text = self._read_as(self.ada)
        for bad in ("<script>alert", "<img src=x", "evil.example", "javascript:alert"):
            self.assertNotIn(bad, text)
        body = text.split("o_support_message_body")[-1]
        self.assertNotIn("position-fixed", body)
        self.assertIn('rel="noopener noreferrer nofollow"', body)

    def test_page_allows_pictures_of_this_server_only(self):
        self._log_in(self.ada)
        policy = self._get_page(self.ticket.access_url).headers[
            "Content-Security-Policy"
        ]
        self.assertIn("img-src 'self'", policy)
        self.assertIn("base-uri 'self'", policy)

    def test_flood_of_answers_is_stopped_with_words(self):
        self.env["ir.config_parameter"].set_param(
            "customer_support.portal_messages_per_hour", "1"
        )
        self._log_in(self.ada)
        self._answer(self.ticket, "One")
        page = self._answer(self.ticket, "Two")
        self.assertEqual(page.status_code, 422)
        self.assertEqual(len(self._get_messages(self.ticket)), 1)
