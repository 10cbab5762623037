from datetime import date
from statistics import mean, median

from odoo.tests import tagged

from ...logic.kpi_definitions import KPIS
from ...logic.kpi_period import get_period
from .kpi_common import ROME, KpiCommon, local_month, to_datetime, work


def _percentile(values, share):
    """Return the percentile as spreadsheets have it (PERCENTILE.INC)."""
    ordered = sorted(values)
    whole, part = divmod(share * (len(ordered) - 1), 1)
    above = min(int(whole) + 1, len(ordered) - 1)
    return ordered[int(whole)] * (1 - part) + ordered[above] * part


@tagged("post_install", "-at_install")
class TestKpiYear(KpiCommon):
    """Every month of a year against plain Python over the same rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rows = cls._invent_year()
        cls._create_past(cls.rows)
        cls.known = [r for r in cls.rows if r.get("cancel_reason") != "spam"]
        cls.solved = [r for r in cls.known if r["kind"] in ("solved", "closed")]

    def _of_month(self, rows, name, month):
        return [row for row in rows if local_month(row.get(name)) == (2025, month)]

    def _get_end(self, row):
        return row.get("solved_date") or row.get("closed_date")

    def test_volume_of_every_month(self):
        for month in range(1, 13):
            values = self._get_values(day=date(2025, month, 15))
            received = self._of_month(self.known, "received_date", month)
            once = [r for r in received if r.get("cancel_reason") != "merged"]
            ended = [
                r for r in self.known if local_month(self._get_end(r)) == (2025, month)
            ]
            still_open = [
                row
                for row in self.known
                if local_month(row["received_date"]) <= (2025, month)
                and (
                    not self._get_end(row)
                    or local_month(self._get_end(row)) > (2025, month)
                )
            ]
            customers = len({row["partner_id"] for row in once})
            with self.subTest(month=month):
                self.assertEqual(values["tickets_in"], len(received))
                self.assertEqual(values["tickets_out"], len(ended))
                self.assertEqual(values["tickets_open"], len(still_open))
                self.assertAlmostEqual(
                    values["contacts_per_customer"], len(once) / customers, 5
                )

    def test_first_answers_of_every_month(self):
        for month in range(1, 13):
            rows = self._of_month(self.known, "first_response_date", month)
            worked = [work(r["received_date"], r["first_response_date"]) for r in rows]
            clock = [
                (r["first_response_date"] - r["received_date"]).total_seconds() / 3600
                for r in rows
            ]
            self._check_speed("first_response", month, worked, clock)

    def test_solutions_of_every_month(self):
        for month in range(1, 13):
            rows = self._of_month(self.solved, "solved_date", month)
            worked = [work(row["received_date"], row["solved_date"]) for row in rows]
            clock = [
                (row["solved_date"] - row["received_date"]).total_seconds() / 3600
                for row in rows
            ]
            self._check_speed("resolution", month, worked, clock)

    def _check_speed(self, measure, month, worked, clock):
        values = self._get_values(day=date(2025, month, 15))
        expected = {
            "median": median(worked),
            "mean": mean(worked),
            "p80": _percentile(worked, 0.8),
            "p90": _percentile(worked, 0.9),
            "max": max(worked),
            "clock_median": median(clock),
        }
        for name, value in expected.items():
            with self.subTest(month=month, name=name):
                self.assertAlmostEqual(values[f"{measure}_{name}"], value, 4)

    def test_quality_of_every_month(self):
        for month in range(1, 13):
            values = self._get_values(day=date(2025, month, 15))
            rows = self._of_month(self.solved, "solved_date", month)
            stayed = [row for row in rows if not row["reopen_count"]]
            one = [
                row
                for row in stayed
                if row["last_agent_message_date"] == row["first_response_date"]
            ]
            first = [
                row
                for row in stayed
                if row["last_customer_message_date"] <= row["first_response_date"]
            ]
            back = 1 - len(stayed) / len(rows)
            with self.subTest(month=month):
                self.assertAlmostEqual(values["reopen_rate"], back, 5)
                self.assertAlmostEqual(
                    values["one_touch_rate"], len(one) / len(rows), 5
                )
                self.assertAlmostEqual(values["fcr_rate"], len(first) / len(rows), 5)

    def test_periods_add_up(self):
        months = [self._get_values(day=date(2025, m, 1)) for m in range(1, 13)]
        year = self._get_values(kind="year")
        for code in ("tickets_in", "tickets_out"):
            with self.subTest(code=code):
                self.assertEqual(year[code], sum(month[code] for month in months))

    def test_previous_and_last_year_are_those_periods(self):
        june = self._compute(day=date(2025, 6, 1))["figures"]["tickets_in"]
        may = self._get_values(day=date(2025, 5, 1))["tickets_in"]
        self.assertEqual((june["previous"], june["last_year"]), (may, 0))

    def test_screens_know_the_same_with_less_work(self):
        period = get_period("month", date(2025, 6, 1), ROME)
        edges = period.start, period.end
        figures = self.figures.with_context(allowed_company_ids=self.company.ids)
        quick = figures._compute_figures({}, *edges, quick=True)["figures"]
        whole = figures._compute({}, *edges)["figures"]
        for code, figure in quick.items():
            with self.subTest(code=code):
                self.assertEqual(figure["value"], whole[code]["value"])
                if code != "backlog_age_median":
                    self.assertEqual(figure["previous"], whole[code]["previous"])

    def test_teams_are_the_whole(self):
        whole = self._get_values(kind="year")
        parts = [
            self._get_values(kind="year", scope={"team_ids": team.ids})
            for team in (self.team, self.second_team)
        ]
        for code in ("tickets_in", "tickets_out", "tickets_open"):
            self.assertEqual(whole[code], sum(part[code] for part in parts))

    def test_every_figure_opens_as_many_records_as_it_counts(self):
        payload = self._compute(kind="year")
        for code, figure in payload["figures"].items():
            if KPIS[code].unit == "count":
                records = self.env[figure["model"]].with_user(self.manager).sudo()
                with self.subTest(code=code):
                    found = records.search_count(figure["domain"])
                    self.assertEqual(found, figure["value"])


@tagged("post_install", "-at_install")
class TestKpiEdges(KpiCommon):
    def test_period_without_anything(self):
        payload = self._compute(day=date(2024, 1, 1))
        self.assertEqual(payload["meta"]["tickets"], 0)
        for code, figure in payload["figures"].items():
            with self.subTest(code=code):
                self.assertIn(figure["value"], (None, 0))
                self.assertEqual(figure["signal"], "none")

    def test_one_ticket(self):
        self._create_past(
            [
                {
                    "received_date": to_datetime("2025-06-02 07:00:00"),
                    "first_response_date": to_datetime("2025-06-02 09:00:00"),
                    "last_agent_message_date": to_datetime("2025-06-02 09:00:00"),
                    "solved_date": to_datetime("2025-06-03 07:30:00"),
                    "kind": "solved",
                }
            ]
        )
        figures = self._compute()["figures"]
        self.assertEqual(figures["first_response_median"]["value"], 2)
        self.assertIsNone(figures["first_response_median"]["low"])
        self.assertEqual(figures["resolution_max"]["value"], 8.5)
        self.assertEqual(figures["fcr_rate"]["value"], 1)

    def test_midnight_is_that_of_the_company(self):
        # 22:30 in UTC on May 31 is June 1 in Rome; 22:30 on June 30 is July.
        for at in ("2025-05-31 22:30:00", "2025-06-30 22:30:00"):
            self._create_past([{"received_date": to_datetime(at)}])
        self.assertEqual(self._get_values()["tickets_in"], 1)
        utc = self._get_values(scope={"tz": "UTC"})
        self.assertEqual(utc["tickets_in"], 1)

    def test_working_time_across_the_change_of_clocks(self):
        cases = [
            # Friday 17:00 to Monday 10:00 in Rome, clocks forward on Sunday
            ("2025-03-28 16:00:00", "2025-03-31 08:00:00", 2.0, 64.0),
            # the same in autumn, clocks back
            ("2025-10-24 15:00:00", "2025-10-27 09:00:00", 2.0, 66.0),
        ]
        for received, answered, worked, clock in cases:
            ticket = self._create_past(
                [
                    {
                        "received_date": to_datetime(received),
                        "first_response_date": to_datetime(answered),
                    }
                ]
            )
            line = self.env["support.ticket.report"].browse(ticket.id)
            with self.subTest(received=received):
                self.assertAlmostEqual(line.first_response_hours, worked, 6)
                self.assertAlmostEqual(line.first_response_clock_hours, clock, 6)

    def test_holidays_do_not_count(self):
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Republic Day",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": "2025-06-01 22:00:00",
                "date_to": "2025-06-02 21:59:59",
            }
        )
        ticket = self._create_past(
            [
                {
                    "received_date": to_datetime("2025-06-01 10:00:00"),
                    "first_response_date": to_datetime("2025-06-03 08:00:00"),
                }
            ]
        )
        line = self.env["support.ticket.report"].browse(ticket.id)
        self.assertEqual(line.first_response_hours, 1)

    def _promise_answers(self, minutes):
        self.env["support.sla.policy"].search([]).action_archive()
        self.env["support.sla.policy"].create(
            {
                "name": "Fast",
                "sequence": -100,
                "company_id": self.company.id,
                "target_ids": [
                    (0, 0, {"kind": "first_response", "minutes_1": minutes}),
                    (0, 0, {"kind": "next_reply", "minutes_1": minutes}),
                ],
            }
        )

    def _ask(self):
        channel = self.env.ref("customer_support.support_channel_mail")
        return self._create_ticket(channel_id=channel.id)

    def test_service_level_and_figure_are_one_measurement(self):
        self._freeze("2025-06-02 09:00:00")
        self._promise_answers(60)
        tickets = self._ask() + self._ask()
        self._wait(minutes=30)
        self._agent_answers(tickets[0])
        self._wait(hours=24)
        self._agent_answers(tickets[1])
        self.env.flush_all()
        for ticket, hours in zip(tickets, (0.5, 8.5), strict=True):
            line = self.env["support.ticket.report"].browse(ticket.id)
            clock = ticket.sla_clock_ids.filtered(lambda c: c.kind == "first_response")
            self.assertAlmostEqual(line.first_response_hours, hours, 5)
            self.assertAlmostEqual(clock.worked_hours, hours, 5)
        values = self._get_values()
        self.assertEqual(values["first_response_within"], 0.5)
        self.assertEqual(values["sla_contractual"], 0.5)

    def test_next_replies_are_those_of_the_clocks(self):
        self._freeze("2025-06-02 07:00:00")
        self._promise_answers(120)
        ticket = self._ask()
        self._agent_answers(ticket)
        for hours in (1, 2.5):
            self._wait(minutes=1)
            self._customer_writes(ticket)
            self._wait(hours=hours)
            self._agent_answers(ticket)
        values = self._get_values()
        self.assertAlmostEqual(values["next_reply_median"], 1.75, 2)
        self.assertEqual(values["next_reply_within"], 0.5)

    def test_what_fell_due_unanswered_is_missed(self):
        self._freeze("2025-06-02 09:00:00")
        self._promise_answers(60)
        self._ask()
        self._wait(minutes=30)
        self.assertIsNone(self._get_values()["first_response_within"])
        self._wait(hours=2)
        self.assertEqual(self._get_values()["first_response_within"], 0)

    def test_contact_rate_of_the_book(self):
        # REQUIREMENTS S-107: 200 orders, 30 tickets, of which 24 orders.
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": self.company.id}
        )
        orders = order + self.env["sale.order"].create(
            [
                {"partner_id": self.customer.id, "company_id": self.company.id}
                for _number in range(199)
            ]
        )
        orders.write({"state": "sale", "date_order": "2025-06-05 10:00:00"})
        chosen = [orders[min(number, 23)].id for number in range(30)]
        self._create_past(
            [
                {
                    "received_date": to_datetime("2025-06-10 10:00:00"),
                    "sale_order_id": order_id,
                }
                for order_id in chosen
            ]
        )
        values = self._get_values()
        self.assertEqual(values["orders"], 200)
        self.assertAlmostEqual(values["contacts_per_100_orders_gross"], 15)
        self.assertAlmostEqual(values["contacts_per_100_orders_net"], 12)
        self.assertAlmostEqual(values["share_of_orders_with_contact"], 0.12)
