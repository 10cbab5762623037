import threading
from concurrent.futures import ThreadPoolExecutor

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestTicketConcurrency(TransactionCase):
    """Several server processes at once, each with a connection of its own.

    What is created here is committed, and taken away again at the end.
    """

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; our threads would wait for it for ever.
        self.patch(Registry, "_lock", DummyRLock())
        self.created_ids = []
        self.addCleanup(self._take_away)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            partner = env["res.partner"].create({"name": "Ines Carvalho"})
            tickets = env["support.ticket"].create(
                [{"name": name, "partner_id": partner.id} for name in ("One", "Two")]
            )
            self.partner_id, self.created_ids = partner.id, tickets.ids
        self.first_id, self.second_id = self.created_ids

    def _take_away(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            tickets = env["support.ticket"].browse(self.created_ids)
            tickets.merged_into_id = False
            tickets.unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _connect(self):
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        env = api.Environment(cr, SUPERUSER_ID, {})
        return env, env["support.ticket"].browse((self.first_id, self.second_id))

    # -- Numbers --------------------------------------------------------------------
    def test_eight_threads_draw_different_numbers(self):
        connections = [self._connect()[0] for _thread in range(8)]
        with ThreadPoolExecutor(8) as pool:
            drawn = [*pool.map(self._create_five_tickets, connections)]
        numbers = [number for numbers in drawn for number in numbers]
        self.assertEqual((len(numbers), len(set(numbers))), (40, 40))

    def _create_five_tickets(self, env):
        tickets = env["support.ticket"].create([{"name": "Thread"}] * 5)
        self.created_ids.extend(tickets.ids)
        numbers = tickets.mapped("number")
        env.cr.commit()
        return numbers

    # -- Merging in opposite directions ---------------------------------------------
    def test_second_merge_is_refused_while_the_first_goes_on(self):
        _env, [first, second] = self._connect()
        _other_env, [other_first, other_second] = self._connect()
        first._merge_into(second)
        first.env.flush_all()
        with self.assertRaisesRegex(UserError, "Somebody else"):
            other_second._merge_into(other_first)

    def test_second_merge_that_began_before_the_first_ended_starts_over(self):
        env, [first, second] = self._connect()
        other_env, [other_first, other_second] = self._connect()
        other_env.cr.execute("SELECT 1")  # its view of the data begins here
        first._merge_into(second)
        env.cr.commit()
        with mute_logger("odoo.sql_db"), self.assertRaises(SerializationFailure):
            other_second._merge_into(other_first)
        other_env.cr.rollback()
        other_env.invalidate_all()
        with self.assertRaisesRegex(UserError, "has itself been merged"):
            other_second._merge_into(other_first)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_of_two_agents_one_wins_and_the_other_is_told(self):
        start = threading.Barrier(2)
        _env, [first, second] = self._connect()
        _other_env, [other_first, other_second] = self._connect()
        races = [(start, first, second), (start, other_second, other_first)]
        with ThreadPoolExecutor(2) as pool:
            results = [*pool.map(lambda race: self._race(*race), races)]
        self.assertEqual(sorted(results), ["merged", "told"])
        _env, tickets = self._connect()
        self.assertEqual(len(tickets.filtered("merged_into_id")), 1)

    def _race(self, start, source, target):
        source.env.cr.execute("SELECT 1")
        start.wait(timeout=30)
        try:
            retrying(lambda: source._merge_into(target), source.env)
        except UserError:
            source.env.cr.rollback()
            return "told"
        return "merged"
