from odoo.tests import tagged

from .common import PortalCommon

_URL = "/support/contact"


@tagged("post_install", "-at_install")
class TestPortalContact(PortalCommon):
    """Anybody reads when we are there and how soon we answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Hotline hours",
                "tz": "Europe/Rome",
                "company_id": False,
                "attendance_ids": [(5, 0, 0)]
                + [
                    (
                        0,
                        0,
                        {
                            "name": "Every day",
                            "dayofweek": str(day),
                            "hour_from": 8.25,
                            "hour_to": 11.5,
                            "day_period": "morning",
                        },
                    )
                    for day in range(7)
                ],
            }
        )
        cls.phone = cls.env.ref("customer_support.support_channel_phone")
        cls.phone.write(
            {
                "name": "Hotline",
                "is_published": True,
                "calendar_id": cls.calendar.id,
                "promise_minutes": 240,
                "note": "Leave a message at any time.",
            }
        )

    def setUp(self):
        super().setUp()
        self._log_in(None)

    def test_anybody_reads_hours_promise_and_note_of_published_channels(self):
        text = self._get_page(_URL).text
        for shown in (
            "Hotline",
            "08:15–11:30",
            "We answer within 4 hours.",
            "Leave a message at any time.",
            "Europe/Rome",
        ):
            self.assertIn(shown, text)
        self.assertEqual(text.count("o_support_contact"), 1)
        for hidden in ("Hotline hours", "Other Systems"):
            self.assertNotIn(hidden, text)

    def test_changed_calendar_changes_the_page(self):
        self.calendar.attendance_ids.hour_to = 12.75
        text = self._get_page(_URL).text
        self.assertIn("08:15–12:45", text)
        self.assertNotIn("11:30", text)

    def test_day_without_hours_is_closed(self):
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "2").unlink()
        text = self._get_page(_URL).text
        self.assertEqual(text.count("closed"), 1)
        self.assertEqual(text.count("08:15–11:30"), 6)

    def test_channel_without_a_calendar_is_open_around_the_clock(self):
        self.phone.calendar_id = False
        self.assertIn("Open around the clock.", self._get_page(_URL).text)

    def test_channel_of_another_company_or_archived_is_not_shown(self):
        for values in (
            {"company_id": self.other_company.id},
            {"company_id": False, "active": False},
            {"active": True, "is_published": False},
        ):
            self.phone.write(values)
            page = self._get_page(_URL)
            self.assertEqual(page.status_code, 200)
            self.assertNotIn("Hotline", page.text)

    def test_promise_in_words(self):
        for minutes, text in (
            (0, ""),
            (45, "We answer within 45 minutes."),
            (90, "We answer within 1 h 30 min."),
        ):
            self.phone.promise_minutes = minutes
            self.assertEqual(self.phone._get_promise_text(), text)

    def test_home_and_form_lead_to_the_page(self):
        self._log_in(self.ada)
        for url in ("/my", "/my/tickets/new"):
            self.assertIn(_URL, self._get_page(url).text)
