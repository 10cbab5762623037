from odoo.tests import HttpCase, tagged

from ..common import SupportCommon
from . import test_tours_ticket


@tagged("post_install", "-at_install")
class TestToursTriage(SupportCommon, HttpCase):
    """Triage in a browser, as the agent on duty and as a manager."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        cls.env["support.triage.rule"].search([]).action_archive()
        cls.reason = cls.env["support.category"].create({"name": "Lamp is broken"})
        cls.team.write(
            {
                "triage_mode": "without_reason",
                "triage_participant_ids": [(0, 0, {"user_id": cls.agent_own.id})],
            }
        )
        cls.ticket = cls._create_ticket()

    def _run(self, tour, user):
        self.start_tour("/odoo/support", tour, login=user.login, timeout=180)

    def test_agent_on_duty_triages(self):
        self.assertEqual(self.ticket.triage_user_id, self.agent_own)
        self._run("support_agent_triages", self.agent_own)
        self.assertEqual(self.ticket.category_id, self.reason)
        self.assertEqual(self.ticket.triage_done_by_id, self.agent_own)

    def test_manager_sees_what_a_rule_matches_before_saving_it(self):
        self._run("support_manager_writes_a_triage_rule", self.manager)
        rule = self.env["support.triage.rule"].search(
            [("name", "=", "Lamps that flicker")]
        )
        self.assertTrue(rule.stops)
        self.assertFalse(self.ticket.triage_rule_ids)
