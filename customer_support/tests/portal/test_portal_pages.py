from datetime import datetime

from odoo.tests import tagged

from .common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalPages(PortalCommon):
    def test_home_counts_the_tickets_of_the_firm(self):
        self._log_in(self.mette)
        self.assertIn("/my/tickets", self._get_page("/my").text)
        counters = self._request_json("/my/counters", counters=["support_ticket_count"])
        self.assertEqual(counters["support_ticket_count"], 1)

    def test_list_filters_by_open_and_ended(self):
        ended = self._create_ticket(name="Old lamp")
        ended.action_close()
        self._log_in(self.ada)
        for filterby, shown, hidden in (
            ("open", self.ticket, ended),
            ("ended", ended, self.ticket),
        ):
            page = self._get_page("/my/tickets", filterby=filterby)
            self.assertIn(shown.number, page.text)
            self.assertNotIn(hidden.number, page.text)

    def test_list_searches_number_and_subject(self):
        other = self._create_ticket(name="Broken chair")
        self._log_in(self.ada)
        for term, search_in in (("chair", "all"), (other.number, "number")):
            page = self._get_page("/my/tickets", search=term, search_in=search_in)
            self.assertIn(other.number, page.text)
            self.assertNotIn(self.ticket.number, page.text)

    def test_list_with_odd_arguments_is_shown_all_the_same(self):
        self._log_in(self.ada)
        page = self._get_page(
            "/my/tickets", sortby="id; drop", filterby="__class__", search_in="x"
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.ticket.number, page.text)

    def test_list_has_pages(self):
        self.env["support.ticket"].create(
            [
                {
                    "name": f"Lamp {i}",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                }
                for i in range(31)
            ]
        )
        self._log_in(self.ada)
        self.assertIn("/my/tickets/page/2", self._get_page("/my/tickets").text)
        self.assertIn(self.ticket.number, self._get_page("/my/tickets/page/2").text)

    def test_dates_are_in_the_zone_of_the_visitor(self):
        self.ada.tz = "Asia/Tokyo"
        message = self._customer_writes(self.ticket)
        message.date = datetime(2026, 3, 2, 20, 30)
        self._log_in(self.ada)
        text = self._get_page(self.ticket.access_url).text
        self.assertIn("03/03/2026", text)

    def test_visitor_with_the_link_reads_in_the_customers_language_and_zone(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        stage = self.ticket.stage_id
        stage.portal_name = "Received"
        stage.with_context(lang="fr_FR").portal_name = "Bien reçu"
        self.customer.write({"lang": "fr_FR", "tz": "Asia/Tokyo"})
        self._customer_writes(self.ticket).date = datetime(2026, 3, 2, 20, 30)
        token = self._get_token(self.ticket)
        self._log_in(None)
        text = self._get_page(self.ticket.access_url, access_token=token).text
        self.assertIn("Bien reçu", text)
        self.assertIn("03/03/2026", text)

    def test_ended_ticket_of_another_language_is_found_by_its_user(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        stage = self.ticket.stage_id
        stage.with_context(lang="fr_FR").portal_name = "Bien reçu"
        self._log_in(self.ada)
        self.assertIn("Bien reçu", self._get_page(self.ticket.access_url).text)

    def test_every_field_has_a_label(self):
        self._log_in(self.ada)
        for url in (self.ticket.access_url, "/my/tickets/new"):
            text = self._get_page(url).text
            for name in ("support_files",):
                self.assertIn(f'for="{name}"', text)
                self.assertIn(f'id="{name}"', text)
