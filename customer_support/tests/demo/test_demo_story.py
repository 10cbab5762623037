from datetime import datetime, time

from odoo.tests import BaseCase, tagged

from ...demo.story import ShopCalendar, Timeline, parse

STORY = """=== late_lamp
subject: Where is it?
customer: ada
--- customer 3 09:00
Where is my lamp?
--- giulia 3 10:00
On its way.
--- customer 1 11:00 attach=photo.png
It is broken.

[quote]
"""
WEDNESDAY = datetime(2026, 3, 4, 12, 0)


@tagged("post_install", "-at_install", "-standard", "customer_support_demo")
class TestDemoStory(BaseCase):
    def setUp(self):
        super().setUp()
        self.calendar = ShopCalendar(WEDNESDAY)
        (self.story,) = parse(STORY, self.calendar)

    def test_day_before_monday_is_friday(self):
        moment = self.calendar.get_day(3, time(9, 0))
        self.assertEqual(moment, datetime(2026, 2, 27, 8, 0))

    def test_day_zero_on_sunday_is_friday(self):
        calendar = ShopCalendar(datetime(2026, 3, 8, 12, 0))
        self.assertEqual(
            calendar.get_day(0, time(9, 0)).date().isoformat(), "2026-03-06"
        )

    def test_moment_in_minutes_counts_from_now(self):
        self.assertEqual(
            self.calendar.get_moment(["-45"]), datetime(2026, 3, 4, 11, 15)
        )

    def test_header_and_events_are_read(self):
        self.assertEqual(self.story.header["customer"], "ada")
        self.assertEqual(
            [event.kind for event in self.story.events],
            ["customer", "agent", "customer"],
        )

    def test_quote_names_the_message_before(self):
        first, answer, last = self.story.events
        self.assertEqual((last.quotes, last.attachment), (answer, "photo.png"))
        self.assertEqual(last.text, "It is broken.")

    def test_timeline_follows_the_rules_of_the_product(self):
        values = Timeline(self.story, "mail").get_values()
        self.assertEqual(values["stage_kind"], "open")
        self.assertEqual(values["first_response_date"], self.story.events[1].at)
        self.assertEqual(values["unanswered_since"], self.story.events[2].at)
