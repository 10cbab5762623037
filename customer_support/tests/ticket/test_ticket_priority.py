from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import SupportCommon

MODELS = "odoo.addons.customer_support.models"


class PriorityCommon(SupportCommon):
    """Tickets, rules and known problems."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["support.priority.rule"].search([]).action_archive()
        cls.env["support.sla.policy"].search([]).action_archive()
        cls.tag = cls.env["support.tag"].create({"name": "Injury"})

    @classmethod
    def _create_rule(cls, effect="at_least", level="2", steps=1, **values):
        return cls.env["support.priority.rule"].create(
            {
                "name": "Injury first",
                "effect": effect,
                "level": level,
                "steps": steps,
                "company_id": cls.company.id,
                **values,
            }
        )

    def _create_own(self, **values):
        """Create a ticket as the agent does."""
        return self._create_ticket(user=self.agent, **values)


@tagged("post_install", "-at_install")
class TestTicketPriority(PriorityCommon):
    # -- Calculated -----------------------------------------------------------------
    def test_rule_counts_at_creation_and_says_so(self):
        self._create_rule(tag_ids=self.tag.ids)
        ticket = self._create_own(tag_ids=self.tag.ids)
        self.assertEqual(ticket.priority, "2")
        self.assertIn("Injury first: At least High", ticket.priority_reasons)
        self.assertEqual(self._create_own().priority, "1")

    def test_change_of_what_a_rule_asks_for_counts_again(self):
        self._create_rule(tag_ids=self.tag.ids)
        ticket = self._create_own()
        ticket.tag_ids = self.tag
        self.assertEqual(ticket.priority, "2")
        ticket.tag_ids = False
        self.assertEqual(ticket.priority, "1")
        self.assertFalse(ticket.priority_contributions)

    def test_impact_and_urgency_give_the_start(self):
        ticket = self._create_own(impact="high", urgency="high")
        self.assertEqual(ticket.priority, "3")
        ticket.write({"impact": "low", "urgency": "low"})
        self.assertEqual(ticket.priority, "0")

    def test_rule_of_another_company_does_not_count(self):
        self._create_rule(company_id=self.other_company.id)
        self.assertEqual(self._create_own().priority, "1")

    def test_what_mail_and_portal_give_is_where_rules_begin(self):
        self._create_rule("raise")
        ticket = self._create_ticket(priority="2")
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("3", False))

    def test_new_rule_touches_no_old_ticket_until_it_is_applied(self):
        ticket, by_hand = self._create_own(), self._create_own(priority="0")
        rule = self._create_rule()
        self.assertEqual(ticket.priority, "1")
        wizard = (
            self.env["support.priority.apply"]
            .with_user(self.manager)
            .create({"rule_id": rule.id})
        )
        self.assertIn(ticket, wizard.ticket_ids)
        self.assertNotIn(by_hand, wizard.ticket_ids)
        wizard.action_apply()
        self.assertEqual((ticket.priority, by_hand.priority), ("2", "0"))

    def test_service_level_follows_the_calculated_priority(self):
        minutes = {"minutes_0": 0, "minutes_1": 480, "minutes_2": 60, "minutes_3": 60}
        self.env["support.sla.policy"].create(
            {
                "name": "Gold",
                "company_id": self.company.id,
                "target_ids": [(0, 0, {"kind": "resolution", **minutes})],
            }
        )
        ticket = self._create_own()
        ticket.impact = "high"
        clock = ticket.sudo().sla_clock_ids
        self.assertEqual((ticket.priority, clock.target_hours), ("2", 1.0))

    # -- By hand --------------------------------------------------------------------
    def test_priority_set_by_hand_stays_and_is_logged(self):
        self._freeze()
        self._create_rule(tag_ids=self.tag.ids)
        ticket = self._create_own()
        ticket.priority = "0"
        ticket.tag_ids = self.tag
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("0", True))
        self.assertEqual(ticket.priority_user_id, self.agent)
        self.assertEqual(ticket.priority_date, fields.Datetime.now())
        self.assertIn("Set by hand: Agent", ticket.priority_reasons)

    def test_back_to_automatic_calculates_again(self):
        self._create_rule()
        ticket = self._create_own(priority="3")
        self.assertTrue(ticket.priority_is_manual)
        ticket.action_automatic_priority()
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("2", False))

    def test_what_everybody_gets_is_not_by_hand(self):
        self._create_rule()
        ticket = self._create_own(priority="1")
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("2", False))

    def test_collaborator_writes_no_priority_and_agent_does(self):
        problem = self._create_problem()
        ticket = self._create_ticket(user_id=self.collaborator.id)
        lent = ticket.with_user(self.collaborator)
        values = {"priority": "3", "impact": "high", "urgency": "low"}
        for name, value in {**values, "problem_id": problem.id}.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                lent.write({name: value})
        with self.assertRaises(AccessError):
            lent.action_automatic_priority()
        lent.name = "Still flickers"
        ticket.with_user(self.agent).write(values)

    # -- Escalations ----------------------------------------------------------------
    def test_escalation_survives_a_calculation_until_the_ticket_ends(self):
        self._create_rule("at_most", level="1", tag_ids=self.tag.ids)
        ticket = self._create_own()
        ticket.sudo()._raise_sla_priority()
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("2", False))
        ticket.tag_ids = self.tag
        self.assertEqual(ticket.priority, "2")
        ticket.action_solve()
        ticket.action_reopen()
        self.assertEqual(ticket.priority, "1")

    def test_escalation_raises_what_was_set_by_hand(self):
        ticket = self._create_own(priority="0")
        ticket.sudo()._raise_sla_priority()
        self.assertEqual((ticket.priority, ticket.priority_is_manual), ("1", True))
        self.assertEqual(ticket.priority_user_id, self.agent)

    # -- Problems -------------------------------------------------------------------
    def _create_problem(self, **values):
        problems = self.env["support.problem"].with_user(self.agent)
        return problems.create(
            {"name": "Driver fails", "company_id": self.company.id, **values}
        )

    def test_link_to_an_open_problem_raises_with_a_reason(self):
        self._create_rule("raise", problem_tickets_from=1)
        ticket = self._create_own()
        ticket.problem_id = self._create_problem()
        self.assertEqual(ticket.priority, "2")
        self.assertIn("Linked to an open problem", ticket.priority_reasons)

    def test_problem_counts_from_so_many_tickets_for_all_of_them(self):
        self._create_rule(problem_tickets_from=2)
        problem = self._create_problem()
        first = self._create_own(problem_id=problem.id)
        self.assertEqual(first.priority, "1")
        second = self._create_own(problem_id=problem.id)
        self.assertEqual(second.priority, "2")
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(first.priority, "2")

    def test_solved_problem_raises_no_more(self):
        self._create_rule(problem_tickets_from=1)
        problem = self._create_problem()
        ticket = self._create_own(problem_id=problem.id)
        problem.action_solve()
        self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual(ticket.priority, "1")
        self.assertFalse(self.env["support.priority.request"].search([]))

    def test_request_that_fails_stops_no_other_and_is_kept(self):
        self._create_rule(problem_tickets_from=2)
        first, second = self._create_problem(), self._create_problem()
        tickets = [self._create_own(problem_id=p.id) for p in (first, second) * 2]
        requests = self.env["support.priority.request"]
        calculate = type(requests)._recalculate

        def fail_for_first(own):
            if own.problem_id == first:
                raise ValueError("Not now")
            return calculate(own)

        self.patch(type(requests), "_recalculate", fail_for_first)
        with mute_logger(f"{MODELS}.ticket.support_priority_request"):
            self._run_cron("ir_cron_recalculate_priorities")
        self.assertEqual([t.priority for t in tickets[:2]], ["1", "2"])
        self.assertEqual(requests.search([]).problem_id, first)

    def test_agent_writes_only_own_problems(self):
        problem = self._create_problem()
        problem.description = "A cold joint"
        problem.with_user(self.manager).user_id = self.manager
        with self.assertRaises(AccessError):
            problem.name = "Other"
        with self.assertRaises(AccessError):
            problem.with_user(self.other_manager).read(["name"])


@tagged("post_install", "-at_install")
class TestTicketPrioritySpeed(PriorityCommon):
    def _count(self, count):
        vals = {
            "name": "Lamp",
            "partner_id": self.customer.id,
            "team_id": self.team.id,
            "tag_ids": self.tag.ids,
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["support.ticket"].create([vals] * count)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_rules(self, count):
        for _number in range(count):
            self._create_rule("raise", tag_ids=self.tag.ids)
        self._count(2)

    def test_rules_cost_the_same_at_any_number(self):
        self._create_rules(2)
        few = [self._count(count) for count in (1, 50)]
        self._create_rules(198)
        many = [self._count(count) for count in (1, 50)]
        self.assertEqual(few, many)

    def test_rules_cost_a_batch_what_they_cost_one(self):
        self._count(2)
        plain = [self._count(count) for count in (1, 50)]
        self._create_rules(2)
        ruled = [self._count(count) for count in (1, 50)]
        added = [full - bare for full, bare in zip(ruled, plain, strict=True)]
        self.assertEqual(added[0], added[1])
        self.assertLessEqual(added[0], 3)
