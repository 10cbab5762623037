from contextlib import closing
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger

from ...models.ticket import support_sla_request
from ...wizard import support_sla_apply
from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaRequest(SlaCommon):
    """Many open tickets follow a change in the background."""

    def setUp(self):
        super().setUp()
        self._freeze()
        self.startPatcher(patch.object(support_sla_apply, "_AT_ONCE", 2))
        self.startPatcher(patch.object(support_sla_request, "_BATCH", 2))
        self.policy = self._create_policy(targets={"resolution": 240})
        self.tickets = self.env["support.ticket"].concat(
            *(self._create_mail() for _number in range(5))
        )
        self.policy.target_ids.minutes_1 = 120

    def _open_wizard(self, user=None):
        wizards = self.env["support.sla.apply"].with_user(user or self.manager)
        return wizards.create({"policy_id": self.policy.id})

    def _ask(self):
        action = self._open_wizard().action_apply()
        requests = self.env["support.sla.request"].with_user(self.manager)
        return requests.browse(action["res_id"])

    def _get_dues(self):
        return set(self.tickets.mapped("sla_due_date"))

    def test_many_tickets_are_left_to_the_job(self):
        wizard = self._open_wizard()
        self.assertTrue(wizard.is_in_background)
        self.assertEqual(wizard.ticket_count, 5)
        request = self._ask()
        self.assertEqual((request.state, request.progress), ("running", 0))
        self.assertEqual(self._get_dues(), {self._at(2, 14)})
        self._run_cron("ir_cron_apply_sla_requests")
        request.invalidate_recordset()
        self.assertEqual((request.state, request.progress), ("done", 100))
        self.assertEqual((request.processed_count, request.changed_count), (5, 5))
        self.assertEqual(self._get_dues(), {self._at(2, 11)})

    def test_log_names_who_asked_and_what_was_changed(self):
        self._ask()
        self._run_cron("ir_cron_apply_sla_requests")
        event = self._get_clock(self.tickets[0], "resolution").event_ids[-1]
        self.assertEqual((event.kind, event.user_id), ("retarget", self.manager))
        self.assertIn("Gold", event.reason)

    def test_second_request_is_refused_while_one_runs(self):
        self._ask()
        with self.assertRaisesRegex(UserError, "0 of 5"):
            self._ask()
        self._run_cron("ir_cron_apply_sla_requests")
        self._ask()

    def test_small_change_is_refused_too_while_many_are_on_their_way(self):
        self._ask()
        self.startPatcher(patch.object(support_sla_apply, "_AT_ONCE", 100))
        with self.assertRaises(UserError):
            self._open_wizard().action_apply()

    def test_manager_stops_it_and_an_agent_does_not(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            request.with_user(self.agent).action_stop()
        request.action_stop()
        self._run_cron("ir_cron_apply_sla_requests")
        self.assertEqual(request.state, "stopped")
        self.assertEqual(self._get_dues(), {self._at(2, 14)})

    def test_manager_of_another_company_does_not_see_it(self):
        request = self._ask()
        with self.assertRaises(AccessError):
            request.with_user(self.other_manager).read(["source"])

    def test_one_ticket_that_fails_stops_no_other(self):
        request = self._ask()
        broken = self.tickets[2].id
        sync = type(self.tickets)._sync_service_levels

        def fail_for_one(tickets, *args, **kwargs):
            if broken in tickets.ids:
                raise ValueError("odd data")
            return sync(tickets, *args, **kwargs)

        with (
            patch.object(type(self.tickets), "_sync_service_levels", fail_for_one),
            mute_logger(support_sla_request.__name__),
        ):
            self._run_cron("ir_cron_apply_sla_requests")
        request.invalidate_recordset()
        self.assertEqual(
            (request.state, request.changed_count, request.failed_count),
            ("done", 4, 1),
        )

    def test_wizard_costs_the_same_for_many_tickets_as_for_few(self):
        counts = []
        for _size in range(3):
            self.env.flush_all()
            self.env.invalidate_all()
            wizard = self._open_wizard()
            before = self.env.cr.sql_log_count
            self.assertTrue(wizard.is_in_background)
            counts.append(self.env.cr.sql_log_count - before)
            for _number in range(10):
                self._create_mail()
        # The first one warmed up.
        self.assertEqual(counts[1], counts[2])


class _Killed(BaseException):
    """The process ends, whatever it was doing."""


@tagged("post_install", "-at_install")
class TestSlaRequestKilled(BaseCase):
    """Real sessions of the database; what they do is committed, so it is removed."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.startPatcher(patch.object(support_sla_request, "_BATCH", 2))
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            policy = env["support.sla.policy"].create(self._prepare_policy())
            self.policy_id = policy.id
            values = [{"name": f"Lamp {number}"} for number in range(5)]
            self.ticket_ids = env["support.ticket"].create(values).ids
            policy.target_ids.minutes_1 = 30
            request = env["support.sla.request"]._start(
                policy, env["resource.calendar"]
            )
            request.last_ticket_id = self.ticket_ids[0] - 1
            self.request_id = request.id
        self.addCleanup(self._remove)

    @staticmethod
    def _prepare_policy():
        by_priority = {f"minutes_{priority}": 60 for priority in range(4)}
        return {
            "name": "Killed",
            "sequence": -1,
            "around_the_clock": True,
            "target_ids": [(0, 0, {"kind": "resolution", **by_priority})],
        }

    def _get_env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {})

    def _remove(self):
        with self.registry.cursor() as cr:
            env = self._get_env(cr)
            env["support.sla.request"].browse(self.request_id).unlink()
            env["support.ticket"].browse(self.ticket_ids).unlink()
            env["support.sla.policy"].browse(self.policy_id).unlink()

    def _run(self, dies_in_batch=None):
        """Do what the job does, in a session of its own."""
        with closing(self.registry.cursor()) as cr:
            request = self._get_env(cr)["support.sla.request"].browse(self.request_id)
            note, batches = type(request)._note_batch, []

            def note_or_die(*args):
                batches.append(args)
                note(*args)
                if len(batches) == dies_in_batch:
                    raise _Killed

            with patch.object(type(request), "_note_batch", note_or_die):
                request._run()

    def _read(self):
        """Return state and count of the request, and the changes of each ticket."""
        with closing(self.registry.cursor()) as cr:
            env = self._get_env(cr)
            request = env["support.sla.request"].browse(self.request_id)
            tickets = env["support.ticket"].browse(self.ticket_ids)
            changes = [
                ticket.sla_clock_ids.event_ids.mapped("kind").count("retarget")
                for ticket in tickets
            ]
            return request.state, request.processed_count, changes

    def test_killed_in_the_middle_it_goes_on_and_changes_nothing_twice(self):
        with self.assertRaises(_Killed):
            self._run(dies_in_batch=2)
        self.assertEqual(self._read(), ("running", 2, [1, 1, 0, 0, 0]))
        self._run()
        self.assertEqual(self._read(), ("done", 5, [1, 1, 1, 1, 1]))

    def test_ticket_that_somebody_holds_is_done_at_the_end(self):
        with closing(self.registry.cursor()) as other:
            other.execute(
                "SELECT 1 FROM support_ticket WHERE id = %s FOR UPDATE",
                [self.ticket_ids[1]],
            )
            self._run()
            self.assertEqual(self._read(), ("running", 4, [1, 0, 1, 1, 1]))
        self._run()
        self.assertEqual(self._read(), ("done", 5, [1, 1, 1, 1, 1]))

    @mute_logger("odoo.sql_db")
    def test_two_servers_do_not_work_on_it_at_once(self):
        with closing(self.registry.cursor()) as other:
            self._get_env(other)["support.sla.request"].browse(self.request_id)._lock()
            self._run()
        self.assertEqual(self._read(), ("running", 0, [0] * 5))
