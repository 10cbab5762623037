from datetime import timedelta

from odoo import fields

from .feedback_common import FeedbackCommon


class TestFeedbackSending(FeedbackCommon):
    def test_customer_is_asked_a_day_after(self):
        ticket = self._solve()
        invitation = self._get_invitations(ticket)
        self._ask(hours=23)
        self.assertEqual(invitation.state, "queued")
        self._ask(hours=1)
        self.assertEqual(invitation.state, "sent")
        mail = self._get_mails(ticket)
        self.assertEqual(mail.email_to, "ada@lindqvist.example")
        for mark in range(1, 6):
            self.assertIn(f"{invitation._get_link()}?score={mark}", mail.body_html)

    def test_conversation_shows_that_we_asked_and_not_the_link(self):
        ticket = self._invite().ticket_id
        body = ticket.message_ids[0].body
        self.assertIn("asked how it was", body)
        self.assertNotIn("/support/feedback/", body)
        self.assertTrue(ticket.message_ids[0].is_internal)

    def test_mail_is_no_food_for_loops_and_threads(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        answer = self._agent_answers(ticket)
        self._solve(ticket)
        self._ask()
        mail = self._get_mails(ticket)[-1]
        self.assertIn("Auto-Submitted", mail.headers)
        self.assertEqual(mail.references, answer.message_id)

    def test_mail_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        question = self.program.score_question_id
        question.with_context(lang="fr_FR").title = "Êtes-vous content ?"
        mail = self._get_mails(self._invite().ticket_id)
        self.assertIn("Êtes-vous content ?", mail.body_html)

    def test_hostile_subject_and_name_stay_text(self):
        self.customer.name = '<img src="x" onerror="alert(1)">'
        invitation = self._invite(name="<script>alert(1)</script>")
        body = self._get_mails(invitation.ticket_id).body_html
        self.assertNotIn("<script", body)
        self.assertNotIn("<img", body)

    def test_ticket_that_came_back_is_not_asked_about(self):
        ticket = self._solve()
        ticket.with_user(self.agent).action_reopen()
        self._ask()
        self.assertEqual(self._get_invitations(ticket).obstacle, "reopened")
        self.assertFalse(self._get_mails(ticket))

    def test_solved_twice_in_a_day_is_asked_once(self):
        ticket = self._solve()
        self._wait(hours=1)
        ticket.with_user(self.agent).action_reopen()
        self._solve(ticket)
        self._ask(hours=30)
        states = self._get_invitations(ticket).mapped("state")
        self.assertEqual(states, ["dropped", "sent"])

    def test_closing_what_was_solved_asks_nothing_more(self):
        ticket = self._solve()
        ticket.with_user(self.agent).action_close()
        self.assertEqual(len(self._get_invitations(ticket)), 1)

    def test_nobody_is_asked_about_spam_and_cancelled_tickets(self):
        spam = self._create_ticket()
        spam.with_user(self.manager).action_mark_spam()
        self.assertFalse(self._get_invitations(spam))

    def test_past_is_never_asked_about(self):
        """Switching surveys on asks about what ends from then on (T-11)."""
        self.program.active = False
        before = self._solve()
        self.program.active = True
        self._ask()
        self.assertFalse(self._get_invitations(before))
        self.program.start_date = fields.Datetime.now() + timedelta(days=1)
        self.assertFalse(self._get_invitations(self._solve()))

    def test_staff_is_never_asked(self):
        """Neither on a ticket of his own nor by an address of ours (T-11)."""
        own = self._solve(partner_id=self.agent.partner_id.id)
        address = self._solve(partner_id=False, partner_email=self.manager.email)
        self._ask()
        for ticket in (own, address):
            self.assertEqual(self._get_invitations(ticket).obstacle, "staff")

    def test_whoever_said_no_is_left_in_peace(self):
        self.customer.support_feedback_declined = True
        self.env["mail.blacklist"].create({"email": self.other_customer.email})
        first = self._solve()
        second = self._solve(partner_id=self.other_customer.id)
        self._ask()
        for ticket in (first, second):
            self.assertEqual(self._get_invitations(ticket).obstacle, "declined")

    def test_nobody_is_asked_twice_in_the_rest_whatever_the_program(self):
        effort = self._create_program(
            metric="ces", sequence=1, team_ids=[(6, 0, self.second_team.ids)]
        )
        first = self._solve()
        second = self._solve(team_id=self.second_team.id)
        self._ask()
        self.assertEqual(self._get_invitations(first).program_id, self.program)
        self.assertEqual(self._get_invitations(second).program_id, effort)
        self.assertEqual(self._get_invitations(first).state, "sent")
        self.assertEqual(self._get_invitations(second).obstacle, "rest")
        self._wait(days=30)
        third = self._solve()
        self._ask()
        self.assertEqual(self._get_invitations(third).state, "sent")

    def test_sample_of_nobody_asks_nobody(self):
        self.program.sampling_percent = 0
        self.assertFalse(self._get_invitations(self._solve()))

    def test_server_that_was_down_for_a_month_does_not_ask_any_more(self):
        ticket = self._solve()
        self._ask(days=60)
        self.assertEqual(self._get_invitations(ticket).obstacle, "late")

    def test_one_reminder_and_no_more(self):
        self.program.reminder_days = 5
        ticket = self._invite().ticket_id
        self._ask(days=5)
        self.assertEqual(len(self._get_mails(ticket)), 2)
        self._ask(days=10)
        self.assertEqual(len(self._get_mails(ticket)), 2)

    def test_whoever_has_answered_is_not_reminded(self):
        self.program.reminder_days = 5
        invitation = self._invite()
        invitation._record(5)
        self._ask(days=5)
        self.assertEqual(len(self._get_mails(invitation.ticket_id)), 1)

    def test_program_that_was_switched_off_asks_nobody_any_more(self):
        ticket = self._solve()
        self.program.active = False
        self._ask()
        self.assertEqual(self._get_invitations(ticket).obstacle, "stopped")

    def test_other_events_ask_when_they_are_told(self):
        program = self._create_program(event="return", delay_hours=0)
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket._queue_feedback("return")
        self._ask(minutes=1)
        invitation = self._get_invitations(ticket)
        self.assertEqual((invitation.program_id, invitation.state), (program, "sent"))

    def test_own_survey_leads_to_its_page(self):
        survey = self.env["survey.survey"].create(
            {"title": "All about us", "survey_type": "survey", "access_mode": "token"}
        )
        self.program.active = False
        self._create_program(metric="own", survey_id=survey.id)
        invitation = self._invite()
        answer = invitation.answer_id
        self.assertIn(
            answer.access_token, self._get_mails(invitation.ticket_id).body_html
        )
        self.assertFalse(invitation.answered_date)
        answer._mark_done()
        self.assertTrue(invitation.answered_date)

    def test_asking_a_batch_costs_a_bounded_number_of_queries_each(self):
        def ask(count):
            invitations = self.env["support.feedback.invitation"]
            for number in range(count):
                partner = self.env["res.partner"].create(
                    {"name": f"C{number}", "email": f"c{number}-{count}@x.example"}
                )
                ticket = self._solve(partner_id=partner.id)
                invitations |= self._get_invitations(ticket)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            invitations._ask(fields.Datetime.now())
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        ask(2)
        few, many = ask(5), ask(25)
        self.assertLessEqual(many - few, 20 * 14)
