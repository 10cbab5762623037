from odoo.tests import HttpCase, tagged

from ..common import SupportCommon
from . import test_tours_ticket


@tagged("post_install", "-at_install")
class TestToursOncall(SupportCommon, HttpCase):
    """A rota in a browser: a manager builds it, somebody on duty looks."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        cls.people = [
            cls._create_user(name, "collaborator")
            for name in ("Adele", "Bruna", "Carla")
        ]

    def test_manager_builds_a_rota_and_people_see_their_duty(self):
        self.start_tour(
            "/odoo/support",
            "support_manager_builds_a_rota",
            login=self.manager.login,
            timeout=180,
        )
        schedule = self.env["support.oncall.schedule"].search(
            [("name", "=", "Emergency Line"), ("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            schedule.layer_ids.participant_ids.user_id.mapped("name"),
            ["Adele", "Bruna", "Carla"],
        )
        self.start_tour(
            "/odoo/support",
            "support_person_sees_his_duty",
            login=self.people[0].login,
            timeout=180,
        )
