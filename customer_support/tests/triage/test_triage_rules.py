from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriageRules(TriageCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    # -- What rules do --------------------------------------------------------------
    def test_matching_rule_sets_reason_team_agent_product_and_tags(self):
        product = self.env["product.product"].create({"name": "Aria"})
        rule = self._create_rule(
            set_category_id=self.damaged.id,
            set_team_id=self.warehouse.id,
            set_user_id=self.agent.id,
            set_product_id=product.id,
            add_tag_ids=self.tag.ids,
        )
        ticket = self._create_arrival()
        self.assertEqual(ticket.category_id, self.damaged)
        self.assertEqual(ticket.team_id, self.warehouse)
        self.assertEqual(ticket.user_id, self.agent)
        self.assertTrue(ticket.assign_date)
        self.assertEqual(ticket.product_id, product)
        self.assertEqual(ticket.tag_ids, self.tag)
        self.assertEqual(ticket.triage_rule_ids, rule)
        self.assertEqual(ticket.triage_result, "matched")

    def test_other_tickets_are_left_alone(self):
        self._create_rule(set_team_id=self.warehouse.id)
        ticket = self._create_arrival("Where is my invoice?")
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.triage_result, "unmatched")
        self.assertFalse(self._get_notes(ticket))

    def test_without_any_rule_nothing_is_said_about_a_ticket(self):
        self.assertFalse(self._create_arrival().triage_result)

    def test_reason_of_a_rule_brings_its_team_in_charge(self):
        self.cluster.with_company(self.company).team_id = self.warehouse
        self._create_rule(set_category_id=self.damaged.id)
        self.assertEqual(self._create_arrival().team_id, self.warehouse)

    def test_what_the_writer_has_chosen_stays(self):
        other = self.env["support.category"].create({"name": "Invoice"})
        self._create_rule(
            set_category_id=self.damaged.id,
            set_team_id=self.warehouse.id,
            set_user_id=self.agent.id,
        )
        ticket = self._create_ticket(
            user=self.agent_own,
            name="Damaged",
            category_id=other.id,
            user_id=self.agent_own.id,
        )
        self.assertEqual(ticket.category_id, other)
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.user_id, self.agent_own)

    def test_tags_of_the_writer_and_of_rules_come_together(self):
        own = self.env["support.tag"].create({"name": "Fragile goods"})
        self._create_rule(add_tag_ids=self.tag.ids)
        ticket = self._create_arrival(tag_ids=own.ids)
        self.assertEqual(ticket.tag_ids, own | self.tag)

    def test_earlier_rule_counts_more_and_stop_ends(self):
        self._create_rule("First", sequence=1, set_team_id=self.warehouse.id)
        self._create_rule(
            "Second", sequence=2, set_team_id=self.second_team.id, stops=True
        )
        self._create_rule("Third", sequence=3, add_tag_ids=self.tag.ids)
        ticket = self._create_arrival()
        self.assertEqual(ticket.team_id, self.warehouse)
        self.assertFalse(ticket.tag_ids)
        self.assertEqual(ticket.triage_rule_ids.mapped("name"), ["First", "Second"])
        self.assertEqual(ticket.triage_result, "finished")

    def test_note_says_which_rule_did_what(self):
        self._create_rule(
            set_category_id=self.damaged.id,
            set_team_id=self.warehouse.id,
            add_tag_ids=self.tag.ids,
        )
        ticket = self._create_arrival()
        self.assertIn(
            "Rule “Damaged parcels”: reason Delivery / Damaged, team Warehouse, "
            "tags Parcel wet",
            self._get_notes(ticket),
        )
        note = ticket.sudo().message_ids.filtered(lambda m: "Rule “" in m.body)
        self.assertEqual(note.author_id, self.env.ref("base.partner_root"))
        self.assertTrue(note.is_internal)

    def test_archived_rule_and_archived_team_do_nothing(self):
        self._create_rule(active=False, set_team_id=self.second_team.id)
        self._create_rule(set_team_id=self.warehouse.id, add_tag_ids=self.tag.ids)
        self.warehouse.active = False
        ticket = self._create_arrival()
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.tag_ids, self.tag)

    # -- Conditions -----------------------------------------------------------------
    def test_conditions_of_triage(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        order = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": self.company.id}
        )
        italian = self.env["res.lang"].search([("code", "=", "it_IT")])
        other = self.other_customer.id
        cases = [
            ({"phrases": "hole"}, {"description": "<p>A big <b>hole</b></p>"}, {}),
            ({"phrases": "hole"}, {"first_text": "there is a\nHOLE"}, {}),
            ({"phrases": "a hole"}, {"name": "A hole in it"}, {"name": "Wormhole"}),
            ({"lang_ids": italian.ids}, {}, {"partner_id": other}),
            ({"has_order": True}, {"sale_order_id": order.id}, {}),
            ({"channel_kind": "mail"}, {}, {"channel_id": False}),
            ({"team_ids": self.team.ids}, {}, {"team_id": self.second_team.id}),
        ]
        for conditions, matching, unlike in cases:
            with self.subTest(conditions=conditions):
                values = {"phrases": False, **conditions}
                rule = self._create_rule(add_tag_ids=self.tag.ids, **values)
                self.assertEqual(self._create_arrival(**matching).triage_rule_ids, rule)
                if unlike or matching:
                    ticket = self._create_arrival(**unlike)
                    self.assertFalse(ticket.triage_rule_ids)
                rule.active = False

    def test_rule_sees_the_reason_that_a_rule_above_has_set(self):
        """A reason decides the flow: its own steps, by a rule of its own."""
        self._create_rule(sequence=1, set_category_id=self.damaged.id)
        self._create_rule(
            "Delivery",
            sequence=2,
            phrases=False,
            category_ids=self.cluster.ids,
            add_tag_ids=self.tag.ids,
        )
        self.assertEqual(self._create_arrival().tag_ids, self.tag)

    # -- Flow of steps --------------------------------------------------------------
    def _create_plan(self, name="Damaged table", **values):
        todo = self.env.ref("mail.mail_activity_data_todo")
        template = {
            "activity_type_id": todo.id,
            "summary": "Book the carrier",
            "responsible_type": "other",
            "responsible_id": self.agent.id,
            **values,
        }
        return (
            self.env["mail.activity.plan"]
            .with_user(self.manager)
            .create(
                {
                    "name": name,
                    "res_model": "support.ticket",
                    "company_id": self.company.id,
                    "template_ids": [Command.create(template)],
                }
            )
        )

    def test_rule_starts_the_steps_of_a_plan(self):
        """Two products with the same reason go through different steps."""
        self._create_rule(activity_plan_id=self._create_plan().id)
        ticket = self._create_arrival()
        activity = ticket.activity_ids
        self.assertEqual(activity.summary, "Book the carrier")
        self.assertEqual(activity.user_id, self.agent)
        self.assertFalse(self._create_arrival("Invoice").activity_ids)

    def test_plan_on_demand_falls_to_the_leader(self):
        plan = self._create_plan(responsible_type="on_demand", responsible_id=False)
        self._create_rule(activity_plan_id=plan.id)
        self.assertEqual(self._create_arrival().activity_ids.user_id, self.manager)

    def test_plan_that_cannot_start_stops_no_ticket(self):
        plan = self._create_plan(responsible_type="on_demand", responsible_id=False)
        self._create_rule(activity_plan_id=plan.id)
        self.team.leader_id = False
        ticket = self._create_arrival()
        self.assertFalse(ticket.activity_ids)
        bodies = "".join(ticket.message_ids.mapped("body"))
        self.assertIn("could not be started", bodies)

    def test_manager_configures_only_plans_of_tickets(self):
        plan = self._create_plan()
        plan.with_user(self.manager).template_ids.summary = "Call the carrier"
        with self.assertRaises(AccessError):
            plan.with_user(self.agent).name = "Mine"
        with self.assertRaises(AccessError):
            self.env["mail.activity.plan"].with_user(self.manager).create(
                {"name": "Onboarding", "res_model": "res.partner"}
            )

    # -- By hand --------------------------------------------------------------------
    def test_agent_runs_the_rules_by_hand(self):
        ticket = self._create_mail()
        self._customer_writes(ticket, "It arrived broken.")
        rule = self._create_rule(set_category_id=self.damaged.id)
        ticket.with_user(self.agent_own).action_run_triage_rules()
        self.assertEqual(ticket.category_id, self.damaged)
        self.assertEqual(ticket.triage_rule_ids, rule)
        self.assertIn("Rule “Damaged parcels”", self._get_notes(ticket))

    def test_words_of_agents_are_not_words_of_the_customer(self):
        ticket = self._create_mail()
        self._agent_notes(ticket, "Probably damaged.")
        self._customer_writes(ticket, "Hello?")
        self._create_rule(add_tag_ids=self.tag.ids)
        ticket.with_user(self.agent).action_run_triage_rules()
        self.assertFalse(ticket.tag_ids)

    def test_rules_by_hand_leave_what_is_there(self):
        ticket = self._create_ticket(name="Damaged", category_id=self.cluster.id)
        self._create_rule(
            set_category_id=self.damaged.id, set_team_id=self.warehouse.id
        )
        ticket.with_user(self.agent).action_run_triage_rules()
        self.assertEqual(ticket.category_id, self.cluster)
        self.assertEqual(ticket.team_id, self.team)

    def test_collaborator_who_only_follows_cannot_run_rules(self):
        ticket = self._create_ticket()
        ticket.message_subscribe(self.collaborator.partner_id.ids)
        with self.assertRaises(AccessError):
            ticket.with_user(self.collaborator).action_run_triage_rules()

    # -- Companies and rights -------------------------------------------------------
    def test_rule_of_another_company_does_nothing(self):
        self._create_rule(
            company_id=self.other_company.id, set_team_id=self.other_team.id
        )
        shared = self._create_rule(company_id=False, add_tag_ids=self.tag.ids)
        ticket = self._create_arrival()
        self.assertEqual(ticket.team_id, self.team)
        self.assertEqual(ticket.triage_rule_ids, shared)
        elsewhere = self._create_arrival(
            team_id=self.other_team.id, channel_id=False, partner_id=False
        )
        self.assertEqual(elsewhere.company_id, self.other_company)
        self.assertEqual(len(elsewhere.triage_rule_ids), 2)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_rule_cannot_give_tickets_to_another_company(self):
        with self.assertRaises(UserError):
            self._create_rule(set_team_id=self.other_team.id)
        with self.assertRaises(UserError):
            self._create_rule(company_id=False, set_team_id=self.team.id)
        with self.assertRaises(UserError):
            self._create_rule(set_user_id=self.other_manager.id)

    def test_rule_that_does_nothing_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "does nothing"):
            self._create_rule()

    def test_manager_configures_and_agent_only_reads(self):
        rule = self._create_rule(stops=True)
        self.assertEqual(rule.with_user(self.agent).name, "Damaged parcels")
        rule.with_user(self.manager).name = "Broken"
        for user in (self.agent, self.collaborator, self.other_manager):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                rule.with_user(user).name = "Mine"

    def test_reason_in_use_by_a_rule_is_not_deleted(self):
        rule = self._create_rule(set_category_id=self.damaged.id)
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.damaged.unlink()
        self.assertTrue(rule.exists())

    # -- Service levels -------------------------------------------------------------
    def test_moved_ticket_starts_with_the_clocks_of_its_new_team(self):
        """Every department has its own time for its share of the work."""
        self._create_policy(
            "internal", {"team_ownership": 60}, team_ids=self.warehouse.ids
        )
        self._create_policy("internal", {"team_ownership": 240}, sequence=99)
        self._create_rule(set_team_id=self.warehouse.id)
        ticket = self._create_arrival()
        clocks = ticket.sudo().sla_clock_ids
        self.assertEqual(len(clocks), 1)
        self.assertEqual(clocks.team_id, self.warehouse)
        self.assertEqual(clocks.due_date, self._at(2, 10))

    def test_hand_over_by_hand_starts_the_time_in_the_new_team(self):
        self._create_policy("internal", {"team_ownership": 60})
        ticket = self._create_mail(name="Damaged")
        self._create_rule(set_category_id=self.damaged.id)
        self.cluster.with_company(self.company).team_id = self.warehouse
        self._set_up_rota(mode="all")
        ticket = self._create_mail(name="Nothing yet")
        self._go_to(2, 11)
        ticket.name = "Damaged"
        ticket.with_user(self.agent).action_run_triage_rules()
        self.assertEqual(ticket.team_id, self.warehouse)
        clocks = ticket.sudo().sla_clock_ids.sorted("id")
        self.assertEqual(clocks.mapped("team_id"), self.team | self.warehouse)
        self.assertClock(clocks[0], "fulfilled", "missed")
        self.assertClock(clocks[1], "running", due=self._at(2, 12))
