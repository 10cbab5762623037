from odoo.tests import BaseCase, tagged

from ...logic.conditions import Conditions, get_fact_names

FACTS = {
    "team": frozenset([1]),
    "category": frozenset([3, 7]),
    "tag": frozenset(),
    "spending": 1000.0,
    "text": "Re: my PARCEL is\n damaged (order S00012), c++ manual",
}


class Rule:
    def __init__(self, **conditions):
        self.conditions = Conditions(**conditions)


@tagged("post_install", "-at_install")
class TestConditionsLogic(BaseCase):
    def test_all_conditions_hold_by_one_value_each(self):
        cases = [
            # accepted, minimums, phrases -> met
            ({}, {}, (), True),
            ({"team": {1, 2}}, {}, (), True),
            ({"team": {2}}, {}, (), False),
            ({"team": {1}, "category": {7}}, {}, (), True),
            ({"team": {1}, "category": {8}}, {}, (), False),
            ({"tag": {5}}, {}, (), False),
            ({}, {"spending": 1000.0}, (), True),
            ({}, {"spending": 1000.01}, (), False),
            ({"team": {1}}, {"spending": 5000.0}, (), False),
            ({}, {}, ("parcel",), True),
            ({}, {}, ("is damaged",), True),  # over a line end
            ({}, {}, ("parcels", "broken"), False),
            ({}, {}, ("cel",), False),  # whole words only
            ({}, {}, ("c++",), True),  # no pattern, just text
            ({}, {}, ("",), False),
            ({"team": {2}}, {}, ("parcel",), False),
        ]
        for accepted, minimums, phrases, expected in cases:
            with self.subTest(accepted=accepted, minimums=minimums, phrases=phrases):
                accepted = {name: frozenset(v) for name, v in accepted.items()}
                conditions = Conditions(accepted, minimums, phrases)
                self.assertIs(bool(conditions.are_met(FACTS)), expected)

    def test_only_facts_that_some_rule_asks_for_are_needed(self):
        rules = [
            Rule(accepted={"team": frozenset([1])}),
            Rule(accepted={"team": frozenset([2])}, minimums={"spending": 5.0}),
            Rule(phrases=("late",)),
            Rule(),
        ]
        self.assertEqual(get_fact_names(rules), {"team", "spending", "text"})
        self.assertTrue(rules[-1].conditions.is_empty)
        self.assertFalse(rules[2].conditions.is_empty)
