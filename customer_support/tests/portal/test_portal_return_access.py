from odoo.tests import tagged

from .return_common import PortalReturnCommon


@tagged("post_install", "-at_install")
class TestPortalReturnAccess(PortalReturnCommon):
    """Whose returns a visitor reaches, by log-in and by link."""

    def setUp(self):
        super().setUp()
        self.asked = self._ask_return(1)
        self.asked.action_approve()
        self.page = f"/my/returns/{self.asked.id}"

    def _get_routes(self):
        return [self.url, self.page, f"{self.page}/slip"]

    def test_owner_reaches_all_of_it(self):
        self._log_in(self.ada)
        for route in self._get_routes():
            self.assertEqual(self._get_page(route).status_code, 200, route)

    def test_stranger_reaches_nothing_of_it(self):
        for visitor in (self.bruno, None):
            self._log_in(visitor)
            for route in self._get_routes():
                answer = self._get_page(route)
                self.assertEqual(answer.status_code, 404, route)
                self.assertNotIn(self.asked.name, answer.text)

    def test_stranger_changes_nothing_of_it(self):
        self._log_in(self.bruno)
        own = self._create_ticket(partner_id=self.other_customer.id)
        hidden = self._get_hidden(
            self.url_open(own.access_url), f"{own.access_url}/answer"
        )
        token = {"csrf_token": hidden["csrf_token"]}
        self.assertEqual(self._post(f"{self.page}/cancel", token).status_code, 404)
        values = {
            f"quantity_{self.line.id}": 1,
            f"reason_{self.line.id}": self.reason.id,
            "outcome": "refund",
            "step": "send",
        }
        self.assertEqual(self._post(self.url, {**token, **values}).status_code, 404)
        # The page of his own order, with a product of hers.
        order = self._sell(1, partner=self.other_customer)
        answer = self._post(f"/my/orders/{order.id}/return", {**token, **values})
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.asked.state, "approved")
        self.assertEqual(self._find_returns(), self.asked)

    def test_nothing_is_changed_without_the_token_of_the_form(self):
        self._log_in(self.ada)
        self.assertEqual(self._post(f"{self.page}/cancel", {"x": "1"}).status_code, 400)
        self.assertEqual(self.url_open(f"{self.page}/cancel").status_code, 405)
        self.assertEqual(self.asked.state, "approved")

    def test_link_of_the_ticket_opens_its_returns_and_no_others(self):
        self._log_in(None)
        token = self._get_token(self.asked.ticket_id)
        for route in (self.page, f"{self.page}/slip"):
            answer = self._get_page(route, access_token=token)
            self.assertEqual(answer.status_code, 200, route)
        other = self._get_token(self.firm_ticket)
        for wrong in (other, "0" * 36, "", "é"):
            answer = self._get_page(self.page, access_token=wrong)
            self.assertEqual(answer.status_code, 404, wrong)

    def test_mail_of_the_approval_leads_to_the_page(self):
        mail = self.env["mail.mail"].search(
            [("res_id", "=", self.asked.ticket_id.id)], limit=1
        )
        link = f"/my/returns/{self.asked.id}?access_token="
        self.assertIn(link, mail.body_html)
        token = mail.body_html.split(link)[1].split('"')[0]
        self._log_in(None)
        answer = self._get_page(self.page, access_token=token)
        self.assertEqual(answer.status_code, 200)

    def test_link_of_the_order_asks_for_a_return_of_it(self):
        self._log_in(None)
        token = self.order._portal_ensure_token()
        page = self._choose(1, token=token)
        answer = self._send(page, outcome="refund")
        new = self._find_returns() - self.asked
        self.assertEqual(new.ticket_id.partner_id, self.customer)
        self.assertIn("without log-in", self._get_messages(new.ticket_id).body)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(new.name, answer.text)

    def test_link_of_another_order_does_not(self):
        self._log_in(None)
        token = self._sell(1, partner=self.other_customer)._portal_ensure_token()
        answer = self._get_page(self.url, access_token=token)
        self.assertEqual(answer.status_code, 404)

    def test_stranger_with_the_link_asks_in_the_name_of_the_customer(self):
        self._log_in(self.bruno)
        page = self._choose(1, token=self.order._portal_ensure_token())
        self._send(page, outcome="refund")
        new = self._find_returns() - self.asked
        self.assertEqual(new.partner_id, self.customer)

    def test_ticket_that_became_another_customers_takes_no_return_along(self):
        self.asked.ticket_id.with_user(self.agent).partner_id = self.other_customer
        for visitor in (self.ada, self.bruno):
            self._log_in(visitor)
            self.assertEqual(self._get_page(self.page).status_code, 404, visitor.login)
            self.assertNotIn(self.asked.name, self._get_page("/my/returns").text)
            page = self._get_page(self.asked.ticket_id.access_url)
            self.assertNotIn(self.asked.name, page.text)

    def test_employees_look_and_touch_nothing(self):
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self._get_page(self.page).status_code, 200)
        self.assertEqual(self._get_page(self.url).status_code, 404)
        page = self._get_page("/my/tickets")
        token = page.text.split('csrf_token: "')[1].split('"')[0]
        answer = self._post(f"{self.page}/cancel", {"csrf_token": token})
        self.assertEqual(answer.status_code, 404)

    def test_customer_has_no_rights_on_the_records(self):
        self._log_in(self.ada)
        for model in ("support.return", "support.return.line"):
            for method in ("search_read", "read"):
                error = self._call(model, method, self.asked.ids)
                self.assertIn("Access", str(error), (model, method))
