from odoo import fields
from odoo.tests import tagged

from .alert_common import NIGHT, AlertCommon

CALLED = "Nobody is left to call: the support managers are called"


@tagged("post_install", "-at_install")
class TestOncallAlertClimb(AlertCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)

    # -- A night in which nobody answers ----------------------------------------------
    def test_night_in_which_nobody_answers(self):
        self.policy.repeat_count = 1
        log = self._simulate(self._raise(), 70)
        self.assertEqual(
            log,
            [
                (0, "Raised: Other"),
                (0, "Step 1: Nadia is called"),
                (5, "Step 2: Omar is called"),
                (15, "Step 1, round 2: Nadia is called"),
                (20, "Step 2, round 2: Omar is called"),
                (30, CALLED),
                (45, CALLED),
                (60, CALLED),
            ],
        )

    def test_alert_is_red_until_somebody_answers(self):
        alert = self._raise()
        self._simulate(alert, 20)
        self.assertTrue(alert.is_exhausted)
        alert.with_user(self.manager).action_acknowledge()
        self.assertFalse(alert.is_exhausted)
        self.assertFalse(alert.next_action_date)
        self.assertNotIn("exhausted", self._get_kinds(alert)[-1:])
        self._climb(60)
        self.assertEqual(self._get_kinds(alert)[-1], "acknowledged")

    def test_what_nobody_has_answered_comes_first(self):
        answered, silent = self._raise(key="1"), self._raise(key="2")
        in_vain = self._raise(self.env["support.escalation.policy"], key="3")
        latest = self._raise(key="4")
        self._climb()
        answered.with_user(self.manager).action_acknowledge()
        alerts = self.env["support.alert"].with_user(self.manager).search([])
        self.assertEqual(alerts.ids, (in_vain + latest + silent + answered).ids)

    def test_acknowledged_alert_calls_nobody_else(self):
        alert = self._raise()
        self._climb()
        alert.with_user(self.nadia).action_acknowledge()
        self._climb(60)
        self.assertEqual(alert.called_user_ids, self.nadia)
        self.assertEqual(alert.user_id, self.nadia)

    def test_job_wakes_for_the_minute_of_the_next_call(self):
        cron = self.env.ref("customer_support.ir_cron_climb_alerts")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        triggers.unlink()
        alert = self._raise()
        self._climb()
        wanted = [self.frozen.time_to_freeze, alert.next_action_date]
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(sorted(set(triggers.mapped("call_at"))), wanted)

    def test_job_runs_as_the_scheduler_runs_it(self):
        alert = self._raise()
        self._run_cron("ir_cron_climb_alerts")
        self.assertEqual(alert.called_user_ids, self.nadia)
        self._run_cron("ir_cron_climb_alerts")
        self.assertEqual(alert.call_count, 1, "once")

    # -- Steps without anybody --------------------------------------------------------
    def test_step_without_anybody_is_passed_at_once_and_written_down(self):
        empty = self._create_schedule("Empty", self.env["res.users"])
        policy = self._create_policy(
            {"kind": "schedule", "schedule_id": empty.id, "delay": 60},
            {"kind": "person", "user_id": self.omar.id},
        )
        log = self._simulate(self._raise(policy), 1)
        expected = [
            (0, "Raised: Other"),
            (0, "Step 1 skipped: nobody is there"),
            (0, "Step 2: Omar is called"),
        ]
        self.assertEqual(log, expected)

    def test_step_outside_its_hours_is_passed(self):
        day = {"has_hours": True, "hour_from": 8, "hour_to": 20}
        policy = self._create_policy(
            {"kind": "person", "user_id": self.nadia.id, **day},
            {"kind": "person", "user_id": self.omar.id},
        )
        log = self._simulate(self._raise(policy), 1)
        self.assertIn((0, "Step 1 skipped: outside its hours"), log)
        self.assertIn((0, "Step 2: Omar is called"), log)

    def test_archived_person_is_nobody(self):
        self.nadia.active = False
        alert = self._raise()
        self._climb()
        self.assertEqual(alert.called_user_ids, self.omar)

    def test_alert_without_policy_goes_to_the_managers(self):
        alert = self._raise(self.env["support.escalation.policy"])
        self._climb()
        self.assertTrue(alert.is_exhausted)
        self.assertIn(self.manager, alert.called_user_ids)
        self.assertNotIn(self.other_manager, alert.called_user_ids)

    def test_without_a_manager_the_administrators_are_called(self):
        group = self.env.ref("customer_support.customer_support_group_manager")
        group.user_ids = [(5, 0, 0)]
        admin = self._create_user("admin", None)
        admin.group_ids |= self.env.ref("base.group_system")
        # Whoever administers the system is given every app by the host's own data.
        alert = self._raise(self.env["support.escalation.policy"])
        self._climb()
        self.assertIn(admin, alert.called_user_ids)

    # -- Kinds of targets -------------------------------------------------------------
    def test_kinds_of_targets(self):
        nobody = self.env["res.users"]
        cases = [
            ("schedule", self.schedule.id, self.nadia),
            ("schedule", 0, nobody),
            ("person", self.omar.id, self.omar),
            ("team", None, self.agent_own + self.agent),
            ("team", self.second_team.id, nobody),
            ("leader", None, self.manager),
            ("leader", self.second_team.id, nobody),
        ]
        alert, now = self._raise(), fields.Datetime.now()
        for kind, target_id, expected in cases:
            with self.subTest(kind=kind, target_id=target_id):
                self.assertEqual(alert._find_people(kind, target_id, now), expected)

    def test_absent_members_of_a_team_are_not_called(self):
        self.agent.write(
            {
                "out_of_office_from": "2026-03-01",
                "out_of_office_to": "2026-03-05",
            }
        )
        alert = self._raise(self._create_policy({"kind": "team"}))
        self._climb()
        self.assertEqual(alert.called_user_ids, self.agent_own)

    def test_round_robin_calls_the_next_one_each_time(self):
        policy = self._create_policy({"kind": "team", "is_round_robin": True})
        called = []
        for number in range(3):
            alert = self._raise(policy, key=f"fire {number}")
            self._climb()
            called.append(alert.called_user_ids)
        first, second = self.team.user_ids
        self.assertEqual(called, [first, second, first])

    # -- Frozen -----------------------------------------------------------------------
    def test_policy_that_is_edited_meanwhile_changes_no_running_alert(self):
        alert = self._raise()
        self._climb()
        self.policy.step_ids.unlink()
        self.policy.active = False
        self._climb(5)
        self.assertEqual(alert.called_user_ids, self.nadia + self.omar)

    # -- Not resolved -----------------------------------------------------------------
    def test_acknowledged_alert_that_stays_unresolved_begins_again(self):
        self.policy.resolve_minutes = 30
        alert = self._raise()
        self._climb()
        alert.with_user(self.nadia).action_acknowledge()
        self._climb(29)
        self.assertEqual(alert.state, "acknowledged")
        self._climb(1)
        self.assertEqual(alert.state, "triggered")
        self.assertEqual(self._get_kinds(alert)[-4:-2], ["climbed_again", "called"])
        self._climb(5)
        self.assertIn(self.omar, alert.called_user_ids)

    # -- Repeats ----------------------------------------------------------------------
    def test_same_problem_is_one_alert_with_a_count(self):
        first, second = self._raise(), self._raise()
        self.assertEqual(first, second)
        self.assertEqual(first.count, 2)
        self._climb()
        self.assertEqual(len(self._get_messages(self.nadia, first)), 2)

    def test_resolved_problem_that_comes_back_is_a_new_alert(self):
        first = self._raise()
        first.with_user(self.manager).action_resolve()
        self.assertNotEqual(self._raise(), first)

    def test_thousand_repeats_do_not_fill_the_log(self):
        alert = self._raise()
        for _number in range(120):
            self._raise()
        self.assertEqual(self._get_kinds(alert).count("repeated"), 20)
        self.assertEqual(alert.count, 121)
