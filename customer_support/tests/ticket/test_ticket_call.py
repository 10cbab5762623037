from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketCall(SupportCommon):
    def _log(self, user=None, **values):
        calls = self.env["support.ticket.call"].with_user(user or self.agent_own)
        values = {"partner_id": self.customer.id, "name": "Lamp broken", **values}
        return self.env["support.ticket"].browse(
            calls.create(values).action_log()["res_id"]
        )

    def test_call_of_a_customer_becomes_a_phone_ticket_of_who_took_it(self):
        ticket = self._log(description="<p>It fell.</p>", partner_phone="+39 055 1")
        self.assertEqual(ticket.channel_id.kind, "phone")
        self.assertEqual(ticket.user_id, self.agent_own)
        self.assertEqual((ticket.team_id, ticket.stage_kind), (self.team, "new"))
        self.assertIn("It fell.", ticket.description)
        self.assertEqual(ticket.partner_phone, "+39 055 1")

    def test_new_caller_becomes_a_contact_with_his_number(self):
        ticket = self._log(
            partner_id=False, caller_name="Ida Holm", partner_phone="+45 1234"
        )
        caller = ticket.partner_id
        self.assertEqual((caller.name, caller.phone), ("Ida Holm", "+45 1234"))

    def test_call_without_caller_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "Say who called"):
            self._log(partner_id=False)

    def test_call_can_go_to_the_queue_of_the_team_in_charge(self):
        reason = self.env["support.category"].create(
            {"name": "Lamps", "team_id": self.second_team.id}
        )
        calls = self.env["support.ticket.call"].with_user(self.agent)
        with Form(calls) as form:
            form.partner_id = self.customer
            form.name = "Lamp broken"
            self.assertEqual(form.user_id, self.agent)
            form.category_id = reason
            self.assertFalse(form.user_id)
        ticket_id = form.record.action_log()["res_id"]
        ticket = self.env["support.ticket"].browse(ticket_id)
        self.assertEqual((ticket.team_id, ticket.user_id.id), (self.second_team, False))
        self.assertTrue(ticket.with_user(self.agent).has_access("read"))

    def test_call_solved_on_the_phone_ends_solved(self):
        self.assertEqual(self._log(is_solved=True).stage_kind, "solved")

    def test_collaborator_logs_no_calls(self):
        with self.assertRaises(AccessError):
            self._log(user=self.collaborator)
