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

    def _create_rules(self, count):
        """Create so many rules of every kind; the last of each is for the ticket."""
        tag = self.env["support.tag"].create({"name": f"Tag {count}"})
        common = {"company_id": self.company.id, "spending_from": 5}
        skill = self.env["support.skill"].create({"name": f"Skill {count}"})
        for number in range(count):
            last = number == count - 1
            rule = {
                **common,
                "name": f"Rule {number}",
                "sequence": number,
                "tag_ids": [] if last else tag.ids,
                "spending_from": 0 if last else 5,
            }
            self._create_rules_of_every_kind(rule, skill)

    def _create_rules_of_every_kind(self, rule, skill):
        target = {"kind": "resolution", **{f"minutes_{n}": 60 for n in range(4)}}
        for model, values in {
            "support.sla.policy": {"target_ids": [(0, 0, target)]},
            "support.triage.rule": {"add_tag_ids": self.vip.ids},
            "support.priority.rule": {"effect": "raise"},
            "support.skill.requirement": {"skill_id": skill.id},
        }.items():
            self.env[model].create({**rule, **values})

    def test_ticket_costs_the_same_with_two_and_two_hundred_rules_of_every_kind(self):
        self.vip = self.env["support.tag"].create({"name": "VIP"})
        self._create_rules(2)
        few = self._measure_queries(self._create_ticket)
        self._create_rules(200)
        many = self._measure_queries(self._create_ticket)
        self.assertEqual(many, few)
        ticket = self._create_ticket()
        self.assertEqual(ticket.tag_ids, self.vip)
        self.assertEqual(ticket.priority, "3")
        self.assertTrue(ticket.sla_clock_ids)

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
