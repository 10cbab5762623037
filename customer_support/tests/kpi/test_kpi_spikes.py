from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .kpi_common import KpiCommon

# A Tuesday; the last week that is over begins on Monday, 9 June.
NOW = datetime(2025, 6, 17, 8)
LAST_WEEK = datetime(2025, 6, 10, 10)


@tagged("post_install", "-at_install")
class TestKpiSpikes(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["support.tag"].create({"name": "Lamp flickers"})
        cls.calm = cls.env["support.tag"].create({"name": "Lamp is too warm"})
        weeks = range(1, 9)
        cls._add(cls.calm, {0: 4, **dict.fromkeys(weeks, 4)})
        cls._add(cls.tag, {0: 25, **dict.fromkeys(weeks, 5)})

    @classmethod
    def _add(cls, tag, counts):
        """Create tickets with a tag, so many in each of the weeks before."""
        rows = [
            {"received_date": LAST_WEEK - timedelta(weeks=week)}
            for week, count in counts.items()
            for _number in range(count)
        ]
        tickets = cls._create_past(rows)
        tickets.tag_ids = [Command.set(tag.ids)]
        cls.env.flush_all()

    def _find(self):
        return self.env["support.kpi.spike"]._find_in_company(self.company, NOW)

    def test_five_times_as_many_are_told_with_baseline_and_examples(self):
        spike = self._find()
        self.assertEqual((spike.tag_id, spike.direction), (self.tag, "rise"))
        self.assertEqual((spike.count, spike.expected), (25, 5))
        self.assertEqual(len(spike.example_ids), 5)
        self.assertEqual(spike.example_ids.tag_ids, self.tag)
        self.assertIn(self.manager, spike.activity_ids.user_id)
        self.assertNotIn(self.other_manager, spike.activity_ids.user_id)

    def test_polarity_drives_the_wording(self):
        for polarity, word in (("bad", "Bad news"), ("good", "Good news")):
            with self.subTest(polarity=polarity):
                self.tag.polarity = polarity
                spike = self._find()
                self.assertEqual(spike.verdict, polarity)
                summary = spike.activity_ids[0].summary
                self.assertTrue(summary.startswith(word), summary)
                self.assertIn("“Lamp flickers” rose", summary)
                spike.unlink()

    def test_fall_of_a_bad_tag_is_good_news(self):
        self._add(self.calm, dict.fromkeys(range(1, 9), 26))
        spike = self._find().filtered(lambda s: s.tag_id == self.calm)
        self.assertEqual((spike.direction, spike.verdict), ("fall", "good"))

    def test_week_is_looked_at_once(self):
        self.assertTrue(self._find())
        self.assertFalse(self._find())

    @freeze_time(NOW)
    def test_job_looks_at_every_company(self):
        self._run_cron("ir_cron_find_spikes")
        spike = self.env["support.kpi.spike"].search([("tag_id", "=", self.tag.id)])
        self.assertEqual(spike.company_id, self.company)

    def test_shop_of_three_weeks_does_not_know_what_is_usual(self):
        old = [("received_date", "<", LAST_WEEK - timedelta(weeks=4))]
        self.env["support.ticket"].search(old).unlink()
        self.assertFalse(self._find())

    def test_weeks_before_the_first_ticket_are_no_quiet_weeks(self):
        old = [("received_date", "<", LAST_WEEK - timedelta(weeks=6))]
        self.env["support.ticket"].search(old).unlink()
        self.assertEqual(self._find().expected, 5)

    def test_manager_finds_it_among_the_figures(self):
        spike = self._find()
        payload = self._compute()
        table = payload["tables"]["spikes"]
        self.assertEqual(
            table["rows"],
            [["Lamp flickers", "2025-06-09", "rise", 25, 5, spike.p, spike.verdict]],
        )
        tickets = self.env["support.ticket"].with_user(self.manager)
        self.assertEqual(tickets.search_count(table["domains"][0]), 25)
        self.assertNotIn("rise_neutral", [f["code"] for f in payload["findings"]])

    def test_bad_spike_is_a_finding_in_words(self):
        self.tag.polarity = "bad"
        self._find()
        findings = self._compute()["findings"]
        finding = next(f for f in findings if f["code"] == "rise_bad")
        self.assertEqual(
            self.figures._get_finding_text(finding),
            "“Lamp flickers” rose: 25 tickets in a week, 5 were usual.",
        )

    def test_agent_gets_figures_without_spikes(self):
        self._find()
        tables = self._compute(user=self.agent)["tables"]
        self.assertNotIn("spikes", tables)

    def test_tickets_of_the_spike_are_those_counted(self):
        spike = self._find().with_user(self.manager)
        domain = spike.action_open_tickets()["domain"]
        tickets = self.env["support.ticket"].with_user(self.manager)
        self.assertEqual(tickets.search_count(domain), 25)

    def test_only_managers_of_the_company_read_it(self):
        spike = self._find()
        spike.with_user(self.manager).check_access("read")
        for user in (self.agent, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                spike.with_user(user).check_access("read")
