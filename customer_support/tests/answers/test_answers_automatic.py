from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..mail.common import MailDoorCommon
from .answers_common import AnswersCommon

MODEL = "odoo.addons.customer_support.models.answers.support_ticket_automatic_reply"


@tagged("post_install", "-at_install")
class TestAnswersAutomatic(MailDoorCommon, AnswersCommon):
    """A promoted template answers a new ticket once, and then a person goes on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template(
            "Parcel", "<p>We look for your parcel. Ticket {{ ticket.number }}.</p>"
        )
        cls._earn(cls.template).action_automate()
        cls.env["support.triage.rule"].search([]).action_archive()

    def _acknowledge(self):
        """The mail door of the tests acknowledges at once; here the jobs come later."""

    def _answer(self):
        """Do what the job does with what was asked for."""
        asked = [("automatic_reply_request", "!=", False)]
        for ticket in self.env["support.ticket"].sudo().search(asked):
            ticket._answer_automatically_safely()

    def _ask(self, text="Hello, where is my parcel?", **values):
        """Return the ticket that a mail opened, after the job has run."""
        ticket = self._open_by_mail(text=text, **values)
        self._answer()
        return ticket

    def _get_answers(self, ticket):
        return ticket.message_ids.filtered(
            lambda message: "look for your parcel" in (message.body or "")
        )

    # -- Answered -------------------------------------------------------------------
    def test_matching_question_is_answered_and_marked(self):
        ticket = self._ask()
        self.assertEqual(ticket.automatic_reply_state, "answered")
        [message] = self._get_answers(ticket)
        self.assertEqual(message.message_type, "auto_comment")
        self.assertIn(ticket.number, message.subject)
        self.assertIn("written automatically", message.body)
        use = ticket.reply_use_ids
        self.assertTrue(use.is_automatic)
        self.assertFalse(use.user_id)
        self.assertEqual(use.kept_share, 1.0)

    def test_customer_gets_one_mail_whichever_job_comes_first(self):
        for jobs in (
            ("ir_cron_acknowledge", "ir_cron_answer_automatically"),
            ("ir_cron_answer_automatically", "ir_cron_acknowledge"),
        ):
            with self.subTest(first=jobs[0]):
                ticket = self._open_by_mail(text="Hello, where is my parcel?")
                self.assertTrue(ticket.acknowledgement_request)
                for job in jobs:
                    self._run_cron(job)
                self.assertEqual(ticket.automatic_reply_state, "answered")
                self.assertFalse(ticket.acknowledged_date)
                self.assertFalse(ticket.acknowledgement_request)

    def test_what_is_not_answered_by_itself_is_acknowledged(self):
        ticket = self._open_by_mail(text="The lamp is broken.")
        self._run_cron("ir_cron_acknowledge")
        self.assertTrue(ticket.acknowledged_date)

    @mute_logger(MODEL)
    def test_failing_answer_does_not_stop_the_acknowledgement(self):
        ticket = self._open_by_mail(text="Hello, where is my parcel?")
        model = self.registry["support.ticket"]
        with patch.object(model, "_find_automatic_text", side_effect=ValueError):
            ticket._acknowledge_requested()
        self.assertTrue(ticket.acknowledged_date)
        self.assertFalse(ticket.automatic_reply_request)

    def test_mail_says_that_no_person_wrote_it(self):
        self._ask()
        self.env.cr.flush()
        mail = self.env["mail.mail"].search([("body", "ilike", "look for your parcel")])
        self.assertEqual(mail.email_to, self.customer.email)
        self.assertIn("auto-replied", mail.headers)

    def test_automatic_answer_is_no_first_response(self):
        policy = self.env["support.sla.policy"].create(
            {
                "name": "Fast",
                "sequence": -100,
                "company_id": self.company.id,
                "target_ids": [(0, 0, {"kind": "first_response", "minutes_1": 60})],
            }
        )
        ticket = self._ask()
        self.assertTrue(self._get_answers(ticket))
        self.assertFalse(ticket.first_response_date)
        self.assertFalse(ticket.last_agent_message_date)
        self.assertTrue(ticket.unanswered_since)
        clock = ticket.sla_clock_ids.filtered(
            lambda c: c.target_id in policy.target_ids
        )
        self.assertIn(clock.state, ("running", "paused"))
        self.assertEqual(ticket.stage_kind, "waiting_customer")

    def test_other_questions_are_left_to_people(self):
        ticket = self._ask(text="The lamp is broken.")
        self.assertFalse(ticket.automatic_reply_state)
        self.assertEqual(ticket.stage_kind, "new")

    def test_portal_ticket_is_answered(self):
        user = self._create_portal_user()
        tickets = self.env["support.ticket"].with_user(user)
        ticket = tickets._portal_create_ticket(
            "Parcel", "Where is my parcel?", [], company=self.company
        )
        ticket.team_id = self.team
        self._answer()
        self.assertEqual(ticket.automatic_reply_state, "answered")

    def _create_portal_user(self):
        return (
            self.env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": "Ada Lindqvist",
                    "login": "ada",
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "company_ids": [(6, 0, self.company.ids)],
                    "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                }
            )
        )

    def test_ticket_of_an_agent_is_not_answered(self):
        ticket = self._create_ticket(self.agent, name="Where is my parcel?")
        self._answer()
        self.assertFalse(ticket.automatic_reply_state)

    # -- Not answered ---------------------------------------------------------------
    def test_programs_and_lists_are_not_answered(self):
        for headers in (
            {"Auto_Submitted": "auto-generated"},
            {"Precedence": "bulk"},
            {"List_Id": "<news.lindqvist.example>"},
            {"X_Auto_Response_Suppress": "All"},
        ):
            with self.subTest(headers=headers):
                raw = self._write_mail(text="Where is my parcel?", **headers)
                ticket = self._deliver(raw).ticket_id
                self._answer()
                self.assertFalse(self._get_answers(ticket))

    def test_customer_who_wants_people_gets_people(self):
        self.customer.support_people_only = True
        self.assertFalse(self._ask().automatic_reply_state)

    def test_switch_of_the_firm_holds_for_its_people(self):
        self.firm.support_people_only = True
        ticket = self._ask(sender="mette@hansen.example")
        self.assertEqual(ticket.partner_id, self.firm_contact)
        self.assertFalse(ticket.automatic_reply_state)

    def test_blacklisted_and_spam_addresses_get_nothing(self):
        self.env["mail.blacklist"]._add(self.customer.email)
        self.assertFalse(self._ask().automatic_reply_state)

    def test_one_address_gets_three_in_an_hour(self):
        states = [self._ask().automatic_reply_state for _ticket in range(4)]
        self.assertEqual(states, ["answered"] * 3 + [False])

    def test_public_channel_is_for_people(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        ticket.channel_id = self.env["support.channel"].create(
            {"name": "Forum", "kind": "social", "is_public": True}
        )
        self._answer()
        self.assertFalse(ticket.automatic_reply_state)

    def test_private_text_needs_a_proven_sender(self):
        draft = self.template.action_edit_text()["res_id"]
        draft = self.template.version_ids.browse(draft)
        draft.text_ids.body = "<p>Dear {{ customer.name }}, we look for your parcel</p>"
        draft.action_publish()
        self._earn(self.template).action_automate()
        self.assertFalse(self._ask().automatic_reply_state)
        self._trust_mail_server()
        header = self._vouch("lindqvist.example")
        ticket = self._ask(Authentication_Results=header)
        self.assertEqual(ticket.automatic_reply_state, "answered")

    def test_uncertain_value_leaves_it_to_people(self):
        draft = self.template.action_edit_text()["res_id"]
        draft = self.template.version_ids.browse(draft)
        draft.text_ids.body = "<p>We look for your parcel {{ delivery.number }}</p>"
        draft.action_publish()
        self._earn(self.template).action_automate()
        self._trust_mail_server()
        ticket = self._ask(Authentication_Results=self._vouch("lindqvist.example"))
        self.assertFalse(ticket.automatic_reply_state)

    def test_language_that_has_not_earned_it_gets_people(self):
        self.customer.lang = "it_IT"
        self.assertFalse(self._ask().automatic_reply_state)

    def test_withdrawn_template_answers_nothing(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        self.template.with_user(self.manager).action_suggest()
        self._answer()
        self.assertFalse(ticket.automatic_reply_state)

    def test_hours_are_those_of_the_team(self):
        self.template.rule_ids.hours = "closed"
        self._earn_again()
        for moment, expected in (
            ("2026-03-02 10:00:00", False),
            ("2026-03-03 02:00:00", "answered"),
        ):
            with self.subTest(moment=moment):
                self._freeze(moment)
                self.assertEqual(self._ask().automatic_reply_state, expected)

    def _earn_again(self):
        self.template.with_user(self.manager).action_automate()

    def test_order_state_is_asked(self):
        self.template.rule_ids.order_state = "pending"
        self._earn_again()
        self.assertFalse(self._ask().automatic_reply_state)
        order = self._create_order()
        ticket = self._ask(text=f"Where is my parcel? Order {order.name}")
        self.assertEqual(ticket.sale_order_id, order)
        self.assertEqual(ticket.automatic_reply_state, "answered")

    # -- Handed over ----------------------------------------------------------------
    def test_second_question_goes_to_a_person_with_context(self):
        ticket = self._ask()
        self._customer_writes(ticket, "That does not help.")
        self.assertEqual(ticket.automatic_reply_state, "handed_over")
        self.assertEqual(ticket.stage_kind, "open")
        note = ticket.message_ids.filtered(
            lambda m: "wrote again after the automatic answer" in (m.body or "")
        )
        self.assertIn("Parcel", note.body)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self._answer()
        self.assertEqual(len(self._get_answers(ticket)), 1)

    def test_second_message_before_the_answer_stops_it(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        self._customer_writes(ticket, "And my invoice?")
        self._answer()
        self.assertFalse(ticket.automatic_reply_state)

    def test_second_message_between_matching_and_sending_stops_it(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        test, find = self, type(ticket)._find_automatic_text

        def write_meanwhile(self, is_proven):
            text = find(self, is_proven)
            test.assertTrue(text)
            test._customer_writes(self, "One more thing.")
            return text

        with patch.object(type(ticket), "_find_automatic_text", write_meanwhile):
            self._answer()
        self.assertFalse(self._get_answers(ticket))
        self.assertFalse(ticket.automatic_reply_state)

    def test_person_who_was_faster_stops_it(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        self._agent_answers(ticket)
        self._answer()
        self.assertFalse(self._get_answers(ticket))

    def test_it_answers_once_however_often_it_is_asked(self):
        ticket = self._ask()
        for _time in range(2):
            ticket._request_automatic_reply(is_proven=True)
            self._answer()
        self.assertEqual(len(self._get_answers(ticket)), 1)

    def test_failure_is_logged_and_not_repeated(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        with (
            patch.object(
                type(ticket), "_send_automatic_reply", side_effect=ValueError("boom")
            ),
            mute_logger(MODEL),
        ):
            self._run_cron("ir_cron_answer_automatically")
        self.assertFalse(ticket.automatic_reply_request)

    def test_silent_ticket_is_solved_after_the_window(self):
        self._freeze()
        ticket = self._ask()
        self._wait(days=6)
        self._run_cron("ir_cron_solve_silent")
        self.assertEqual(ticket.stage_kind, "waiting_customer")
        self._wait(days=2)
        self._run_cron("ir_cron_solve_silent")
        self.assertEqual(ticket.stage_kind, "solved")
        self.assertFalse(ticket.first_response_date)

    # -- Preview --------------------------------------------------------------------
    def test_preview_tells_which_tickets_it_would_have_answered(self):
        self.template.with_user(self.manager).action_suggest()
        fine = self._ask()
        self._agent_answers(fine)
        self._customer_writes(fine)
        italian = self._ask()
        italian.partner_id = self.env["res.partner"].create(
            {"name": "Lucia", "lang": "it_IT"}
        )
        self._ask(text="Something else")
        rule = self.template.rule_ids.with_user(self.manager)
        domain = rule.action_preview()["domain"]
        rows = self.env["support.reply.preview"].with_user(self.manager).search(domain)
        by_ticket = {row.ticket_id: row for row in rows}
        self.assertEqual(set(by_ticket), {fine, italian})
        self.assertTrue(by_ticket[fine].would_answer)
        self.assertEqual(by_ticket[fine].question_count, 1)
        self.assertIn("language", by_ticket[italian].problems)
        self.assertFalse(self._get_answers(fine))
