from datetime import date, datetime, timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 16, 8)  # a Monday, 9:00 in Rome


@tagged("post_install", "-at_install")
class TestOncallCompensation(OncallCommon):
    """Ada and Bea take weekly turns over the change to summer time; a week is a day."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        self.rule = self._make_rule()

    def _make_rule(self, **vals):
        return self.env["support.oncall.compensation.rule"].create(
            {
                "name": "A day off per week",
                "company_id": self.company.id,
                "schedule_id": self.schedule.id,
                **vals,
            }
        )

    def _get_credits(self, rule=None):
        """Return [(name, days, state)] after the job has run, the oldest first."""
        self._run_cron("ir_cron_earn_oncall_credits")
        rule = rule or self.rule
        lines = self.env["support.oncall.credit"].search(
            [("rule_id", "=", rule.id)], order="date_from, id"
        )
        return [(line.user_id.name, line.days, line.state) for line in lines]

    def test_a_week_held_earns_a_day_also_when_it_has_167_hours(self):
        self._wait(days=14)
        expected = [("Ada", 1, "earned"), ("Bea", 1, "earned")]
        self.assertEqual(self._get_credits(), expected)

    def test_a_shift_that_runs_earns_nothing_yet(self):
        self._wait(days=6)
        self.assertEqual(self._get_credits(), [])

    def test_who_is_alone_in_a_rota_earns_each_turn(self):
        schedule = self._make_schedule(name="Alone")
        self._add_layer(self.ada, schedule=schedule, handoff_date=NOW.date())
        rule = self._make_rule(schedule_id=schedule.id)
        self._wait(days=16)
        self.assertEqual(self._get_credits(rule), [("Ada", 1, "earned")] * 2)

    def test_running_again_earns_nothing_more(self):
        self._wait(days=8)
        first = self._get_credits()
        self.rule.settled_until = False
        self.assertEqual(self._get_credits(), first)
        self._wait(days=100)
        self.assertEqual(self._get_credits()[0], first[0])

    def test_somebody_who_takes_no_turns_is_credited_week_by_week(self):
        """A quarter of duty that somebody has beside the rota has no hand-offs."""
        schedule = self._make_schedule(name="Alone")
        self.env["support.oncall.override"].create(
            {
                "schedule_id": schedule.id,
                "kind": "add",
                "user_id": self.cleo.id,
                "date_from": NOW,
                "date_to": NOW + timedelta(days=80),
            }
        )
        rule = self._make_rule(schedule_id=schedule.id)
        self._wait(days=3)
        self.assertEqual(self._get_credits(rule), [])
        self._wait(days=12)
        credits = self._get_credits(rule)
        self.assertEqual([name for name, _days, _state in credits], ["Cleo"] * 2)
        # To Monday 23 March at midnight in Rome, and the week after it.
        first, second = (days for _name, days, _state in credits)
        self.assertAlmostEqual(first, 1 - 9 / 168, 2)
        self.assertEqual(second, 1)
        self._wait(days=7)
        self.assertEqual(len(self._get_credits(rule)), 3)

    def test_a_swap_moves_what_is_earned(self):
        swap = self.env["support.oncall.swap"].with_user(self.ada)
        swap = swap.create(
            {
                "schedule_id": self.schedule.id,
                "date_from": NOW + timedelta(days=3, hours=12),
                "date_to": NOW + timedelta(days=7),
                "colleague_id": self.bea.id,
            }
        )
        swap.with_user(self.bea).action_accept()
        self._wait(days=15)
        # Bea goes on with her own week.
        self.assertEqual(
            self._get_credits(), [("Ada", 0.5, "earned"), ("Bea", 1.5, "earned")]
        )

    def test_a_ledger_that_says_otherwise_reverses(self):
        self._wait(days=8)
        self._get_credits()
        shift = self.env["support.oncall.shift"].search(
            [("schedule_id", "=", self.schedule.id), ("user_id", "=", self.ada.id)],
            order="date_from",
            limit=1,
        )
        shift.user_id = self.cleo
        expected = [
            ("Ada", 1, "reversed"),
            ("Ada", -1, "reversal"),
            ("Cleo", 1, "earned"),
        ]
        self.assertEqual(self._get_credits(), expected)
        self.assertEqual(self._get_credits(), expected)

    def test_money_by_kind_of_hour(self):
        money = {"kind": "amount", "rate": 10}
        rules = {
            unit: self._make_rule(unit=unit, **money)
            for unit in ("shift", "hour", "night", "weekend")
        }
        self._wait(days=8)
        self._get_credits()
        amounts = {
            unit: self.env["support.oncall.credit"]
            .search([("rule_id", "=", rule.id)])
            .amount
            for unit, rule in rules.items()
        }
        expected = {"shift": 10, "hour": 1680, "night": 50, "weekend": 10}
        self.assertEqual(amounts, expected)

    def test_a_weekend_in_which_the_clock_changes_is_one(self):
        rule = self._make_rule(unit="weekend")
        self._wait(days=15)
        expected = [("Ada", 1, "earned"), ("Bea", 1, "earned")]
        self.assertEqual(self._get_credits(rule), expected)

    def test_what_ended_before_the_rule_earns_nothing(self):
        self.rule.date_from = date(2026, 3, 24)
        self._wait(days=14)
        self.assertEqual(self._get_credits(), [("Bea", 1, "earned")])

    def test_a_rule_without_schedule_holds_for_all_of_its_company(self):
        rule = self._make_rule(schedule_id=False)
        other = self._make_rule(schedule_id=False, company_id=self.other_company.id)
        self._wait(days=8)
        self.assertEqual(self._get_credits(rule), [("Ada", 1, "earned")])
        self.assertEqual(self._get_credits(other), [])

    def test_the_database_refuses_a_second_credit(self):
        self._wait(days=8)
        self._get_credits()
        credit = self.env["support.oncall.credit"].search(
            [("rule_id", "=", self.rule.id)]
        )
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            credit.create(credit.copy_data())

    # -- Rights ---------------------------------------------------------------------
    def test_everybody_sees_his_own_and_managers_all(self):
        self._wait(days=15)
        self._get_credits()
        lines = self.env["support.oncall.credit"]
        own = [("rule_id", "=", self.rule.id)]
        self.assertEqual(lines.with_user(self.ada).search(own).user_id, self.ada)
        self.assertEqual(len(lines.with_user(self.manager).search(own)), 2)

    def test_nobody_writes_credits(self):
        self._wait(days=8)
        self._get_credits()
        line = self.env["support.oncall.credit"].search(
            [("rule_id", "=", self.rule.id)]
        )
        for user in self.ada, self.manager:
            with self.assertRaises(AccessError):
                line.with_user(user).days = 5
        with self.assertRaises(AccessError):
            self.rule.with_user(self.ada).rate = 5
