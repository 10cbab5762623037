from odoo.tests import BaseCase, tagged

from ...const import PRIORITIES, PRIORITY_EFFECTS, PRIORITY_GRADES, PRIORITY_MATRIX
from ...logic.priority import Rule, calculate


def _rule(effect, amount):
    key = "level" if effect.startswith("at_") else "steps"
    return Rule(id=1, name="Gold", effect=effect, **{key: amount})


def _calculate(start, *effects, **values):
    rules = [_rule(*effect) for effect in effects]
    return calculate(start, rules, matrix=PRIORITY_MATRIX, **values)


@tagged("post_install", "-at_install")
class TestPriorityLogic(BaseCase):
    def test_matrix_knows_every_pair_and_grows_both_ways(self):
        grades = [key for key, _label in PRIORITY_GRADES]
        levels = {int(key) for key, _label in PRIORITIES}
        self.assertEqual(set(PRIORITY_MATRIX), {(i, u) for i in grades for u in grades})
        self.assertEqual(set(PRIORITY_MATRIX.values()), levels)
        for (impact, urgency), level in PRIORITY_MATRIX.items():
            self.assertEqual(PRIORITY_MATRIX[urgency, impact], level)
            higher = grades[min(grades.index(impact) + 1, 2)]
            self.assertGreaterEqual(PRIORITY_MATRIX[higher, urgency], level)

    def test_matrix_speaks_only_when_it_is_asked(self):
        cases = [
            # impact, urgency -> level from Low
            (None, None, 0),
            ("high", "high", 3),
            ("high", "medium", 2),
            ("low", "low", 0),
            ("high", None, 2),  # the other one is medium
            (None, "medium", 1),
        ]
        for impact, urgency, level in cases:
            with self.subTest(impact=impact, urgency=urgency):
                outcome = _calculate(0, impact=impact, urgency=urgency)
                self.assertEqual(outcome.level, level)
                self.assertEqual(len(outcome.contributions), bool(impact or urgency))

    def test_every_effect_on_every_level(self):
        cases = [
            # effect, amount, outcome from Low to Urgent
            ("at_least", 2, [2, 2, 2, 3]),
            ("at_most", 1, [0, 1, 1, 1]),
            ("raise", 1, [1, 2, 3, 3]),
            ("raise", 3, [3, 3, 3, 3]),
            ("lower", 1, [0, 0, 1, 2]),
            ("lower", 2, [0, 0, 0, 1]),
        ]
        self.assertEqual({case[0] for case in cases}, set(dict(PRIORITY_EFFECTS)))
        for effect, amount, levels in cases:
            with self.subTest(effect=effect, amount=amount):
                found = [_calculate(at, (effect, amount)).level for at in range(4)]
                self.assertEqual(found, levels)

    def test_rules_apply_in_their_order(self):
        first = _calculate(1, ("at_least", 3), ("at_most", 2))
        second = _calculate(1, ("at_most", 2), ("at_least", 3))
        self.assertEqual((first.level, second.level), (2, 3))

    def test_each_step_stays_in_the_bounds(self):
        outcome = _calculate(2, ("raise", 3), ("lower", 1))
        self.assertEqual(outcome.level, 2)

    def test_contributions_say_what_each_did(self):
        outcome = _calculate(
            1, ("at_least", 2), ("at_least", 1), impact="low", escalations=1
        )
        self.assertEqual(
            [(c.source, c.before, c.after) for c in outcome.contributions],
            [
                ("matrix", 1, 0),
                ("rule", 0, 2),
                ("rule", 2, 2),  # no effect
                ("escalation", 2, 3),
            ],
        )

    def test_no_rule_takes_an_escalation_back(self):
        self.assertEqual(_calculate(1, ("at_most", 0), escalations=2).level, 2)
        self.assertEqual(_calculate(3, escalations=5).level, 3)

    def test_nothing_speaks_and_the_start_stays(self):
        for start in range(4):
            outcome = _calculate(start)
            self.assertEqual((outcome.level, outcome.contributions), (start, ()))
