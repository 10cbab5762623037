from contextlib import closing
from datetime import timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import mute_logger

from .alert_common import NIGHT

CLIMB_LOGGER = "odoo.addons.customer_support.models.oncall.support_alert_climb"


@tagged("post_install", "-at_install")
class TestOncallAlertRace(BaseCase):
    """Real sessions of the database: two servers, and servers that are killed.

    What they do is committed, so it is removed afterwards.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.freezer = freeze_time(NIGHT)
        self.frozen = self.freezer.start()
        self.addCleanup(self.freezer.stop)
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.user_ids = [
                new_test_user(
                    env,
                    login=f"race_alert_{number}",
                    email=f"race{number}@quince.example",
                    context={"no_reset_password": True},
                ).id
                for number in range(2)
            ]
            steps = [
                (0, 0, {"kind": "person", "user_id": user_id, "delay": 5})
                for user_id in self.user_ids
            ]
            policy = env["support.escalation.policy"].create(
                {"name": "Race", "step_ids": steps}
            )
            self.policy_id = policy.id
            alert = env["support.alert"]._raise_alert(
                env.company, "race", policy, name="Race", source="other"
            )
            self.alert_id = alert.id

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["mail.mail"].search([("model", "=", "support.alert")]).unlink()
            # The log goes with its alert only.
            env.cr.execute("DELETE FROM support_alert WHERE key LIKE 'race%'")
            env.invalidate_all()
            env["support.escalation.policy"].browse(self.policy_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _climb(self, cr):
        """Do what the job does with the alert, without the commit."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["support.alert"].browse(self.alert_id)._climb_safely()
        env.flush_all()
        return env

    def _climb_and_commit(self):
        with closing(self.registry.cursor()) as cr:
            env = self._climb(cr)
            env.cr.commit()

    def _read(self):
        """Return what was logged, and how many mails wait in the queue."""
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            alert = env["support.alert"].browse(self.alert_id)
            mails = env["mail.mail"].search_count(
                [("model", "=", "support.alert"), ("res_id", "=", alert.id)]
            )
            return alert.event_ids.mapped("kind"), mails

    def assertCalled(self, count):
        kinds, mails = self._read()
        self.assertEqual((kinds.count("called"), mails), (count, count))

    def test_two_servers_call_once(self):
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            self._climb(cr_1)
            self._climb(cr_2)  # held by the other one: left alone
            cr_2.commit()
            cr_1.commit()
            self._climb(cr_2)  # done already
            cr_2.commit()
        self.assertCalled(1)

    def test_server_that_saw_it_due_before_the_other_was_done_calls_nobody(self):
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            cr_2.execute("SELECT 1 FROM support_alert")
            self._climb(cr_1)
            cr_1.commit()
            with self.assertLogs("odoo.sql_db", "ERROR"):
                self._climb(cr_2)
            cr_2.commit()
        self.assertCalled(1)

    def test_server_killed_before_the_commit_has_called_nobody_and_loses_nobody(self):
        with closing(self.registry.cursor()) as cr:
            self._climb(cr)
        self.assertCalled(0)
        self._climb_and_commit()
        self.assertCalled(1)

    def test_server_killed_between_two_steps_goes_on_with_the_second(self):
        self._climb_and_commit()
        self.frozen.tick(timedelta(minutes=5))
        with closing(self.registry.cursor()) as cr:
            self._climb(cr)
        self.assertCalled(1)
        self._climb_and_commit()
        self._climb_and_commit()
        self.assertCalled(2)

    def test_answer_while_the_job_climbs_is_not_lost(self):
        """Who answers waits for the job, runs again as the web does, and wins."""
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            self._climb(cr_1)
            cr_1.commit()
            env = api.Environment(cr_2, self.user_ids[0], {})
            env["support.alert"].browse(self.alert_id).action_acknowledge()
            cr_2.commit()
            self.frozen.tick(timedelta(minutes=5))
            self._climb(cr_1)
            cr_1.commit()
        self.assertCalled(1)

    @mute_logger("odoo.sql_db")
    def test_same_problem_from_two_servers_is_one_alert(self):
        def raise_flood(cr):
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["support.alert"]._raise_alert(
                env.company,
                "race flood",
                env["support.escalation.policy"],
                name="Flood",
                source="other",
            )
            env.flush_all()

        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            cr_2.execute("SELECT 1 FROM support_alert")
            raise_flood(cr_1)
            cr_1.commit()
            with self.assertRaises(ConcurrencyError):
                raise_flood(cr_2)
            cr_2.rollback()
            raise_flood(cr_2)
            cr_2.commit()
            env = api.Environment(cr_2, SUPERUSER_ID, {})
            alert = env["support.alert"].search([("key", "=", "race flood")])
            self.assertEqual(alert.count, 2)

    @mute_logger(CLIMB_LOGGER)
    def test_failure_is_tried_again_within_a_minute(self):
        with closing(self.registry.cursor()) as cr:
            alerts = self.registry["support.alert"]
            self.patch(alerts, "_find_person", lambda *_args: 1 / 0)
            env = self._climb(cr)
            env.cr.commit()
            alert = env["support.alert"].browse(self.alert_id)
            soon = fields.Datetime.now() + timedelta(minutes=1)
            self.assertEqual(alert.next_action_date, soon)
            self.assertEqual(alert.state, "triggered")
