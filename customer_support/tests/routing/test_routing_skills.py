from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingSkills(RoutingCommon):
    """Tickets that need a skill go to people who have it."""

    def setUp(self):
        super().setUp()
        self.german = self.env["support.skill"].create({"name": "German"})
        self.repair = self.env["support.skill"].create({"name": "Repair"})
        self.customer.country_id = self.env.ref("base.de")
        self.need = self.env["support.skill.requirement"].create(
            {
                "name": "Customers in Germany",
                "skill_id": self.german.id,
                "level": "2",
                "country_ids": self.env.ref("base.de").ids,
            }
        )

    def _teach(self, user, skill, level="2"):
        self.env["support.user.skill"].create(
            {"user_id": user.id, "skill_id": skill.id, "level": level}
        )

    def _give(self, **values):
        ticket = self._create_ticket(**values)
        self._assign()
        return ticket

    def test_only_who_has_the_skill_gets_it(self):
        self._teach(self.third, self.german)
        self._teach(self.agent, self.german, level="1")
        self.assertEqual(self._give().user_id, self.third)

    def test_ticket_without_need_goes_to_anybody(self):
        self._teach(self.third, self.german)
        ticket = self._give(partner_id=self.other_customer.id)
        self.assertEqual(ticket.user_id, self.agent_own)

    def test_it_waits_for_the_one_who_has_it(self):
        self._teach(self.third, self.german)
        self._take_leave(self.third)
        ticket = self._give()
        self.assertFalse(ticket.user_id)
        self.assertEqual(ticket.waiting_reason, "unskilled")

    def test_nobody_has_it_so_anybody_gets_it_and_it_is_said(self):
        ticket = self._give()
        self.assertEqual(ticket.user_id, self.agent_own)
        self.assertTrue(ticket.assignment_ids.waives_skills)

    def test_team_may_rather_wait(self):
        self.team.may_waive_skills = False
        self.assertFalse(self._give().user_id)

    def test_most_skilled_comes_first(self):
        self.team.assignment_strategy = "skill"
        self._teach(self.agent, self.german, level="2")
        self._teach(self.third, self.german, level="3")
        self.assertEqual(self._give().user_id, self.third)

    def test_of_several_needs_all_count_and_the_highest_level(self):
        self.need.copy({"name": "Experts", "level": "3"})
        self.need.copy({"name": "Repair", "skill_id": self.repair.id, "level": "1"})
        ticket = self._create_ticket()
        needed = self.env["support.skill.requirement"]._get_required_skills(ticket)
        self.assertEqual(needed, {ticket: {self.german.id: 3, self.repair.id: 1}})

    def test_need_of_a_reason_holds_for_what_lies_below(self):
        cluster = self.env["support.category"].create({"name": "Product"})
        reason = cluster.create({"name": "Broken", "parent_id": cluster.id})
        self.need.write({"country_ids": False, "category_ids": cluster.ids})
        self._teach(self.third, self.german)
        ticket = self._give(category_id=reason.id, team_id=self.team.id)
        self.assertEqual(ticket.user_id, self.third)

    def test_need_of_another_company_and_archived_ones_do_not_count(self):
        self._teach(self.third, self.german)
        self.need.company_id = self.other_company
        self.assertEqual(self._give().user_id, self.agent_own)
        self.need.write({"company_id": False, "active": False})
        self.assertEqual(self._give().user_id, self.agent)

    def test_archived_skill_counts_no_longer_at_once(self):
        self._teach(self.third, self.german)
        self._give()
        self.german.active = False
        self.assertEqual(self._give().user_id, self.agent_own)
