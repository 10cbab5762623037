from odoo.tests import tagged

from .routing_common import RoutingCommon


@tagged("post_install", "-at_install")
class TestRoutingSpeed(RoutingCommon):
    """Budgets at two sizes."""

    def _count(self, function, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_needs(self, count):
        skill = self.env["support.skill"].create({"name": f"Skill {count}"})
        self.env["support.skill.requirement"].create(
            [
                {
                    "name": f"Need {number}",
                    "skill_id": skill.id,
                    "team_ids": self.second_team.ids,
                }
                for number in range(count)
            ]
        )

    def test_automatic_team_costs_a_new_ticket_one_query_more(self):
        self._create_ticket()
        self.team.assignment_strategy = "manual"
        by_hand = self._count(self._create_ticket)
        self.team.assignment_strategy = "round_robin"
        self.env.cr.precommit.data.clear()
        automatic = self._count(self._create_ticket)
        self.assertLessEqual(automatic - by_hand, 2)

    def test_two_hundred_needs_cost_what_one_costs(self):
        self._create_many(5)
        self._create_needs(1)
        self._assign()
        self._create_many(5)
        one = self._count(self._assign)
        self._create_needs(200)
        self._create_many(5)
        self._assign()  # caches are warm again
        self._create_many(5)
        many = self._count(self._assign)
        self.assertLessEqual(many, one + 2)

    def test_full_team_costs_the_same_whatever_waits(self):
        self.team.member_ids.capacity = 1
        self._create_many(3)
        self._assign()
        self._create_many(5)
        self._assign()
        few = self._count(self._assign)
        self._create_many(40)
        self._assign()
        self.assertLessEqual(self._count(self._assign), few + 2)

    def test_workload_of_a_large_team_costs_what_a_small_one_costs(self):
        def read():
            self.team.member_ids.mapped("availability")

        read()
        small = self._count(read)
        users = [self._create_user(f"extra_{n}", "agent") for n in range(12)]
        self.team.member_ids = [(0, 0, {"user_id": user.id}) for user in users]
        read()
        self.assertLessEqual(self._count(read), small + 2)
