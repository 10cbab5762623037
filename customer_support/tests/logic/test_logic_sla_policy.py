from datetime import timedelta

from odoo.tests import BaseCase, tagged

from ...logic.conditions import Conditions
from ...logic.sla_policy import (
    Policy,
    Target,
    find_policies,
    get_promises,
)

FACTS = {"team": frozenset([1]), "category": frozenset([3, 7]), "tag": frozenset()}


def policy(number, level="contractual", **conditions):
    accepted = {name: frozenset(values) for name, values in conditions.items()}
    return Policy(number, level, Conditions(accepted))


@tagged("post_install", "-at_install")
class TestSlaPolicyLogic(BaseCase):
    def test_first_match_of_each_level_counts(self):
        cases = [
            # policies -> found ids by level
            ([policy(1), policy(2)], {"contractual": 1}),
            ([policy(1, team=[2]), policy(2)], {"contractual": 2}),
            ([policy(1, team=[2])], {}),
            ([policy(1, team=[1, 2], category=[7])], {"contractual": 1}),
            ([policy(1, team=[1], category=[8])], {}),
            ([policy(1, tag=[5]), policy(2, category=[3])], {"contractual": 2}),
            (
                [policy(1), policy(2, level="internal")],
                {"contractual": 1, "internal": 2},
            ),
        ]
        for policies, expected in cases:
            with self.subTest(expected=expected):
                found = find_policies(policies, FACTS)
                self.assertEqual({k: p.id for k, p in found.items()}, expected)

    def test_priority_without_minutes_is_no_promise(self):
        targets = (Target(1, "resolution", (0, 480, 240, 60)),)
        rule = Policy(1, "contractual", Conditions(), targets)
        self.assertEqual(get_promises(rule, "0", None), [])
        [promise] = get_promises(rule, "3", None)
        self.assertEqual(promise.allowed, timedelta(hours=1))

    def test_archived_target_promises_nothing_more(self):
        targets = (Target(1, "resolution", (60, 60, 60, 60), active=False),)
        self.assertEqual(
            get_promises(Policy(1, "internal", Conditions(), targets), "1", None), []
        )

    def test_steps_in_working_time(self):
        escalations = (
            ("a", "warning", 0),
            ("b", "before", 15),
            ("c", "breach", 0),
            ("d", "after", 30),
            ("e", "before", 999),
        )
        target = Target(1, "resolution", (60,) * 4, 75, escalations=escalations)
        steps = {
            s.key: s.threshold.total_seconds() / 60
            for s in target.get_steps(timedelta(hours=1))
        }
        self.assertEqual(
            steps,
            {"breach": 60, "warning": 45, "a": 45, "b": 45, "c": 60, "d": 90, "e": 0},
        )

    def test_target_that_never_warns_has_no_warning_to_escalate(self):
        target = Target(
            1, "resolution", (60,) * 4, 0, escalations=(("a", "warning", 0),)
        )
        keys = [step.key for step in target.get_steps(timedelta(hours=1))]
        self.assertEqual(keys, ["breach"])
