from datetime import datetime, timedelta

from odoo.tests import BaseCase

from ...const import FEEDBACK_OBSTACLES
from ...logic.conditions import Conditions
from ...logic.feedback_rules import (
    Asked,
    Program,
    find_obstacle,
    find_program,
    is_drawn,
)

NOW = datetime(2026, 3, 2, 9)


class TestLogicFeedbackRules(BaseCase):
    def test_each_obstacle_by_itself(self):
        cases = [
            ({}, None),
            ({"is_program_active": False}, "stopped"),
            ({"is_void": True}, "void"),
            ({"has_ended": False}, "reopened"),
            ({"is_staff": True}, "staff"),
            ({"has_declined": True}, "declined"),
            ({"has_address": False}, "no_address"),
            ({"last_asked": NOW - timedelta(days=29)}, "rest"),
            ({"last_asked": NOW - timedelta(days=30)}, None),
        ]
        known = dict(FEEDBACK_OBSTACLES)
        for values, obstacle in cases:
            with self.subTest(values=values):
                self.assertEqual(find_obstacle(Asked(**values), 30, NOW), obstacle)
                self.assertTrue(obstacle is None or obstacle in known)

    def test_no_rest_asks_every_time(self):
        self.assertIsNone(find_obstacle(Asked(last_asked=NOW), 0, NOW))

    def test_sample_is_as_large_as_it_says_and_the_same_every_time(self):
        drawn = [is_drawn(1, ticket, 30, "secret") for ticket in range(10_000)]
        self.assertAlmostEqual(sum(drawn) / 10_000, 0.3, delta=0.015)
        self.assertEqual(drawn, [is_drawn(1, n, 30, "secret") for n in range(10_000)])
        self.assertNotEqual(
            drawn, [is_drawn(2, n, 30, "secret") for n in range(10_000)]
        )

    def test_ends_of_the_sample(self):
        self.assertFalse(any(is_drawn(1, n, 0) for n in range(500)))
        self.assertTrue(all(is_drawn(1, n, 100) for n in range(500)))

    def test_first_program_that_fits_asks(self):
        team = Conditions(accepted={"team": frozenset([7])})
        programs = [
            Program(1, Conditions(), "return"),
            Program(2, team, "solved"),
            Program(3, Conditions(), "solved", start_date=NOW),
        ]

        def find(team_id, ended=NOW):
            facts = {"team": frozenset([team_id])}
            program = find_program(programs, "solved", facts, ended)
            return program and program.id

        self.assertEqual(find(7), 2)
        self.assertEqual(find(8), 3)
        self.assertIsNone(find(8, NOW - timedelta(seconds=1)))
