from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .oncall_common import OncallCommon


@tagged("post_install", "-at_install")
class TestOncallBudget(OncallCommon):
    """Asking who has duty costs the same, however large the schedule."""

    def _measure(self, function):
        def ask():
            self.env.invalidate_all()
            function()

        return self._measure_queries(ask)

    def _make_sized(self, layers, overrides):
        now = fields.Datetime.now()
        schedule = self._make_schedule(name=f"{layers} layers")
        for number in range(layers):
            self._add_layer(
                *self.people,
                schedule=schedule,
                sequence=number,
                holiday_rule="also",
                restriction_ids=[Command.create({"kind": "days", "monday": True})],
            )
        self.env["support.oncall.override"].create(
            [
                {
                    "schedule_id": schedule.id,
                    "kind": "add",
                    "user_id": self.ada.id,
                    "date_from": now + timedelta(days=number),
                    "date_to": now + timedelta(days=number, hours=1),
                }
                for number in range(overrides)
            ]
        )
        return schedule

    def test_large_schedules_cost_what_small_ones_do(self):
        small, large = self._make_sized(2, 2), self._make_sized(12, 60)
        at = fields.Datetime.now() + timedelta(hours=5)
        end = at + timedelta(days=90)
        questions = {
            "who": lambda schedule: schedule.get_on_call(at),
            "shifts": lambda schedule: schedule.get_shifts(at, end),
            "present": lambda schedule: schedule.on_call_user_ids,
        }
        for name, ask in questions.items():
            with self.subTest(name):
                cost = self._measure(lambda ask=ask: ask(small))
                self.assertLessEqual(self._measure(lambda ask=ask: ask(large)), cost)
                self.assertLessEqual(cost, 16)
