from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketTeam(SupportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        categories = cls.env["support.category"]
        cls.cluster = categories.create({"name": "Lighting"})
        cls.reason = categories.create(
            {"name": "Does not light", "parent_id": cls.cluster.id}
        )
        cls.cluster.team_id = cls.second_team

    def test_reason_decides_the_team_of_a_new_ticket(self):
        ticket = self.env["support.ticket"].create(
            {"name": "Dark", "category_id": self.reason.id}
        )
        self.assertEqual(ticket.team_id, self.second_team)

    def test_given_team_goes_before_the_reason(self):
        ticket = self._create_ticket(category_id=self.reason.id)
        self.assertEqual(ticket.team_id, self.team)

    def test_choosing_a_reason_hands_over_to_its_department(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        ticket.with_user(self.agent).category_id = self.reason
        self.assertEqual(ticket.team_id, self.second_team)
        self.assertFalse(ticket.user_id)

    def test_team_in_charge_is_chosen_per_company(self):
        cluster = self.cluster.with_company(self.other_company)
        self.assertFalse(cluster.team_id)
        cluster.team_id = self.other_team
        self.assertEqual(self.reason._find_team(self.other_company), self.other_team)
        self.assertEqual(self.reason._find_team(self.company), self.second_team)

    def test_agent_who_hands_over_keeps_the_ticket_in_sight(self):
        ticket = self._create_ticket(user_id=self.agent_own.id)
        ticket.with_user(self.agent_own).write(
            {"team_id": self.second_team.id, "user_id": self.agent.id}
        )
        ticket.with_user(self.agent_own).check_access("read")

    def test_other_agent_of_the_former_team_loses_it(self):
        ticket = self._create_ticket()
        ticket.with_user(self.agent).team_id = self.second_team
        with self.assertRaises(AccessError):
            ticket.with_user(self.agent_own).check_access("read")

    def test_stage_of_the_former_team_is_replaced_by_one_of_the_same_kind(self):
        own_stage = self.env["support.stage"].create(
            {"name": "In the workshop", "kind": "open", "team_ids": self.team.ids}
        )
        ticket = self._create_ticket(stage_id=own_stage.id)
        ticket.with_user(self.agent).team_id = self.second_team
        self.assertNotEqual(ticket.stage_id, own_stage)
        self.assertEqual(ticket.stage_kind, "open")

    def test_team_of_another_company_is_refused(self):
        with self.assertRaises(UserError):
            self._create_ticket(team_id=self.other_team.id, company_id=self.company.id)
