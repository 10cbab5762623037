from contextlib import closing
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged


@tagged("post_install", "-at_install")
class TestOncallSwapRace(BaseCase):
    """Two real sessions of the database accept one offer at the same time.

    What they do is committed, so it is removed afterwards.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.user_ids = self._make_people(env).ids
            self.swap_id = self._make_swap(env).id
        self.addCleanup(self._remove)

    def _make_people(self, env):
        group = env.ref("customer_support.customer_support_group_collaborator")
        users = env["res.users"].with_context(no_reset_password=True)
        return users.create(
            [
                {"name": login, "login": login, "group_ids": [(4, group.id)]}
                for login in ("support_swap_0", "support_swap_1", "support_swap_2")
            ]
        )

    def _make_swap(self, env):
        schedule = env["support.oncall.schedule"].create({"name": "Nights"})
        now = fields.Datetime.now()
        for place, user_id in enumerate(self.user_ids):
            env["support.oncall.layer"].create(
                {
                    "name": "Layer",
                    "schedule_id": schedule.id,
                    "sequence": place,
                    "handoff_date": now.date() - timedelta(days=7),
                    "participant_ids": [Command.create({"user_id": user_id})],
                }
            )
        return env["support.oncall.swap"].create(
            {
                "schedule_id": schedule.id,
                "user_id": self.user_ids[0],
                "date_from": now + timedelta(days=2),
                "date_to": now + timedelta(days=3),
            }
        )

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            swap = env["support.oncall.swap"].browse(self.swap_id)
            schedule = swap.schedule_id
            cr.execute(
                "DELETE FROM support_oncall_shift WHERE schedule_id = %s", [schedule.id]
            )
            schedule.unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _accept(self, cr, user_id):
        env = api.Environment(cr, user_id, {})
        env["support.oncall.swap"].browse(self.swap_id).action_accept()
        env.flush_all()

    def test_one_of_two_who_accept_gets_the_shift(self):
        _giver, first, second = self.user_ids
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            # Both sessions begin before either has accepted.
            cr_2.execute("SELECT 1 FROM support_oncall_swap")
            self._accept(cr_1, first)
            with self.assertRaisesRegex(UserError, "at this very moment"):
                self._accept(cr_2, second)
            cr_1.commit()
            with self.assertLogs("odoo.sql_db", "ERROR"):
                with self.assertRaises(SerializationFailure):
                    self._accept(cr_2, second)
            cr_2.rollback()  # as the server does before it runs the request again
            with self.assertRaisesRegex(UserError, "support_swap_1 has taken"):
                self._accept(cr_2, second)
