import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ...controllers import portal_account_email
from ..portal.common import PortalCommon

PAGE = "/my/support/email"


@tagged("post_install", "-at_install")
class TestAnswersAccount(PortalCommon):
    """Ada sees to her account by herself, and it is counted."""

    def setUp(self):
        super().setUp()
        window = portal_account_email.RateWindow(limit=5, period=3600)
        self.patch(portal_account_email, "_attempts", window)
        self.ada.login = self.ada.email

    def _request(self, email="new@lindqvist.example", password="portal_ada"):
        self.authenticate(self.ada.login, "portal_ada")
        page = self.url_open(PAGE)
        hidden = self._get_hidden(page, PAGE)
        return self.url_open(PAGE, {**hidden, "email": email, "password": password})

    def _get_mails(self):
        mails = self.env["mail.mail"].search([("subject", "ilike", "mail address")])
        return {mail.email_to: mail.body_html for mail in mails}

    def _get_link(self):
        body = self._get_mails()["new@lindqvist.example"]
        return re.search(r"/support/email/[\w=-]+", body)[0]

    def _confirm(self, link):
        page = self.url_open(link)
        return self.url_open(link, self._get_hidden(page, link))

    def _get_events(self):
        events = self.env["support.account.event"].search(
            [("user_id", "=", self.ada.id)]
        )
        return events.mapped("kind")

    # -- The mail address -----------------------------------------------------------
    def test_new_address_confirms_and_old_one_is_told(self):
        before = self.ada.email
        self.assertIn("We have written", self._request().text)
        self.assertEqual(set(self._get_mails()), {before, "new@lindqvist.example"})
        self.assertEqual(self.ada.email, before)
        self.assertIn("has the new address", self._confirm(self._get_link()).text)
        self.assertEqual(self.customer.email, "new@lindqvist.example")
        self.assertEqual(self.ada.login, "new@lindqvist.example")
        self.assertEqual(self._get_events(), ["email"])

    def test_login_that_is_no_address_stays(self):
        self.ada.login = "portal_ada"
        self._request()
        self._confirm(self._get_link())
        self.assertEqual(self.ada.login, "portal_ada")
        self.assertEqual(self.ada.email, "new@lindqvist.example")

    def test_opening_the_link_changes_nothing(self):
        self._request()
        self.url_open(self._get_link())
        self.assertNotEqual(self.ada.email, "new@lindqvist.example")

    def test_link_works_once_and_not_when_it_was_touched(self):
        self._request()
        link = self._get_link()
        self._confirm(link)
        self.assertIn("no longer valid", self.url_open(link).text)
        self.assertIn("no longer valid", self.url_open("/support/email/AAAA").text)
        self.assertIn("no longer valid", self.url_open(f"{link[:-4]}AAAA").text)

    def test_wrong_password_writes_to_nobody(self):
        page = self._request(password="guessed")
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self._get_mails())

    def test_many_attempts_are_stopped(self):
        for _attempt in range(5):
            self._request(password="guessed")
        self.assertIn("a lot at once", self._request().text)

    def test_address_of_another_account_is_not_taken(self):
        self.bruno.login = "new@lindqvist.example"
        self._request()
        self.assertIn("cannot be used", self._confirm(self._get_link()).text)
        self.assertNotEqual(self.ada.email, "new@lindqvist.example")

    def test_employees_have_other_ways(self):
        with self.assertRaises(UserError):
            self.env["support.account.email"]._request_change(self.agent, "a@b.example")

    # -- Password and access --------------------------------------------------------
    def test_changed_password_and_lost_access_are_counted(self):
        users = self.env["res.users"].with_user(self.ada)
        users.change_password("portal_ada", "another-secret-1")
        public = self.env["res.users"].with_user(self.env.ref("base.public_user"))
        public.sudo().reset_password(self.ada.login)
        self.assertEqual(sorted(self._get_events()), ["access", "password"])

    def test_what_an_employee_does_for_him_is_not_counted(self):
        self.ada.with_user(self.manager).sudo().action_reset_password()
        self.assertFalse(self._get_events())

    # -- Rights ---------------------------------------------------------------------
    def test_managers_read_their_companies_and_nobody_writes(self):
        events = self.env["support.account.event"]
        events._log(self.ada, "email")
        own = [("user_id", "=", self.ada.id)]
        self.assertTrue(events.with_user(self.manager).search(own))
        with self.assertRaises(AccessError):
            events.with_user(self.agent).search(own)
        with self.assertRaises(AccessError):
            events.with_user(self.manager).search(own).kind = "password"
