from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

PROCESSES, TICKETS_EACH, AGENTS = 8, 50, 5


@tagged("post_install", "-at_install")
class TestRoutingRace(TransactionCase):
    """Eight server processes hand out 400 tickets, each with its own connection.

    What is created here is committed, and taken away again at the end.
    """

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; our threads would wait for it for ever.
        self.patch(Registry, "_lock", DummyRLock())
        self.addCleanup(self._take_away)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            users = env["res.users"]
            for number in range(AGENTS):
                users |= new_test_user(
                    env,
                    login=f"race_{number}",
                    groups="customer_support.customer_support_group_agent",
                    context={"no_reset_password": True, "tracking_disable": True},
                )
            team = env["support.team"].create(
                {
                    "name": "Race",
                    "assignment_strategy": "round_robin",
                    "assign_in_hours": False,
                    "member_ids": [Command.create({"user_id": u.id}) for u in users],
                }
            )
            self.team_id, self.user_ids = team.id, users.ids

    def _take_away(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            team = env["support.team"].browse(self.team_id)
            env["support.ticket"].search([("team_id", "=", team.id)]).unlink()
            team.unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _create_and_hand_out(self, _process):
        """Create tickets and hand out until nothing waits, as a server does."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            values = {"name": "Race", "team_id": self.team_id}
            env["support.ticket"].create([values] * TICKETS_EACH)
            env.cr.commit()
            team = env["support.team"].browse(self.team_id)
            deadline = fields.Datetime.now() + timedelta(seconds=120)
            while team._find_queue(env["support.ticket"], 1):
                if fields.Datetime.now() > deadline:
                    return "still waiting"
                team._assign_safely()
                env.cr.commit()
                env.invalidate_all()
        return "done"

    @mute_logger("odoo.sql_db")
    def test_eight_processes_deal_evenly_and_nothing_twice(self):
        with ThreadPoolExecutor(PROCESSES) as pool:
            results = [*pool.map(self._create_and_hand_out, range(PROCESSES))]
        self.assertEqual(results, ["done"] * PROCESSES)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            tickets = env["support.ticket"].search([("team_id", "=", self.team_id)])
            given = Counter(ticket.user_id.id for ticket in tickets)
            assignments = tickets.assignment_ids
            self.assertEqual(sum(given.values()), PROCESSES * TICKETS_EACH)
            self.assertLessEqual(max(given.values()) - min(given.values()), 1)
            self.assertEqual(set(given), set(self.user_ids))
            self.assertEqual(len(assignments), len(tickets), "handed out twice")
            team = env["support.team"].browse(self.team_id)
            self.assertEqual(team.assignment_turn, len(tickets))

    def test_team_that_somebody_hands_out_is_left_alone(self):
        with self.registry.cursor() as cr, self.registry.cursor() as other_cr:
            env, other_env = (
                api.Environment(c, SUPERUSER_ID, {}) for c in (cr, other_cr)
            )
            env["support.ticket"].create({"name": "One", "team_id": self.team_id})
            env.cr.commit()
            team = env["support.team"].browse(self.team_id)
            self.assertTrue(team._assign_queue(fields.Datetime.now()))
            env.flush_all()
            other_team = other_env["support.team"].browse(self.team_id)
            self.assertFalse(other_team._assign_queue(fields.Datetime.now()))

    def test_killed_process_leaves_the_queue_as_it_was(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            ticket = env["support.ticket"].create(
                {"name": "One", "team_id": self.team_id}
            )
            env.cr.commit()
            env["support.team"].browse(self.team_id)._assign_queue(
                fields.Datetime.now()
            )
            env.flush_all()
            cr.rollback()
            env.invalidate_all()
            self.assertFalse(ticket.user_id)
            self.assertFalse(ticket.team_id.assignment_turn)
            self.assertFalse(ticket.assignment_ids)
