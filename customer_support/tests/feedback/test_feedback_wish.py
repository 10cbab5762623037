from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .feedback_common import FeedbackCommon


class TestFeedbackWish(FeedbackCommon):
    """What customers want, who wants it, and that they are told once (S-101)."""

    def setUp(self):
        super().setUp()
        self.wish = (
            self.env["support.wish"]
            .with_user(self.agent)
            .create({"name": "Onda in black", "company_id": self.company.id})
        )

    def _note(self, ticket=None, user=None, **values):
        ticket = ticket or self._create_ticket(user_id=self.agent.id)
        requests = self.env["support.wish.request"].with_user(user or self.agent)
        return requests.create(
            {"wish_id": self.wish.id, "ticket_id": ticket.id, **values}
        )

    def _finish(self, answer="The Onda lamp is there in black."):
        self.wish.with_user(self.agent).write({"state": "done", "answer": answer})

    def _get_news(self, customer=None):
        return self.env["mail.mail"].search(
            [
                ("email_to", "=", (customer or self.customer).email_normalized),
                ("subject", "ilike", "Your wish"),
            ]
        )

    # -- Collecting -----------------------------------------------------------------
    def test_customers_are_counted_not_tickets(self):
        self._note()
        self._note(why="For the hall")
        self._note(self._create_ticket(partner_id=self.other_customer.id))
        counts = self.wish.read(["request_count", "customer_count"])[0]
        self.assertEqual((counts["request_count"], counts["customer_count"]), (3, 2))

    def test_people_of_one_firm_are_one_customer(self):
        self._note(self._create_ticket(partner_id=self.firm.id))
        self._note(self._create_ticket(partner_id=self.firm_contact.id))
        self.assertEqual(self.wish.customer_count, 1)

    def test_ticket_has_the_same_wish_once(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        self._note(ticket)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._note(ticket)
            self.env.flush_all()

    def test_wish_comes_out_of_an_answer(self):
        invitation = self._invite()
        invitation._record(3, "I wish it came in black")
        row = (
            self.env["support.feedback.report"]
            .with_user(self.agent)
            .search([("ticket_id", "=", invitation.ticket_id.id)])
        )
        context = row.action_note_wish()["context"]
        requests = self.env["support.wish.request"].with_user(self.agent)
        request = requests.with_context(**context).create({"wish_id": self.wish.id})
        self.assertEqual(request.partner_id, self.customer)
        self.assertEqual(request.answer_id, invitation.answer_id)

    def test_anonymous_answer_gives_a_wish_without_a_customer(self):
        answer = self.env["survey.user_input"].create(
            {
                "survey_id": self.program.survey_id.id,
                "support_program_id": self.program.id,
                "support_company_id": self.company.id,
            }
        )
        requests = self.env["support.wish.request"].with_user(self.manager)
        request = requests.create({"wish_id": self.wish.id, "answer_id": answer.id})
        self.assertFalse(request.partner_id)
        with self.assertRaises(ValidationError):
            requests.create({"wish_id": self.wish.id})

    def test_whoever_decides_is_asked(self):
        self.wish.user_id = self.manager
        self.assertEqual(self.wish.activity_ids.user_id, self.manager)

    # -- Telling --------------------------------------------------------------------
    def test_customer_with_two_tickets_gets_one_mail(self):
        self._note()
        self._note()
        self._finish()
        self.wish.action_tell()
        news = self._get_news()
        self.assertEqual(len(news), 1)
        self.assertIn("The Onda lamp is there in black.", news.body_html)
        self.assertNotIn(self.wish.name, news.body_html)
        self.assertTrue(all(self.wish.request_ids.mapped("told_date")))

    def test_nobody_is_told_twice(self):
        first = self._note()
        self._finish()
        first.action_tell()
        later = self._note()
        self._wait(days=1)
        later.action_tell()
        self.wish.action_tell()
        self.assertEqual(len(self._get_news()), 1)

    def test_agent_tells_whom_he_chooses(self):
        chosen = self._note()
        other = self._create_ticket(partner_id=self.other_customer.id)
        self._note(other)
        self._finish()
        chosen.action_tell()
        self.assertEqual(len(self._get_news()), 1)
        self.assertFalse(self._get_news(self.other_customer))

    def test_whoever_wants_no_mail_is_left_in_peace(self):
        self._note()
        other = self._create_ticket(partner_id=self.other_customer.id)
        self._note(other)
        self.customer.support_feedback_declined = True
        self.env["mail.blacklist"].create({"email": self.other_customer.email})
        self._finish()
        self.wish.action_tell()
        self.assertFalse(self._get_news() + self._get_news(self.other_customer))
        self.assertFalse(any(self.wish.request_ids.mapped("told_date")))

    def test_nobody_is_told_before_it_is_there_or_without_words(self):
        self._note()
        with self.assertRaises(UserError):
            self.wish.action_tell()
        self._finish(answer=" ")
        with self.assertRaises(UserError):
            self.wish.action_tell()
        self.assertFalse(self._get_news())

    def test_mail_is_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        self._note()
        self._finish()
        self.wish.with_context(lang="it_IT").answer = "C'è anche in nero."
        self.wish.action_tell()
        [mail] = self.env["mail.mail"].search(
            [("email_to", "=", self.customer.email_normalized)],
            order="id desc",
            limit=1,
        )
        self.assertIn("anche in nero", mail.body_html)

    # -- Rights ---------------------------------------------------------------------
    def test_who_asked_and_who_was_told_is_not_written_by_hand(self):
        request = self._note()
        for values in (
            {"told_date": fields.Datetime.now()},
            {"partner_id": self.other_customer.id},
            {"ticket_id": False},
        ):
            with self.assertRaises(AccessError):
                request.write(values)

    def test_agent_changes_his_own_wishes_only(self):
        self.wish.with_user(self.agent).state = "planned"
        with self.assertRaises(AccessError):
            self.wish.with_user(self.agent_own).state = "declined"
        self.wish.with_user(self.manager).state = "declined"

    def test_agent_reads_no_requests_of_tickets_that_he_does_not_see(self):
        request = self._note()
        self.assertTrue(request.with_user(self.agent).read(["why"]))
        with self.assertRaises(AccessError):
            request.with_user(self.agent_own).read(["why"])
        self.assertEqual(self.wish.with_user(self.agent_own).customer_count, 1)

    def test_wishes_of_other_companies_stay_there(self):
        request = self._note()
        for record in (self.wish, request):
            with self.assertRaises(AccessError):
                record.with_user(self.other_manager).read(["id", "create_date"])

    def test_agents_do_not_see_what_customers_buy(self):
        self.assertEqual(self.wish.with_user(self.manager).value, 0)
        with self.assertRaises(AccessError):
            self.wish.with_user(self.agent).read(["value"])
