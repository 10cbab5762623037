from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalAccess(PortalCommon):
    def test_customer_sees_own_ticket(self):
        self._log_in(self.ada)
        page = self._get_page(f"/my/tickets/{self.ticket.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.ticket.number, page.text)

    def test_stranger_sees_no_more_than_that_nothing_is_there(self):
        self._log_in(self.bruno)
        forbidden = self._get_page(f"/my/tickets/{self.ticket.id}")
        missing = self._get_page("/my/tickets/999999999")
        self.assertEqual((forbidden.status_code, missing.status_code), (404, 404))
        self.assertNotIn(self.ticket.name, forbidden.text)

    def test_colleague_of_the_same_firm_sees_it(self):
        for user in self.mette + self.niels:
            self._log_in(user)
            page = self._get_page(f"/my/tickets/{self.firm_ticket.id}")
            self.assertEqual(page.status_code, 200, user.login)

    def test_list_shows_the_firms_tickets_and_no_others(self):
        self._log_in(self.niels)
        page = self._get_page("/my/tickets")
        self.assertIn(self.firm_ticket.number, page.text)
        self.assertNotIn(self.ticket.number, page.text)

    def test_visitor_without_log_in_is_sent_to_log_in_or_away(self):
        self._log_in(None)
        self.assertIn("/web/login", self._get_page("/my/tickets").url)
        self.assertIn("/web/login", self._get_page("/my/tickets/new").url)
        self.assertEqual(
            self._get_page(f"/my/tickets/{self.ticket.id}").status_code, 404
        )

    def test_former_customer_loses_page_list_and_mails(self):
        self.ticket.message_subscribe(partner_ids=self.customer.ids)
        self.ticket.with_user(self.agent).partner_id = self.other_customer
        self._log_in(self.ada)
        self.assertEqual(
            self._get_page(f"/my/tickets/{self.ticket.id}").status_code, 404
        )
        self.assertNotIn(self.ticket.number, self._get_page("/my/tickets").text)
        self.assertNotIn(self.customer, self.ticket.message_partner_ids)

    def test_new_customer_does_not_read_what_the_former_one_wrote(self):
        self._customer_writes(self.ticket, "My card number is secret")
        self.ticket.with_user(self.agent).partner_id = self.other_customer
        self._log_in(self.bruno)
        page = self._get_page(f"/my/tickets/{self.ticket.id}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("My card number", page.text)

    def test_colleagues_of_the_former_customer_no_longer_follow(self):
        followers = self.firm_contact + self.second_contact + self.agent.partner_id
        self.firm_ticket.message_subscribe(partner_ids=followers.ids)
        self.firm_ticket.with_user(self.agent).partner_id = self.customer
        left = self.firm_ticket.message_partner_ids & followers
        self.assertEqual(left, self.agent.partner_id)

    def test_contact_who_leaves_the_firm_loses_its_tickets(self):
        self.second_contact.parent_id = False
        self._log_in(self.niels)
        page = self._get_page(f"/my/tickets/{self.firm_ticket.id}")
        self.assertEqual(page.status_code, 404)

    def test_ticket_of_another_company_is_not_shown(self):
        ticket = self._create_ticket(team_id=self.other_team.id)
        self._log_in(self.ada)
        self.assertEqual(self._get_page(ticket.access_url).status_code, 404)
        self.assertNotIn(ticket.number, self._get_page("/my/tickets").text)

    def test_spam_is_not_shown_even_to_its_sender(self):
        token = self._get_token(self.ticket)
        self.ticket.action_mark_spam()
        self._log_in(None)
        page = self._get_page(self.ticket.access_url, access_token=token)
        self.assertEqual(page.status_code, 404)

    def test_stranger_changes_nothing(self):
        self._log_in(self.bruno)
        csrf = self._get_hidden(self.url_open("/my/tickets/new"), "/my/tickets/new")
        for action in ("answer", "close", "reopen"):
            answer = self._post(
                f"/my/tickets/{self.ticket.id}/{action}", {**csrf, "text": "Mine now"}
            )
            self.assertEqual(answer.status_code, 404, action)
        self.assertEqual(self.ticket.stage_kind, "new")
        self.assertFalse(self._get_messages(self.ticket))

    def test_change_by_get_is_refused(self):
        self._log_in(self.ada)
        for action in ("answer", "close", "reopen"):
            answer = self._get_page(f"/my/tickets/{self.ticket.id}/{action}", text="Hi")
            self.assertEqual(answer.status_code, 405, action)
        self.assertEqual(self.ticket.stage_kind, "new")

    def test_change_without_csrf_token_is_refused(self):
        self._log_in(self.ada)
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self._post(f"/my/tickets/{self.ticket.id}/close", {"text": "x"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.ticket.stage_kind, "new")

    def test_reading_a_page_writes_nothing(self):
        self._log_in(self.ada)
        before = self.ticket.read()
        self._get_page(f"/my/tickets/{self.ticket.id}")
        self.ticket.invalidate_recordset()
        self.assertEqual(self.ticket.read(), before)

    def test_employee_sees_a_preview_without_forms_and_cannot_post(self):
        self._log_in(self.agent)
        page = self._get_page(f"/my/tickets/{self.ticket.id}")
        self.assertIn("preview", page.text)
        self.assertNotIn("/answer", page.text)
        csrf = re_csrf(page.text)
        answer = self._post(f"/my/tickets/{self.ticket.id}/close", {"csrf_token": csrf})
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.ticket.stage_kind, "new")


def re_csrf(text):
    """Return the session's CSRF token, which every page carries."""
    return text.split('csrf_token: "')[1].split('"')[0]
