from contextlib import closing

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ..common import MONDAY_MORNING


@tagged("post_install", "-at_install")
class TestSlaRace(BaseCase):
    """Two real sessions of the database find the same clock due.

    What they do is committed, so it is removed afterwards.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr, freeze_time(MONDAY_MORNING):
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.policy_id = env["support.sla.policy"].create(self._prepare_policy()).id
            ticket = env["support.ticket"].create({"name": "The lamp"})
            self.ticket_id = ticket.id
            self.clock_id = ticket.sla_clock_ids.filtered(
                lambda clock: clock.policy_id.id == self.policy_id
            ).id
        self.addCleanup(self._remove)

    def _prepare_policy(self):
        target = {
            "kind": "resolution",
            **{f"minutes_{priority}": 60 for priority in range(4)},
            "escalation_ids": [
                (0, 0, {"moment": "breach", "action": "raise_priority"})
            ],
        }
        return {
            "name": "Race",
            "sequence": -1,
            "around_the_clock": True,
            "target_ids": [(0, 0, target)],
        }

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["support.ticket"].browse(self.ticket_id).unlink()
            env["support.sla.policy"].browse(self.policy_id).unlink()

    def _fire(self, cr):
        """Do what the job does with the clock, without the commit."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["support.sla.clock"].browse(self.clock_id)._fire_safely()
        env.flush_all()

    def _read(self):
        """Return the steps that were written down, and the priority of the ticket."""
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            clock = env["support.sla.clock"].browse(self.clock_id)
            kinds = clock.event_ids.filtered("step").mapped("kind")
            return sorted(kinds), clock.ticket_id.priority

    def test_two_servers_do_every_step_once(self):
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            self._fire(cr_1)
            self._fire(cr_2)  # held by the other one: left alone
            cr_2.commit()
            cr_1.commit()
            self._fire(cr_2)  # done already
            cr_2.commit()
        self.assertEqual(self._read(), (["breach", "escalation", "warning"], "2"))

    def test_server_that_saw_it_due_before_the_other_was_done_does_nothing(self):
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            cr_2.execute("SELECT 1 FROM support_sla_clock")
            self._fire(cr_1)
            cr_1.commit()
            with self.assertLogs("odoo.sql_db", "ERROR"):
                self._fire(cr_2)
            cr_2.commit()
        self.assertEqual(self._read(), (["breach", "escalation", "warning"], "2"))

    def test_server_that_is_killed_in_between_leaves_nothing_half_done(self):
        with closing(self.registry.cursor()) as cr_1:
            self._fire(cr_1)
        self.assertEqual(self._read(), ([], "1"))
        with closing(self.registry.cursor()) as cr_2:
            self._fire(cr_2)
            cr_2.commit()
        self.assertEqual(self._read(), (["breach", "escalation", "warning"], "2"))
