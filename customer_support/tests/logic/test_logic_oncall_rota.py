from collections import Counter

from odoo.tests import BaseCase, tagged

from ...logic.local_clock import DAY, WEEK
from ...logic.oncall_fairness import Weights
from ...logic.oncall_rota import Candidate, Turn, propose

USUAL = {"day": 80, "night": 40, "weekend": 48, "holiday": 0}
EASTER = {"day": 64, "night": 32, "weekend": 24, "holiday": 48}


@tagged("post_install", "-at_install")
class TestOncallRota(BaseCase):
    def _propose(self, candidates, weeks=52, holidays=(), rest=0):
        turns = [
            Turn(n * WEEK, (n + 1) * WEEK, EASTER if n in holidays else USUAL)
            for n in range(weeks)
        ]
        return propose(turns, candidates, Weights(), rest)

    def _count(self, assignments):
        return Counter(assignment.person for assignment in assignments)

    def _make(self, count=12, **vals):
        return [Candidate(person, **vals) for person in range(count)]

    def test_a_year_of_twelve_is_even(self):
        holidays = {0, 13, 14, 17, 21, 22, 32, 40, 44, 51}
        rota = self._propose(self._make(), holidays=holidays)
        weeks = self._count(rota)
        self.assertEqual(len(weeks), 12)
        self.assertLessEqual(max(weeks.values()) - min(weeks.values()), 1)
        festive = self._count(a for a in rota if a.turn.hours["holiday"])
        self.assertEqual(max(festive.values()), 1)

    def test_the_same_question_gets_the_same_answer(self):
        first, second = (
            [a.person for a in self._propose(self._make())] for _round in range(2)
        )
        self.assertEqual(first, second)

    def test_nobody_has_two_weeks_in_a_row(self):
        rota = self._propose(self._make(3))
        people = [assignment.person for assignment in rota]
        self.assertTrue(all(a != b for a, b in zip(people, people[1:], strict=False)))

    def test_who_is_away_is_left_out_and_catches_up(self):
        candidates = self._make(4)
        candidates[0].away = ((0, 8 * WEEK),)
        rota = self._propose(candidates, weeks=40)
        self.assertNotIn(0, self._count(rota[:8]))
        weeks = self._count(rota)
        self.assertLessEqual(max(weeks.values()) - min(weeks.values()), 1)

    def test_a_newcomer_is_not_flooded(self):
        candidates = self._make(4)
        candidates[3].start = 20 * WEEK
        weeks = self._count(self._propose(candidates, weeks=40))
        self.assertIn(weeks[3], (5, 6))

    def test_who_leaves_gets_no_turn_after(self):
        candidates = self._make(4)
        candidates[3].end = 20 * WEEK
        rota = self._propose(candidates, weeks=40)
        self.assertNotIn(3, self._count(rota[20:]))

    def test_who_had_too_much_begins_later(self):
        candidates = self._make(3)
        candidates[0].excess = {"load": 500, "weekend": 96}
        people = [a.person for a in self._propose(candidates, weeks=12)]
        self.assertGreater(people.index(0), 1)

    def test_duty_elsewhere_and_rest(self):
        candidates = self._make(2)
        candidates[0].busy = ((WEEK + DAY, WEEK + 2 * DAY),)
        rota = self._propose(candidates, weeks=2, rest=11 * 3600)
        self.assertEqual([a.person for a in rota], [0, 1])
        candidates = self._make(2)
        candidates[1].busy = ((WEEK + DAY, WEEK + 2 * DAY),)
        rota = self._propose(candidates, weeks=2)
        self.assertEqual([a.person for a in rota], [0, 0])

    def test_when_nobody_is_there_it_says_so(self):
        self.assertEqual(self._propose([], weeks=1)[0].reason, "nobody")
        alone = self._propose(self._make(1), weeks=2, rest=3600)
        self.assertEqual([a.reason for a in alone], ["least", "no_rest"])
