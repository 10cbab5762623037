from odoo.tests import BaseCase

from ...logic.automatic_reply import Rule, Situation, find_rule, get_obstacle
from ...logic.conditions import Conditions


class TestLogicAutomaticReply(BaseCase):
    def test_first_rule_that_matches_answers(self):
        rules = [
            Rule(1, 10, Conditions(phrases=("broken",))),
            Rule(2, 20, Conditions(phrases=("where is",))),
            Rule(3, 30, Conditions(phrases=("parcel",))),
        ]
        found = find_rule(rules, {"text": "Where is my parcel?"})
        self.assertEqual(found.template_id, 20)

    def test_rule_without_conditions_answers_nothing(self):
        self.assertIsNone(find_rule([Rule(1, 10, Conditions())], {}))

    def test_every_obstacle_stops_it(self):
        self.assertIsNone(get_obstacle(Situation()))
        cases = [
            ({"is_new": False}, "not_new"),
            ({"was_answered_by_itself": True}, "answered_by_itself"),
            ({"was_answered_by_person": True}, "answered_by_person"),
            ({"customer_messages": 2}, "second_message"),
            ({"is_public": True}, "public"),
            ({"has_address": False}, "no_address"),
            ({"is_blocked": True}, "blocked"),
            ({"wants_people": True}, "wants_people"),
            ({"continues_another": True}, "continues_another"),
        ]
        for changes, expected in cases:
            with self.subTest(changes=changes):
                self.assertEqual(get_obstacle(Situation(**changes)), expected)
