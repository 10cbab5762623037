from odoo.tests import HttpCase, tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestToursTicket(SupportCommon, HttpCase):
    """The screens in a browser, used with no more rights than needed."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._leave_out_missing_library()
        cls.ticket = cls._create_ticket()
        cls._customer_writes(cls.ticket, "It flickers since Monday.")

    @classmethod
    def _leave_out_missing_library(cls):
        """Debian's package of the host lacks a library that nothing here needs.

        The browser would report that as an error, and the runner fails on any.
        """
        cls.env["ir.asset"].create(
            {
                "name": "Host without selfie_segmentation",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            }
        )

    def _run(self, tour, user):
        self.start_tour(
            "/odoo/support",
            tour,
            login=user.login,
            timeout=180,  # the first one builds the assets
        )

    def _customer_writes_on_portal(self, text):
        self.ticket.sudo().message_post(
            body=text,
            author_id=self.customer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def test_agent_answers_and_solves(self):
        self._run("support_agent_answers_and_solves", self.agent_own)
        self.assertEqual(self.ticket.stage_kind, "solved")
        self.assertEqual(self.ticket.user_id, self.agent_own)
        self.assertIn(self.customer, self.ticket.message_ids.partner_ids)

    def test_note_stays_inside_and_answer_goes_out(self):
        self._run("support_agent_writes_a_note", self.agent)
        texts = self.ticket.message_ids.sorted("id")
        note = texts.filtered(lambda message: "called twice" in message.body)
        answer = texts.filtered(lambda message: "call you back" in message.body)
        self.assertTrue(note.subtype_id.internal)
        self.assertFalse(note.partner_ids)
        self.assertEqual(answer.partner_ids, self.customer)

    def test_answer_is_held_back_until_the_newer_message_is_shown(self):
        def notify_presence(tickets, state, asks=False, token=""):
            if token == "customer, write":
                self._customer_writes_on_portal("It works again!")

        self.patch(self.registry["support.ticket"], "notify_presence", notify_presence)
        self._run("support_answer_is_held_back", self.agent)
        bodies = "".join(self.ticket.message_ids.mapped("body"))
        self.assertIn("Glad to hear it.", bodies)
        self.assertNotIn("Please send it back.", bodies)

    def test_answer_in_public_is_confirmed_in_the_big_composer(self):
        channel = self.env["support.channel"].create(
            {"name": "Town Square", "kind": "social", "is_public": True}
        )
        self.ticket.channel_id = channel
        self.start_tour(
            f"/odoo/support.ticket/{self.ticket.id}",
            "support_answer_in_public",
            login=self.agent.login,
            timeout=180,
        )
        said = self.ticket.message_ids.filtered(lambda m: "in May" in m.body)
        self.assertEqual(len(said), 1)

    def test_agent_logs_a_call(self):
        self._run("support_agent_logs_a_call", self.agent_own)
        ticket = self.env["support.ticket"].search(
            [("name", "=", "Wrong colour delivered")]
        )
        self.assertEqual(ticket.channel_id.kind, "phone")
        self.assertEqual(ticket.partner_id.phone, "+45 12 34 56 78")
        self.assertIn("got green", ticket.description)

    def test_manager_configures_team_stage_and_reason(self):
        self._run("support_manager_configures", self.manager)
        team = self.env["support.team"].search([("name", "=", "Spare Parts")])
        self.assertEqual(team.user_ids, self.manager)
        stage = self.env["support.stage"].search(
            [("name", "=", "Waiting for the supplier")]
        )
        self.assertEqual(stage.kind, "waiting_third_party")
        self.assertTrue(
            self.env["support.category"].search([("name", "=", "Spare part missing")])
        )


@tagged("post_install", "-at_install")
class TestToursPhone(TestToursTicket):
    """A phone in an upright hand."""

    browser_size = "400,800"
    touch_enabled = True

    def test_conversation_is_not_far_below(self):
        self.start_tour(
            f"/odoo/support.ticket/{self.ticket.id}",
            "support_ticket_on_a_phone",
            login=self.agent.login,
            timeout=180,
        )
