import json
from collections import Counter
from datetime import date, timezone
from statistics import median

from odoo.tests import tagged

from .kpi_common import ROME, KpiCommon, local_month, to_datetime, work


@tagged("post_install", "-at_install")
class TestKpiPictures(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["support.category"]
        cls.cluster = categories.create({"name": "Delivery"})
        cls.reason = categories.create({"name": "Late", "parent_id": cls.cluster.id})
        cls.cause = categories.create({"name": "Snow", "parent_id": cls.reason.id})
        cls.rows = cls._invent_year(120)
        for number, row in enumerate(cls.rows):
            row["category_id"] = (cls.cause if number % 3 else cls.reason).id
        cls._create_past(cls.rows)
        cls.known = [r for r in cls.rows if r.get("cancel_reason") != "spam"]
        cls.june = [
            r for r in cls.known if local_month(r["received_date"]) == (2025, 6)
        ]

    def test_payload_is_json(self):
        payload = self._compute(kind="year")
        self.assertEqual(json.loads(json.dumps(payload)), payload)

    def test_days_of_a_series_add_up(self):
        payload = self._compute()
        series = payload["series"]["tickets"]
        self.assertEqual(
            (len(series["labels"]), series["labels"][0]), (30, "2025-06-01")
        )
        for line in series["lines"]:
            value = payload["figures"][line["code"]]["value"]
            self.assertEqual(sum(line["values"]), value)

    def test_a_year_is_drawn_by_weeks(self):
        payload = self._compute(kind="year")
        series = payload["series"]["tickets"]
        self.assertEqual(len(series["labels"]), 53)
        self.assertEqual(
            sum(series["lines"][0]["values"]),
            payload["figures"]["tickets_in"]["value"],
        )

    def test_bands_hold_everybody(self):
        payload = self._compute(kind="year")
        bands = payload["distributions"]["first_response"]
        answered = [r for r in self.known if local_month(r.get("first_response_date"))]
        waits = [
            work(r["received_date"], r["first_response_date"])
            for r in answered
            if local_month(r["first_response_date"])[0] == 2025
        ]
        expected = [
            sum(low <= wait < (high or 1e9) for wait in waits)
            for low, high in bands["bands"]
        ]
        self.assertEqual(bands["counts"], expected)

    def test_heat_is_the_clock_on_the_wall(self):
        heat = self._compute()["heat"]["arrivals"]
        local = [
            r["received_date"].replace(tzinfo=timezone.utc).astimezone(ROME)
            for r in self.june
        ]
        expected = Counter((at.weekday(), at.hour) for at in local)
        for day in range(7):
            for hour in range(24):
                self.assertEqual(heat[day][hour], expected[day, hour])

    def test_agents_one_by_one(self):
        table = self._compute()["tables"]["agents"]
        by_label = {row[0]: row for row in table["rows"]}
        for user in (self.agent, self.agent_own):
            own = [row for row in self.known if row["user_id"] == user.id]
            waits = [
                work(r["received_date"], r["first_response_date"])
                for r in own
                if local_month(r.get("first_response_date")) == (2025, 6)
            ]
            row = by_label[user.name]
            self.assertEqual(row[1], len([r for r in self.june if r in own]))
            self.assertAlmostEqual(row[3], median(waits), 5)

    def test_row_opens_what_it_counts(self):
        tables = self._compute()["tables"]
        report = self.env["support.ticket.report"].with_user(self.manager)
        for code in ("agents", "teams", "reasons", "causes", "channels"):
            table = tables[code]
            self.assertTrue(table["rows"])
            for row, domain in zip(table["rows"], table["domains"], strict=True):
                with self.subTest(table=code, row=row[0]):
                    self.assertEqual(report.search_count(domain), row[1])

    def test_causes_are_told_apart_and_reasons_hold_theirs(self):
        tables = self._compute(kind="year")["tables"]
        causes = {row[0]: row[1] for row in tables["causes"]["rows"]}
        [reason] = tables["reasons"]["rows"]
        self.assertEqual(reason[0], self.reason.display_name)
        self.assertEqual(reason[1], sum(causes.values()))
        self.assertEqual(
            set(causes), {c.display_name for c in self.cause + self.reason}
        )

    def test_longest_wait_names_the_case(self):
        table = self._compute()["tables"]["longest_wait"]
        rows = [
            r
            for r in self.known
            if local_month(r.get("first_response_date")) == (2025, 6)
        ]
        longest = max(work(r["received_date"], r["first_response_date"]) for r in rows)
        self.assertAlmostEqual(table["rows"][0][1], longest, 5)
        ticket = self.env["support.ticket"].search(table["domains"][0])
        self.assertEqual(table["rows"][0][0], ticket.display_name)

    def test_findings_are_sentences(self):
        payload = self._compute(kind="year")
        self.assertTrue(payload["findings"])
        for finding in payload["findings"]:
            text = self.figures._get_finding_text(finding)
            with self.subTest(code=finding["code"]):
                self.assertTrue(text.endswith("."))

    def test_more_tickets_than_noise_explains_are_found(self):
        self._create_past(
            [
                {
                    "received_date": to_datetime(f"2025-07-{day:02} 08:00:00"),
                    "first_response_date": to_datetime(f"2025-07-{day:02} 15:30:00"),
                    "kind": "open",
                }
                for day in range(1, 29)
                for _time in range(3)
            ]
        )
        figure = self._compute(day=date(2025, 7, 1))["figures"]["tickets_in"]
        self.assertEqual((figure["signal"], figure["verdict"]), ("up", "neutral"))
