from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .holding_common import HoldingCommon


@tagged("post_install", "-at_install")
class TestAnswersHoldingGuards(HoldingCommon):
    """Who gets none, and what an agent decides himself."""

    def test_who_waits_for_nobody_of_ours_gets_none(self):
        for kind in ("waiting_customer", "solved", "cancelled"):
            self._ask().sudo()._move_to_kind(kind)
        self._ask(team_id=self.second_team.id)
        self._ask(partner_id=False, partner_email=False)
        self.assertFalse(self._hold())

    def test_blacklisted_and_spammers_get_none(self):
        self.env["mail.blacklist"].sudo()._add("ada@lindqvist.example")
        self._ask()
        spam = self._ask(partner_id=self.other_customer.id)
        self._ask(partner_id=self.other_customer.id)
        spam.with_user(self.agent).action_mark_spam()
        self.assertFalse(self._hold())

    def test_programs_get_none(self):
        person = self._open_by_mail()
        program = self._open_by_mail(
            sender="bruno@ferri.example", Auto_Submitted="auto-generated"
        )
        (person + program).sudo()._move_to_kind("open")
        self.assertEqual(
            [mail["email_to"] for mail in self._hold()], [["ada@lindqvist.example"]]
        )

    def test_no_program_answers_it(self):
        ticket = self._ask()
        self._hold()
        mail = (
            self.env["mail.mail"].sudo().search([("res_id", "=", ticket.id)], limit=1)
        )
        self.assertIn("auto-replied", mail.headers)
        self.assertEqual(mail.message_type, "auto_comment")

    def test_it_repeats_nothing_that_the_sender_wrote(self):
        self._ask(name="Cheap pills")
        [mail] = self._hold()
        self.assertNotIn("pills", mail["subject"] + mail["body"])

    def test_customer_with_two_tickets_is_told_once(self):
        self._ask()
        self._ask()
        self.assertEqual(len(self._hold()), 1)
        self.assertEqual(len(self._hold()), 1)

    def test_customer_who_heard_from_us_elsewhere_is_told_later(self):
        answered = self._ask()
        self._ask()
        self._wait(hours=6)
        self._agent_answers(answered)
        self.assertFalse(self._hold(hours=3))
        self.assertTrue(self._hold(hours=6))

    # -- Proposed -------------------------------------------------------------------
    def _propose(self):
        self.team.holding_mode = "propose"
        ticket = self._ask()
        self.assertFalse(self._hold())
        return ticket

    def test_agent_is_shown_what_would_be_sent(self):
        ticket = self._propose().with_user(self.agent)
        self.assertTrue(ticket.holding_proposed_date)
        self.assertIn("We are still looking into your request.", ticket.holding_preview)
        self.assertEqual(ticket.activity_ids.user_id, self.agent)

    def test_agent_sends_it(self):
        ticket = self._propose()
        ticket.with_user(self.agent).action_send_holding()
        sent = [mail["subject"] for mail in self._get_sent()]
        self.assertIn(f"[{ticket.number}] We have not forgotten your request", sent)
        self.assertFalse(ticket.holding_proposed_date)
        self.assertFalse(ticket.activity_ids)

    def test_agent_dismisses_it_until_as_much_silence_has_passed(self):
        ticket = self._propose()
        ticket.with_user(self.agent).action_dismiss_holding()
        self._hold(hours=7)
        self.assertFalse(ticket.holding_proposed_date)
        self._hold(hours=2)
        self.assertTrue(ticket.holding_proposed_date)

    def test_own_words_settle_the_proposal(self):
        ticket = self._propose()
        self._agent_answers(ticket)
        self.assertFalse(ticket.holding_proposed_date)
        self.assertFalse(ticket.activity_ids)

    def test_it_is_not_proposed_twice(self):
        ticket = self._propose()
        self._hold()
        self.assertEqual(len(ticket.activity_ids), 1)

    def test_who_may_not_write_the_ticket_sends_and_dismisses_nothing(self):
        ticket = self._propose()
        for user in (self.agent_own, self.outsider):
            own = ticket.with_user(user)
            for action in (own.action_send_holding, own.action_dismiss_holding):
                with self.assertRaises(AccessError):
                    action()

    def test_ended_ticket_is_not_held(self):
        ticket = self._propose()
        ticket.sudo().action_solve()
        with self.assertRaises(UserError):
            ticket.with_user(self.agent).action_send_holding()
