from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from ..common import SupportCommon
from . import test_tours_ticket

# A company of twelve
PEOPLE = (
    "Adele",
    "Bruna",
    "Carla",
    "Dario",
    "Elena",
    "Fabio",
    "Gemma",
    "Ivano",
    "Letizia",
    "Marco",
    "Nives",
    "Oreste",
)


@tagged("post_install", "-at_install")
class TestToursOncall(SupportCommon, HttpCase):
    """A rota in a browser: a manager builds it, somebody on duty looks."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        cls.people = [cls._create_user(name, "collaborator") for name in PEOPLE]

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
            list(PEOPLE),
        )
        self.start_tour(
            "/odoo/support",
            "support_person_sees_his_duty",
            login=self.people[0].login,
            timeout=180,
        )
        self.start_tour(
            f"/odoo/action-customer_support.support_oncall_schedule_action/{schedule.id}",
            "support_manager_applies_a_fair_rota",
            login=self.manager.login,
            timeout=180,
        )
        plan = schedule.temporary_plan_ids
        self.assertEqual(len(plan.duty_ids.user_id), len(PEOPLE))

    def test_person_takes_a_shift(self):
        schedule = self.env["support.oncall.schedule"].create(
            {"name": "Nights", "company_id": self.company.id}
        )
        self.env["support.oncall.layer"].create(
            {
                "name": "Weeks",
                "schedule_id": schedule.id,
                "participant_ids": [
                    Command.create({"user_id": user.id, "sequence": place})
                    for place, user in enumerate(self.people[:2])
                ],
            }
        )
        adele, bruna = self.people[:2]
        shift = self.env["support.oncall.shift"].search(
            [
                ("schedule_id", "=", schedule.id),
                ("user_id", "=", adele.id),
                ("date_from", ">", fields.Datetime.now()),
            ],
            order="date_from",
            limit=1,
        )
        swap = (
            self.env["support.oncall.swap"]
            .with_user(adele)
            .create(
                {
                    "schedule_id": schedule.id,
                    "date_from": shift.date_from,
                    "date_to": shift.date_to,
                }
            )
        )
        self.start_tour(
            "/odoo/support",
            "support_person_takes_a_shift",
            login=bruna.login,
            timeout=180,
        )
        self.assertEqual((swap.state, swap.taker_id), ("done", bruna))

    def test_person_gets_the_link_of_his_calendar(self):
        person = self.people[0]
        self.start_tour(
            "/odoo/support",
            "support_person_gets_a_feed_link",
            login=person.login,
            timeout=180,
        )
        feed = self.env["support.oncall.feed"].search([("user_id", "=", person.id)])
        self.assertTrue(feed.link_date)
