from odoo import fields
from odoo.tests import tagged

from ..portal.common import PortalCommon
from .wait_common import WaitCommon

_MARK = "o_support_wait"


@tagged("post_install", "-at_install")
class TestAnswersWaitPortal(PortalCommon, WaitCommon):
    """After the form and on the page of the ticket stands what was told."""

    def _open_on_portal(self):
        tickets = self.env["support.ticket"].with_user(self.ada)
        return tickets._portal_create_ticket(
            "My lamp", "It flickers.", [], team_id=self.team.id
        )

    def _read(self, ticket):
        self._log_in(self.ada)
        return self._get_page(f"/my/tickets/{ticket.id}").text

    def test_form_states_the_wait_and_the_page_shows_it(self):
        self._answer_before(minutes=30, priority="1")
        ticket = self._open_on_portal()
        told = ticket.sudo().wait_estimate_ids
        self.assertEqual(told.basis, "measured")
        self.assertIn(_MARK, self._read(ticket))
        self.assertEqual(
            ticket.sudo()._portal_get_wait("Europe/Rome"),
            told._get_words("Europe/Rome"),
        )

    def test_answer_ends_the_wait(self):
        self._answer_before()
        ticket = self._open_on_portal()
        self._agent_answers(ticket)
        self.assertNotIn(_MARK, self._read(ticket))

    def test_late_answer_is_admitted(self):
        self._answer_before()
        ticket = self._open_on_portal()
        self._wait(hours=5)
        self.assertIn("are late. We are sorry.", self._read(ticket))

    def test_service_level_is_not_said_twice(self):
        ticket = self._open_on_portal()
        self.env["support.wait.estimate"].create(
            {
                "ticket_id": ticket.id,
                "company_id": self.company.id,
                "made_date": fields.Datetime.now(),
                "high_date": fields.Datetime.now(),
                "basis": "service_level",
            }
        )
        self.assertNotIn(_MARK, self._read(ticket))
