from contextlib import closing

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from ...models.ticket.support_ticket_presence import NewerMessageError


@tagged("post_install", "-at_install")
class TestTicketAnswerRace(BaseCase):
    """Two real sessions of the database answer one ticket at the same time.

    What they do is committed, so it is removed afterwards.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.ticket_id = env["support.ticket"].create({"name": "The lamp"}).id
            users = env["res.users"].with_context(no_reset_password=True)
            group = env.ref("customer_support.customer_support_group_manager")
            self.user_ids = users.create(
                [
                    {"name": login, "login": login, "group_ids": [(4, group.id)]}
                    for login in ("support_race_1", "support_race_2")
                ]
            ).ids
        self.addCleanup(self._remove)

    def _remove(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["support.ticket"].browse(self.ticket_id).unlink()
            users = env["res.users"].browse(self.user_ids)
            partners = users.partner_id
            users.unlink()
            partners.unlink()

    def _answer(self, cr, user_id):
        """Answer as an agent on whose screen there is no message yet."""
        env = api.Environment(cr, user_id, {})
        env["support.ticket"].browse(self.ticket_id).message_post(
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            last_seen_message_id=0,
        )
        env.flush_all()

    def test_only_one_of_two_answers_at_the_same_time_goes_out(self):
        first, second = self.user_ids
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            # Both sessions begin before either has answered.
            cr_2.execute("SELECT 1 FROM support_ticket")
            self._answer(cr_1, first)
            with self.assertRaisesRegex(NewerMessageError, "at this very moment"):
                self._answer(cr_2, second)
            cr_1.commit()
            with self.assertLogs("odoo.sql_db", "ERROR"):
                with self.assertRaises(SerializationFailure):
                    self._answer(cr_2, second)
            cr_2.rollback()  # as the server does before it runs the request again
            with self.assertRaisesRegex(NewerMessageError, "support_race_1 wrote"):
                self._answer(cr_2, second)
