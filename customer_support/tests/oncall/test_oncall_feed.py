from datetime import datetime, timedelta, timezone

from icalendar import Calendar

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 4, 12)  # a Wednesday


@tagged("post_install", "-at_install")
class TestOncallFeed(OncallCommon):
    """Ada and Bea take weekly turns, planned half a year ahead."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule(name="Nights; weekends, and Übergabe")
        self._add_layer(self.ada, self.bea, handoff_date=datetime(2026, 3, 2))

    def _make_feed(self, user, **vals):
        return self.env["support.oncall.feed"].with_user(user).create(vals)

    def _make_link(self, feed):
        action = feed.action_renew()
        return self.env[action["res_model"]].browse(action["res_id"]).url

    def _read(self, feed):
        return Calendar.from_ical(feed.sudo()._get_calendar(NOW))

    # -- What it says ---------------------------------------------------------------
    def test_a_person_sees_his_own_shifts(self):
        events = self._read(self._make_feed(self.ada)).walk("VEVENT")
        spans = [(event.start, event.end) for event in events[:2]]
        utc = {"tzinfo": timezone.utc}
        expected = [
            (NOW.replace(**utc), datetime(2026, 3, 9, 8, **utc)),
            (datetime(2026, 3, 16, 8, **utc), datetime(2026, 3, 23, 8, **utc)),
        ]
        self.assertEqual(spans, expected)
        self.assertEqual(len(events), 27)  # every other week of a year

    def test_a_schedule_shows_all_without_holes(self):
        feed = self._make_feed(self.manager, schedule_id=self.schedule.id)
        events = self._read(feed).walk("VEVENT")
        ends = [event.end for event in events[:-1]]
        self.assertEqual(ends, [event.start for event in events[1:]])
        self.assertEqual(events[0]["SUMMARY"], "Ada · Nights; weekends, and Übergabe")

    def test_calendar_programs_find_what_they_need(self):
        feed = self._make_feed(self.ada)
        calendar = self._read(feed)
        self.assertEqual(calendar.errors, [])
        self.assertEqual(calendar["X-WR-CALNAME"], "Ada")
        text = feed.sudo()._get_calendar(NOW)
        self.assertIn("REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n", text)
        self.assertIn("DTSTART:20260316T080000Z\r\n", text)
        self.assertLess(max(len(line.encode()) for line in text.split("\r\n")), 76)
        for event in calendar.walk("VEVENT"):
            for name in ("UID", "DTSTAMP", "LAST-MODIFIED"):
                self.assertIn(name, event)

    def test_the_same_shift_keeps_its_name(self):
        feed = self._make_feed(self.manager, schedule_id=self.schedule.id)
        first = [event["UID"] for event in self._read(feed).walk("VEVENT")]
        self._wait(days=40)
        self._run_cron("ir_cron_plan_oncall")
        later = self.env["support.oncall.feed"].browse(feed.id)
        calendar = Calendar.from_ical(later._get_calendar(NOW + timedelta(days=40)))
        second = [event["UID"] for event in calendar.walk("VEVENT")]
        self.assertEqual(second[: len(first)], first)
        self.assertEqual(len(set(second)), len(second))

    # -- Rights ---------------------------------------------------------------------
    def test_people_make_feeds_of_their_own_only(self):
        feed = self._make_feed(self.ada, user_id=self.bea.id, token_hash="guess")
        self.assertEqual(feed.user_id, self.ada)
        self.assertFalse(feed.sudo().token_hash)
        with self.assertRaises(AccessError):
            self._make_feed(self.ada, schedule_id=self.schedule.id)
        with self.assertRaises(AccessError):
            feed.with_user(self.bea).action_renew()
        with self.assertRaises(AccessError):
            feed.with_user(self.bea).action_revoke()

    def test_nobody_reads_or_writes_what_a_link_is_made_of(self):
        feed = self._make_feed(self.ada)
        self._make_link(feed)
        with self.assertRaises(AccessError):
            feed.read(["token_hash"])
        with self.assertRaises(AccessError):
            feed.token_hash = "known"
        with self.assertRaises(AccessError):
            feed.with_user(self.manager).search([("token_hash", "=like", "a%")])

    def test_the_link_itself_is_not_kept(self):
        feed = self._make_feed(self.ada)
        token = self._make_link(feed).rpartition("/")[2].removesuffix(".ics")
        self.assertGreaterEqual(len(token), 43)
        self.assertNotIn(token, feed.sudo().token_hash)


@tagged("post_install", "-at_install")
class TestOncallFeedLink(HttpCase, OncallCommon):
    def setUp(self):
        super().setUp()
        self._add_layer(self.ada)
        self.feed = self.env["support.oncall.feed"].with_user(self.ada).create({})

    def _make_path(self):
        action = self.feed.action_renew()
        url = self.env[action["res_model"]].browse(action["res_id"]).url
        return "/support/" + url.partition("/support/")[2]

    def test_whoever_has_the_link_reads_the_calendar(self):
        response = self.url_open(self._make_path())
        self.assertEqual(response.status_code, 200)
        self.assertEqual(
            response.headers["Content-Type"], "text/calendar; charset=utf-8"
        )
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertTrue(Calendar.from_ical(response.text).walk("VEVENT"))

    def test_a_new_link_and_revoking_end_the_old_one(self):
        old = self._make_path()
        new = self._make_path()
        self.assertEqual(self.url_open(old).status_code, 404)
        self.assertEqual(self.url_open(new).status_code, 200)
        self.feed.action_revoke()
        self.assertEqual(self.url_open(new).status_code, 404)

    def test_links_of_those_who_left_end(self):
        path = self._make_path()
        self.ada.active = False
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_a_guess_is_not_found_and_nothing_is_posted(self):
        self.assertEqual(self.url_open("/support/oncall/x.ics").status_code, 404)
        response = self.url_open(self._make_path(), data={"a": "b"})
        self.assertEqual(response.status_code, 405)
