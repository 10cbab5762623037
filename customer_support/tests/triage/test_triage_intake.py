from odoo.tests import tagged

from ..mail.common import MailDoorCommon


@tagged("post_install", "-at_install")
class TestTriageIntake(MailDoorCommon):
    """Every door hands its text to the rules."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.triage.rule"].search([]).action_archive()
        cls.reason = cls.env["support.category"].create({"name": "Damage in transit"})
        cls.rule = cls.env["support.triage.rule"].create(
            {
                "name": "Damage",
                "phrases": "broken to pieces",
                "company_id": cls.company.id,
                "set_category_id": cls.reason.id,
                "set_team_id": cls.second_team.id,
            }
        )

    def test_words_in_the_text_of_a_mail_move_it_from_the_team_of_the_address(self):
        ticket = self._open_by_mail(text="It is\nbroken to PIECES.")
        self.assertEqual(ticket.category_id, self.reason)
        self.assertEqual(ticket.team_id, self.second_team)
        self.assertEqual(ticket.triage_rule_ids, self.rule)

    def test_books_show_the_team_that_the_mail_went_to(self):
        entry = self._mail_in(text="Broken to pieces")
        self.assertEqual(entry.team_id, self.second_team)

    def test_other_mail_stays_with_the_team_of_the_address(self):
        ticket = self._open_by_mail(text="Where is my lamp?")
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.triage_result, "unmatched")

    def test_answer_to_a_ticket_is_not_triaged_again(self):
        ticket = self._open_by_mail(text="Where is my lamp?")
        self._reply_by_mail(ticket, text="Broken to pieces!")
        self.assertEqual(ticket.team_id, self.team)
        self.assertFalse(ticket.triage_rule_ids)

    def test_follow_up_keeps_the_team_of_its_conversation(self):
        ticket = self._create_ticket(category_id=False)
        follow_up = ticket._create_follow_up({"first_text": "Broken to pieces"})
        self.assertEqual(follow_up.team_id, self.team)
        self.assertEqual(follow_up.category_id, self.reason)

    def test_text_of_the_portal_form_is_read(self):
        ticket = (
            self.env["support.ticket"]
            .with_user(self._create_portal_user())
            ._portal_create_ticket(
                "My lamp", "Broken to pieces", [], company=self.company
            )
        )
        self.assertEqual(ticket.triage_rule_ids, self.rule)
        self.assertEqual(ticket.team_id, self.second_team)

    def _create_portal_user(self):
        user = self._create_user("ada", None)
        user.write(
            {
                "group_ids": [(6, 0, self.env.ref("base.group_portal").ids)],
                "partner_id": self.customer.id,
            }
        )
        return user

    def test_number_of_an_own_order_in_the_text_is_an_order(self):
        self.rule.write({"phrases": False, "has_order": True})
        orders = {
            customer: self.env["sale.order"].create(
                {"partner_id": customer.id, "company_id": self.company.id}
            )
            for customer in (self.customer, self.other_customer)
        }
        cases = [
            (f"About {orders[self.customer].name}, please", self.rule),
            (f"About {orders[self.other_customer].name}", self.rule.browse()),
            ("About S99999", self.rule.browse()),
        ]
        for text, rule in cases:
            with self.subTest(text=text):
                self.assertEqual(self._open_by_mail(text=text).triage_rule_ids, rule)

    def test_call_that_an_agent_logs_keeps_the_team_that_he_chose(self):
        call = (
            self.env["support.ticket.call"]
            .with_user(self.agent)
            .create(
                {
                    "name": "Broken to pieces",
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                }
            )
        )
        ticket = self.env["support.ticket"].browse(call.action_log()["res_id"])
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.category_id, self.reason)

    def test_program_hands_in_the_text_and_cannot_forge_an_outcome(self):
        ticket = self._create_ticket(
            user=self.agent, first_text="broken to pieces", triage_outcome="forged"
        )
        self.assertEqual(ticket.triage_rule_ids, self.rule)
        self.rule.active = False
        ticket = self._create_ticket(user=self.agent, triage_outcome="forged")
        self.assertFalse(ticket.triage_rule_ids)
