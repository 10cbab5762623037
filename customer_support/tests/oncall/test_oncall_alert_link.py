from odoo.tests import HttpCase, tagged

from .alert_common import AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertLink(AlertCommon, HttpCase):
    """The page behind the link of the mail, in a browser without log-in."""

    def setUp(self):
        super().setUp()
        self.alert = self._raise(note="Water in hall 3", contact_name="Ada")
        self._climb()
        self.token = self.alert._get_link_token(self.nadia)
        self.url = f"/support/alert/{self.alert.id}/{self.token}"

    def _press(self, button, **values):
        """Open the page and press one of its buttons, as a browser does."""
        page = self.url_open(self.url)
        secret = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return self.url_open(f"{self.url}/{button}", {"csrf_token": secret, **values})

    def test_page_shows_what_is_needed_and_nothing_of_the_ticket(self):
        page = self.url_open(self.url)
        self.assertEqual(page.status_code, 200)
        for text in ("Fire in the warehouse", "Water in hall 3", "+39 02 5550100"):
            self.assertIn(text, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("no-store", page.headers["Cache-Control"])

    def test_opening_the_link_changes_nothing(self):
        for path in ("", "/acknowledge", "/resolve", "/hand_over"):
            self.url_open(self.url + path)
            self.opener.head(self.base_url() + self.url + path)
        self.assertEqual(self.alert.state, "triggered")

    def test_posting_without_the_page_is_refused(self):
        with self.assertLogs("odoo.http", "WARNING"):
            answer = self.url_open(f"{self.url}/acknowledge", {"x": "1"})
        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self.alert.state, "triggered")

    def test_one_press_acknowledges_as_the_person_of_the_link(self):
        page = self._press("acknowledge")
        self.assertIn("You take care of it", page.text)
        self.assertEqual(self.alert.acknowledged_by_id, self.nadia)
        self.assertEqual(
            self.alert.event_ids[-1].description,
            "Acknowledged by Nadia by the link of the mail",
        )

    def test_resolving_ends_the_link(self):
        page = self._press("resolve")
        self.assertEqual(self.alert.resolved_by_id, self.nadia)
        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Fire in the warehouse", self.url_open(self.url).text)

    def test_handing_over_calls_a_colleague(self):
        page = self._press("hand_over", user_id=str(self.omar.id))
        self.assertIn("Nadia", self.alert.event_ids.mapped("by_id.name"))
        self.assertEqual(self.alert.user_id, self.omar)
        self.assertEqual(page.status_code, 200)

    def test_handing_over_to_a_stranger_is_refused(self):
        page = self._press("hand_over", user_id=str(self.outsider.id))
        self.assertEqual(page.status_code, 422)
        self.assertFalse(self.alert.user_id)

    def test_who_came_second_reads_who_was_first(self):
        self.alert.with_user(self.manager).action_acknowledge()
        self.assertIn("Manager takes care of it", self.url_open(self.url).text)

    def test_wrong_links_open_nothing_and_look_the_same(self):
        other = self._raise(key="flood", name="Flood")
        self._climb()
        uncalled = self.alert._get_link_token(self.omar)
        forged = self.token.replace(f"{self.nadia.id}-", f"{self.omar.id}-")
        links = [
            (self.alert.id, self.token[:-1]),
            (self.alert.id, uncalled),
            (self.alert.id, forged),
            (other.id, self.token),
            (0, self.token),
            (self.alert.id, "0"),
            (self.alert.id, "-"),
            (self.alert.id, "ü"),
            (self.alert.id, "9" * 40 + "-x"),
        ]
        for alert_id, token in links:
            with self.subTest(token=token):
                page = self.url_open(f"/support/alert/{alert_id}/{token}")
                self.assertEqual(page.status_code, 404)
                self.assertIn("There is nothing to do here", page.text)

    def test_link_of_somebody_who_has_left_opens_nothing(self):
        self.nadia.active = False
        self.assertEqual(self.url_open(self.url).status_code, 404)
