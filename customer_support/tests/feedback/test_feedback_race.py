from contextlib import closing

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

_COUNT = 120


@tagged("post_install", "-at_install")
class TestFeedbackRace(BaseCase):
    """Real sessions of the database: two servers, and one that is killed.

    What they do is committed, so it is removed afterwards.
    """

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.addCleanup(self._remove)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            program = env["support.feedback.program"].create(
                {"name": "Race", "company_id": env.company.id}
            )
            team = env["support.team"].create({"name": "Race"})
            partners = env["res.partner"].create(
                [
                    {"name": f"Race {number}", "email": f"race{number}@race.example"}
                    for number in range(_COUNT)
                ]
            )
            tickets = env["support.ticket"].create(
                [
                    {"name": "Race", "partner_id": partner.id, "team_id": team.id}
                    for partner in partners
                ]
            )
            stage = env["support.stage"]._find_for_kind("solved", team)
            tickets.write({"stage_id": stage.id})
            invitations = env["support.feedback.invitation"].search(
                [("ticket_id", "in", tickets.ids)]
            )
            invitations.due_date = fields.Datetime.now()
            self.ids = (program.id, team.id, partners.ids, tickets.ids, invitations.ids)

    def _remove(self):
        program_id, team_id, partner_ids, ticket_ids, _ids = self.ids
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["mail.mail"].search(
                [("model", "=", "support.ticket"), ("res_id", "in", ticket_ids)]
            ).unlink()
            env["support.ticket"].browse(ticket_ids).unlink()
            program = env["support.feedback.program"].browse(program_id)
            survey = program.survey_id
            program.unlink()
            survey.unlink()
            env["support.team"].browse(team_id).unlink()
            env["res.partner"].browse(partner_ids).unlink()

    def _get_batch(self, cr, size=None):
        env = api.Environment(cr, SUPERUSER_ID, {})
        invitations = env["support.feedback.invitation"].browse(self.ids[4])
        due = invitations.filtered_domain(
            invitations._get_due_domain(fields.Datetime.now())
        )
        return due[:size].try_lock_for_update()

    def _ask(self, cr, size=None):
        batch = self._get_batch(cr, size)
        batch._ask(fields.Datetime.now())
        batch.env.flush_all()
        return batch.env

    def assertAskedOnce(self):
        with closing(self.registry.cursor()) as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            mails = env["mail.mail"].search(
                [("model", "=", "support.ticket"), ("res_id", "in", self.ids[3])]
            )
            addresses = mails.mapped("email_to")
            self.assertEqual(len(addresses), _COUNT)
            self.assertEqual(len(set(addresses)), _COUNT)

    def test_server_killed_in_the_middle_doubles_and_loses_nobody(self):
        with closing(self.registry.cursor()) as cr:
            env = self._ask(cr, 50)
            env.cr.commit()
            self._ask(cr, 50)  # killed before the commit
        with closing(self.registry.cursor()) as cr:
            for _batch in range(_COUNT // 50 + 1):
                env = self._ask(cr, 50)
                env.cr.commit()
        self.assertAskedOnce()

    def test_two_servers_share_the_work(self):
        with (
            closing(self.registry.cursor()) as cr_1,
            closing(self.registry.cursor()) as cr_2,
        ):
            first = self._ask(cr_1, 60)
            second = self._ask(cr_2)  # leaves alone what the other one holds
            for env in (first, second):
                env.cr.commit()
        self.assertAskedOnce()
