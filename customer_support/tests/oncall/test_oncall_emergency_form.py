from odoo.tests import HttpCase, new_test_user, tagged

from ...controllers import portal_emergency
from .alert_common import AlertCommon

URL = "/support/emergency"


@tagged("post_install", "-at_install")
class TestOncallEmergencyForm(AlertCommon, HttpCase):
    """Strangers and customers at the public form; nobody is logged in unless said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.emergency_form = True
        # The page is that of the company in which visitors are.
        cls.env.ref("base.public_user").write(
            {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
        )

    def setUp(self):
        super().setUp()
        self.patch(
            portal_emergency,
            "_form_rate",
            portal_emergency.RateWindow(limit=100, period=60),
        )

    def _hand_in(self, email="bo@elsewhere.example", **values):
        """Open the page and hand in its form, as a browser does."""
        page = self.url_open(URL).text
        hidden = {
            name: page.split(f'name="{name}" value="')[1].split('"')[0]
            for name in ("csrf_token", "form_key")
        }
        form = {
            "name": "Bo Berg",
            "email": email,
            "phone": "+46 8 5550100",
            "subject": "Water in the shop",
            "text": "The pipe of your tap has burst.",
        }
        return self.url_open(URL, {**hidden, **form, **values})

    def _get_alerts(self):
        return self.env["support.alert"].search([("team_id", "=", self.team.id)])

    def test_contact_page_leads_to_it_while_a_team_offers_it(self):
        self.assertIn(
            'href="/support/emergency"', self.url_open("/support/contact").text
        )
        self.env["support.team"].search([]).emergency_form = False
        page = self.url_open("/support/contact")
        self.assertNotIn('href="/support/emergency"', page.text)

    def test_stranger_opens_a_ticket_and_somebody_is_called(self):
        page = self._hand_in()
        self.assertIn("somebody takes care of it", page.text)
        alert = self._get_alerts()
        self.assertEqual((alert.source, alert.count), ("form", 1))
        self.assertEqual(alert.contact_phone, "+46 8 5550100")
        self.assertEqual(alert.ticket_id.priority, "3")
        self.assertFalse(alert.ticket_id.partner_id)
        self._climb()
        self.assertEqual(alert.called_user_ids, self.nadia)

    def test_address_of_a_customer_gives_nothing_of_his(self):
        known = self._hand_in(self.customer.email)
        unknown = self._hand_in("nobody@elsewhere.example")
        self.assertEqual(len(known.text), len(unknown.text))
        self.assertFalse(self._get_alerts().ticket_id.partner_id)

    def test_customer_who_is_logged_in_is_known(self):
        new_test_user(
            self.env,
            login="portal_ada",
            groups="base.group_portal",
            partner_id=self.customer.id,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        self.authenticate("portal_ada", "portal_ada")
        self._hand_in()
        self.assertEqual(self._get_alerts().ticket_id.partner_id, self.customer)

    def test_team_that_does_not_offer_it_has_no_page(self):
        self.env["support.team"].search([]).emergency_form = False
        self.assertEqual(self.url_open(URL).status_code, 404)

    def test_same_address_again_is_one_alert(self):
        for _number in range(3):
            page = self._hand_in()
            self.assertIn("somebody takes care of it", page.text)
        alert = self._get_alerts()
        self.assertEqual(alert.count, 3)
        tickets = self.env["support.ticket"].search([("team_id", "=", self.team.id)])
        self.assertEqual(tickets, alert.ticket_id)

    def test_flood_wakes_a_few_and_the_managers_see_one_alert_more(self):
        for number in range(9):
            page = self._hand_in(f"x{number}@elsewhere.example")
            self.assertIn("somebody takes care of it", page.text)
        alerts = self._get_alerts()
        flood = alerts.filtered(lambda alert: alert.source == "flood")
        self.assertEqual(len(alerts - flood), 5)
        self.assertEqual(flood.count, 4)
        self._climb()
        self.assertIn(self.manager, flood.called_user_ids)
        self.assertNotIn(self.nadia, flood.called_user_ids)

    def test_program_that_fills_in_the_hidden_field_gets_thanks_and_nothing_else(self):
        page = self._hand_in(homepage="https://casino.example")
        self.assertIn("somebody takes care of it", page.text)
        self.assertFalse(self._get_alerts())

    def test_one_network_cannot_send_without_end(self):
        window = portal_emergency.RateWindow(limit=1, period=60)
        self.patch(portal_emergency, "_form_rate", window)
        self._hand_in()
        page = self._hand_in("second@elsewhere.example")
        self.assertEqual(page.status_code, 422)
        self.assertEqual(len(self._get_alerts()), 1)

    def test_incomplete_form_says_what_is_missing_and_keeps_the_rest(self):
        page = self._hand_in(phone=" ")
        self.assertEqual(page.status_code, 422)
        self.assertIn("The pipe of your tap has burst.", page.text)
        self.assertFalse(self._get_alerts())

    def test_looking_calls_nobody(self):
        self.url_open(f"{URL}?name=x&email=a@b.example&phone=1&subject=x&text=x")
        self.assertFalse(self._get_alerts())
