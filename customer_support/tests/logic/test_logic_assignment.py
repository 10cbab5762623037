from collections import Counter
from random import Random

from odoo.tests import BaseCase, tagged

from ...logic.assignment import Case, Person, choose, distribute

ANA, BEN, CLEO = 1, 2, 3
GERMAN, REPAIR = 10, 11


def give(cases, people, strategy="round_robin", **options):
    """Return whom each case goes to."""
    choices, _turn = distribute(cases, people, strategy, Random(1), **options)
    return [choice.person_id for choice in choices]


def get_reasons(case, people, strategy="round_robin"):
    choice = choose(case, people, strategy, Random(1))
    return {verdict.person_id: verdict.reason for verdict in choice.verdicts}


@tagged("post_install", "-at_install")
class TestAssignmentLogic(BaseCase):
    def test_turns_go_round(self):
        people = [Person(ANA), Person(BEN), Person(CLEO)]
        cases = [Case(number) for number in range(6)]
        self.assertEqual(give(cases, people), [ANA, BEN, CLEO] * 2)

    def test_turns_go_on_where_they_stopped(self):
        people = [Person(ANA, turn=8), Person(BEN, turn=7), Person(CLEO, turn=9)]
        choices, turn = distribute([Case(1)], people, "round_robin", Random(1), turn=9)
        self.assertEqual((choices[0].person_id, turn), (BEN, 10))

    def test_turn_of_the_absent_and_the_full_is_skipped(self):
        people = [
            Person(ANA, absence="on_leave"),
            Person(BEN, count=2, capacity=3),
            Person(CLEO),
        ]
        cases = [Case(number) for number in range(4)]
        self.assertEqual(give(cases, people), [BEN, CLEO, CLEO, CLEO])

    def test_who_comes_back_gets_one_not_all_that_he_missed(self):
        people = [Person(ANA, turn=1), Person(BEN, turn=50), Person(CLEO, turn=51)]
        cases = [Case(number) for number in range(4)]
        self.assertEqual(give(cases, people, turn=51), [ANA, BEN, CLEO, ANA])

    def test_nobody_can_take_it_so_it_waits(self):
        everybody = [
            Person(ANA, absence="off_hours"),
            Person(BEN, count=1, capacity=1),
        ]
        choice = choose(Case(1), everybody, "least_loaded", Random(1))
        self.assertIsNone(choice.person_id)
        self.assertEqual(choice.rule, "waiting")
        self.assertEqual(
            get_reasons(Case(1), everybody), {ANA: "off_hours", BEN: "full"}
        )
        self.assertIsNone(choose(Case(1), [], "random", Random(1)).person_id)

    def test_least_load_counts_weights(self):
        people = [Person(ANA, load=4), Person(BEN, load=1), Person(CLEO, load=2)]
        cases = [Case(1, weight=5), Case(2, weight=1), Case(3, weight=2)]
        # Ben gets the heavy one and has 6 then; Cleo the light ones, up to 5.
        self.assertEqual(give(cases, people, "least_loaded"), [BEN, CLEO, CLEO])

    def test_equal_load_goes_by_turns(self):
        people = [Person(ANA, turn=3), Person(BEN, turn=2), Person(CLEO, turn=1)]
        self.assertEqual(give([Case(1)], people, "least_loaded"), [CLEO])

    def test_random_is_spread_over_those_who_can(self):
        people = [Person(ANA), Person(BEN, absence="away"), Person(CLEO)]
        counts = Counter(give([Case(n) for n in range(1000)], people, "random"))
        self.assertEqual(set(counts), {ANA, CLEO})
        self.assertLess(abs(counts[ANA] - counts[CLEO]), 120)

    def test_skills_are_needed_whatever_the_strategy(self):
        people = [
            Person(ANA, skills={GERMAN: 1}),
            Person(BEN, skills={GERMAN: 3}),
            Person(CLEO),
        ]
        case = Case(1, skills={GERMAN: 2})
        for strategy in ("round_robin", "random", "least_loaded", "skill"):
            with self.subTest(strategy=strategy):
                self.assertEqual(give([case], people, strategy), [BEN])
        self.assertEqual(
            get_reasons(case, people),
            {ANA: "unskilled", BEN: "available", CLEO: "unskilled"},
        )

    def test_most_skilled_first_then_the_least_loaded(self):
        people = [
            Person(ANA, skills={GERMAN: 2, REPAIR: 2}, load=9),
            Person(BEN, skills={GERMAN: 3, REPAIR: 2}, load=5),
            Person(CLEO, skills={GERMAN: 2, REPAIR: 3}, load=4),
        ]
        case = Case(1, skills={GERMAN: 1, REPAIR: 1})
        self.assertEqual(give([case], people, "skill"), [CLEO])

    def test_skill_that_nobody_has_is_waived_if_the_team_says_so(self):
        people = [Person(ANA, skills={REPAIR: 1}), Person(BEN)]
        case = Case(1, skills={GERMAN: 1})
        choice = choose(case, people, "round_robin", Random(1), True)
        self.assertEqual((choice.person_id, choice.waives_skills), (ANA, True))
        choice = choose(case, people, "round_robin", Random(1), False)
        self.assertEqual((choice.person_id, choice.waives_skills), (None, False))

    def test_skill_of_somebody_who_is_away_is_waited_for(self):
        people = [Person(ANA, skills={GERMAN: 1}, absence="on_leave"), Person(BEN)]
        self.assertEqual(give([Case(1, skills={GERMAN: 1})], people), [None])

    def test_same_person_again_if_there(self):
        people = [Person(ANA), Person(BEN, turn=5)]
        choice = choose(Case(1, preferred_id=BEN), people, "round_robin", Random(1))
        self.assertEqual((choice.person_id, choice.rule), (BEN, "same"))
        people = [Person(ANA), Person(BEN, absence="on_leave")]
        choice = choose(Case(1, preferred_id=BEN), people, "round_robin", Random(1))
        self.assertEqual((choice.person_id, choice.rule), (ANA, "round_robin"))

    def test_who_let_it_lie_does_not_get_it_again(self):
        people = [Person(ANA), Person(BEN, turn=5)]
        case = Case(1, passed_id=ANA)
        self.assertEqual(give([case], people), [BEN])
        self.assertEqual(get_reasons(case, people)[ANA], "passed")

    def test_capacity_is_never_exceeded_in_a_batch(self):
        people = [Person(n, capacity=n) for n in (ANA, BEN, CLEO)]
        for strategy in ("round_robin", "random", "least_loaded", "skill"):
            with self.subTest(strategy=strategy):
                given = Counter(give([Case(n) for n in range(9)], people, strategy))
                self.assertEqual(given, {ANA: 1, BEN: 2, CLEO: 3, None: 3})
