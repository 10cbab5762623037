from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .alert_common import AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertPolicy(AlertCommon):
    def test_policy_says_in_words_what_happens(self):
        self.policy.write({"repeat_count": 2, "resolve_minutes": 60})
        self.assertEqual(
            self.policy.summary.splitlines(),
            [
                "At once: whoever is on duty in “Night”.",
                "After 5 minutes: Omar.",
                "After 10 minutes: all of it 2 times more.",
                "In the end: the support managers, every 15 minutes until somebody "
                "answers.",
                "Whoever answers has 60 minutes to resolve it. Then it begins again.",
            ],
        )

    def test_policy_without_steps_says_so_as_well(self):
        policy = self._create_policy()
        self.assertEqual(
            policy.summary,
            "At once: the support managers, every 15 minutes until somebody answers.",
        )

    def test_hours_and_turns_are_said_in_words(self):
        policy = self._create_policy(
            {"kind": "team", "is_round_robin": True},
            {"kind": "leader", "team_id": self.team.id, "has_hours": True},
            {"kind": "managers", "has_hours": True, "sat": False, "sun": False},
        )
        self.assertEqual(
            policy.step_ids.mapped("target_words"),
            [
                "one of the team of the ticket, in turn",
                "the leader of “Care” (only 22:00–06:00)",
                "the support managers (only 22:00–06:00, Mon, Tue, Wed, Thu, Fri)",
            ],
        )

    def test_incomplete_steps_are_refused(self):
        no_days = dict.fromkeys(
            ("mon", "tue", "wed", "thu", "fri", "sat", "sun"), False
        )
        for step in (
            {"kind": "schedule"},
            {"kind": "person"},
            {"kind": "team", "has_hours": True, **no_days},
        ):
            with self.subTest(step=step), self.assertRaises(ValidationError):
                self._create_policy(step)

    @mute_logger("odoo.sql_db")
    def test_impossible_numbers_are_refused(self):
        cases = [
            (self.policy, {"repeat_count": 10}),
            (self.policy, {"raise_again_minutes": 0}),
            (self.policy, {"resolve_minutes": -1}),
            (self.policy.step_ids[0], {"delay": 0}),
            (self.policy.step_ids[0], {"hour_from": 24}),
        ]
        for record, values in cases:
            with self.subTest(values=values), self.assertRaises(IntegrityError):
                with self.env.cr.savepoint():
                    record.write(values)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_managers_write_policies_and_agents_read_them(self):
        self.policy.with_user(self.manager).name = "At Weekends"
        with self.assertRaises(AccessError):
            self.policy.with_user(self.agent).name = "Never"
        self.assertEqual(self.policy.with_user(self.agent).name, "At Weekends")
        elsewhere = self.policy.with_user(self.other_manager).with_context(
            allowed_company_ids=self.other_company.ids
        )
        self.assertNotIn(self.policy, elsewhere.search([]))

    def test_manager_builds_a_policy_in_the_form(self):
        with Form(
            self.env["support.escalation.policy"].with_user(self.manager)
        ) as form:
            form.name = "Weekend"
            with form.step_ids.new() as step:
                step.kind = "team"
                step.team_id = self.team
                step.delay = 3
            with form.step_ids.new() as step:
                step.kind = "managers"
        self.assertEqual(
            form.record.summary.splitlines()[:2],
            [
                "At once: everybody in “Care”.",
                "After 3 minutes: the support managers.",
            ],
        )
