from contextlib import closing
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestAnswersAutomaticRace(BaseCase):
    """A second message of the customer in the middle of an automatic answer.

    Two real sessions of the database. What they do is committed, so it is removed.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            team = env["support.team"].create({"name": "Race"})
            partner = env["res.partner"].create(
                {"name": "Race", "email": "race@race.example"}
            )
            template = self._create_template(env)
            channel = env["support.channel"].search([("kind", "=", "mail")], limit=1)
            ticket = env["support.ticket"].create(
                {
                    "name": "Where is my parcel?",
                    "partner_id": partner.id,
                    "team_id": team.id,
                    "channel_id": channel.id,
                }
            )
            ticket.message_post(
                body=ticket.name,
                author_id=partner.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
            ticket.automatic_reply_request = {"is_proven": True}
            self.ids = (ticket.id, partner.id, team.id, template.id)
            self.text_id = template._get_draft().text_ids.id

    def _create_template(self, env):
        template = env["support.reply.template"].create({"name": "Race"})
        lang = env["res.lang"].search([("code", "=", "en_US")])
        template._get_draft().text_ids = [
            (0, 0, {"lang_id": lang.id, "body": "<p>We look for it</p>"})
        ]
        return template

    def _remove(self):
        ticket_id, partner_id, team_id, template_id = self.ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["mail.mail"].search(
                [("model", "=", "support.ticket"), ("res_id", "=", ticket_id)]
            ).unlink()
            env["support.ticket"].browse(ticket_id).unlink()
            env.cr.execute(
                "DELETE FROM support_reply_template WHERE id = %s", (template_id,)
            )
            env.invalidate_all()
            env["support.team"].browse(team_id).unlink()
            env["res.partner"].browse(partner_id).unlink()

    def _answer(self, cr):
        """Do what the job does with the ticket, without the commit."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        ticket = env["support.ticket"].browse(self.ids[0])
        text = env["support.reply.template.text"].browse(self.text_id)
        # What the gate would choose; whether it may be sent is asked as always.
        with patch.object(
            type(ticket), "_find_automatic_text", lambda self, is_proven: text
        ):
            ticket._answer_automatically_safely()
        env.flush_all()
        return env

    def _write(self, cr, text="It has just arrived!"):
        """Let the customer write again, as the mail door does."""
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["support.ticket"].browse(self.ids[0]).message_post(
            body=text,
            author_id=self.ids[1],
            message_type="email",
            subtype_xmlid="mail.mt_comment",
        )
        env.flush_all()
        return env

    def _read(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            ticket = env["support.ticket"].browse(self.ids[0])
            answers = ticket.message_ids.filtered(
                lambda message: message.message_type == "auto_comment"
            )
            return ticket.automatic_reply_state, ticket.stage_kind, len(answers)

    def test_message_that_was_first_stops_the_answer(self):
        with (
            closing(self.registry.cursor()) as customer,
            closing(self.registry.cursor()) as job,
        ):
            env = self._write(customer)
            self._answer(job)  # the row is the customer's: left alone
            job.rollback()
            env.cr.commit()
            env = self._answer(job)
            env.cr.commit()
        state, _kind, answers = self._read()
        self.assertEqual((state, answers), (False, 0))

    @mute_logger("odoo.sql_db")
    def test_message_that_was_second_hands_the_ticket_to_a_person(self):
        with (
            closing(self.registry.cursor()) as customer,
            closing(self.registry.cursor()) as job,
        ):
            customer.execute("SELECT 1 FROM support_ticket")
            env = self._answer(job)
            env.cr.commit()
            # The mail door sees the older state, fails and runs again.
            with self.assertRaises(SerializationFailure):
                self._write(customer)
            customer.rollback()
            env = self._write(customer)
            env.cr.commit()
        state, kind, answers = self._read()
        self.assertEqual((state, kind, answers), ("handed_over", "open", 1))

    def test_two_jobs_answer_once(self):
        with (
            closing(self.registry.cursor()) as first,
            closing(self.registry.cursor()) as second,
        ):
            env = self._answer(first)
            self._answer(second)
            second.rollback()
            env.cr.commit()
            env = self._answer(second)
            env.cr.commit()
        self.assertEqual(self._read()[2], 1)
