from odoo import fields
from odoo.tests import tagged

from .wait_common import WaitCommon

# Queue, answers, what their customers were told, members, users, leaves, absences.
BUDGET = 14


@tagged("post_install", "-at_install")
class TestAnswersWaitSpeed(WaitCommon):
    """The cost depends neither on the queue nor on the answers."""

    def _measure(self):
        team = self.team.sudo()
        return self._measure_queries(
            lambda: team._get_wait_range("1", fields.Datetime.now())
        )

    def test_queries_do_not_grow_with_queue_and_answers(self):
        self._answer_before(count=25)
        self._ask()
        small = self._measure()
        self._answer_before(count=150)
        for _number in range(30):
            self._ask()
        large = self._measure()
        self.assertLessEqual(small, BUDGET)
        self.assertLessEqual(large, small)
