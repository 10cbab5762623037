from odoo.tests import BaseCase, tagged

from ...logic.conditions import Conditions
from ...logic.triage import Consequence, Outcome, Rule, run_rules

REASON, TEAM, AGENT = "category_id", "team_id", "user_id"
FACTS = {
    "text": "The parcel is damaged",
    "category": frozenset(),
    "team": frozenset([1]),
    "tag": frozenset(),
}
# Reason 7 lies below reason 3; team 4 is in charge of it.
CONSEQUENCES = {
    (REASON, 7): Consequence({"category": frozenset([3, 7])}, {TEAM: 4}),
    (TEAM, 4): Consequence({"team": frozenset([4])}),
    (TEAM, 5): Consequence({"team": frozenset([5])}),
}


def rule(key, phrase=None, accepted=None, **values):
    conditions = Conditions(
        {name: frozenset([value]) for name, value in (accepted or {}).items()},
        phrases=(phrase,) if phrase else (),
    )
    return Rule(key, conditions, **values)


@tagged("post_install", "-at_install")
class TestTriageLogic(BaseCase):
    def run_all(self, *rules, chosen=()):
        return run_rules(rules, FACTS, chosen, CONSEQUENCES)

    def test_rules_set_what_nothing_has_set(self):
        damaged = rule(1, "damaged", values={REASON: 7})
        elsewhere = rule(2, values={TEAM: 5})
        other = rule(3, "invoice", values={TEAM: 6})
        first = rule(4, values={TEAM: 5, AGENT: 9})
        cases = [
            # rules, chosen -> rules that acted, values
            ((), (), [], {}),
            ((other,), (), [], {}),
            ((damaged,), (), [1], {REASON: 7, TEAM: 4}),
            ((damaged, elsewhere), (), [1, 2], {REASON: 7, TEAM: 4}),
            ((elsewhere, damaged), (), [2, 1], {REASON: 7, TEAM: 5}),
            ((damaged,), (TEAM,), [1], {REASON: 7}),
            ((damaged,), (REASON,), [1], {}),  # nor the team of another reason
            ((first, damaged), (AGENT,), [4, 1], {REASON: 7, TEAM: 5}),
        ]
        for rules, chosen, acted, values in cases:
            with self.subTest(rules=[r.id for r in rules], chosen=chosen):
                outcome = self.run_all(*rules, chosen=chosen)
                self.assertEqual(outcome.rule_ids, acted)
                self.assertEqual(outcome.values, values)

    def test_own_team_of_a_rule_counts_more_than_the_team_of_its_reason(self):
        outcome = self.run_all(rule(1, values={REASON: 7, TEAM: 5}))
        self.assertEqual(outcome.values, {REASON: 7, TEAM: 5})

    def test_rule_that_stops_is_the_last(self):
        stopping = rule(1, tag_ids=frozenset([2]), stops=True)
        outcome = self.run_all(stopping, rule(2, values={TEAM: 5}))
        self.assertEqual(outcome.rule_ids, [1])
        self.assertTrue(outcome.is_finished)
        self.assertEqual(outcome.tag_ids, {2})

    def test_rule_sees_what_the_rules_above_have_set(self):
        damaged = rule(1, "damaged", values={REASON: 7}, tag_ids=frozenset([8]))
        for condition in ({"category": 3}, {"team": 4}, {"tag": 8}):
            with self.subTest(condition=condition):
                follower = rule(2, accepted=condition, plan_id=6)
                self.assertEqual(self.run_all(damaged, follower).rule_ids, [1, 2])
                self.assertEqual(self.run_all(follower, damaged).rule_ids, [1])

    def test_facts_that_were_handed_in_stay_as_they_are(self):
        before = dict(FACTS)
        self.run_all(rule(1, values={REASON: 7}, tag_ids=frozenset([8])))
        self.assertEqual(before, FACTS)

    def test_nothing_matches_without_rules(self):
        self.assertEqual(self.run_all(), Outcome())
        self.assertFalse(self.run_all().is_matched)
