from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaMatching(SlaCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    def assertMatches(self, policy, ticket):
        self.assertEqual(ticket.sudo().sla_clock_ids.policy_id, policy)

    def test_conditions_choose_the_policy(self):
        cluster = self.env["support.category"].create({"name": "Delivery"})
        reason = cluster.create({"name": "Late parcel", "parent_id": cluster.id})
        tag = self.env["support.tag"].create({"name": "VIP"})
        partner_tag = self.env["res.partner.category"].create({"name": "Gold"})
        self.firm.category_id = partner_tag
        self.firm.country_id = self.env.ref("base.no")
        cases = [
            ({"team_ids": self.team.ids}, {}, {"team_id": self.second_team.id}),
            ({"category_ids": cluster.ids}, {"category_id": reason.id}, {}),
            ({"tag_ids": tag.ids}, {"tag_ids": tag.ids}, {}),
            ({"channel_kind": "mail"}, {}, {"channel_id": False}),
            ({"partner_ids": self.firm.ids}, {"partner_id": self.firm_contact.id}, {}),
            ({"partner_tag_ids": partner_tag.ids}, {"partner_id": self.firm.id}, {}),
            (
                {"country_ids": self.env.ref("base.no").ids},
                {"partner_id": self.firm_contact.id},
                {},
            ),
            ({"priority_from": "2"}, {"priority": "3"}, {"priority": "1"}),
        ]
        for conditions, matching, other in cases:
            with self.subTest(conditions=conditions):
                policy = self._create_policy(targets={"resolution": 60}, **conditions)
                self.assertMatches(policy, self._create_mail(**matching))
                self.assertFalse(self._create_mail(**other).sudo().sla_clock_ids)
                policy.active = False

    def test_product_category_includes_what_lies_below(self):
        parent = self.env["product.category"].create({"name": "Lamps"})
        child = parent.create({"name": "Desk lamps", "parent_id": parent.id})
        product = self.env["product.product"].create(
            {"name": "Lux 1", "categ_id": child.id}
        )
        policy = self._create_policy(
            targets={"resolution": 60}, product_categ_ids=parent.ids
        )
        self.assertMatches(policy, self._create_mail(product_id=product.id))

    def test_single_product_is_a_condition(self):
        wanted, other = self.env["product.product"].create(
            [{"name": "Lux 1"}, {"name": "Lux 2"}]
        )
        policy = self._create_policy(
            targets={"resolution": 60}, product_tmpl_ids=wanted.product_tmpl_id.ids
        )
        self.assertMatches(policy, self._create_mail(product_id=wanted.id))
        self.assertFalse(self._create_mail(product_id=other.id).sudo().sla_clock_ids)

    def test_first_policy_in_order_wins(self):
        self._create_policy(targets={"resolution": 60}, sequence=20)
        first = self._create_policy(targets={"resolution": 600}, sequence=10)
        self.assertMatches(first, self._create_mail())

    def test_policy_of_another_company_does_not_count(self):
        self._create_policy(
            targets={"resolution": 60}, company_id=self.other_company.id
        )
        self.assertFalse(self._create_mail().sudo().sla_clock_ids)

    # -- Hours ----------------------------------------------------------------------
    def test_hours_of_policy_then_customer_then_team_then_company(self):
        night = self._create_calendar("Night", [(20, 24)])
        late = self._create_calendar("Late", [(12, 18)])
        policy = self._create_policy(targets={"resolution": 60}, calendar_id=night.id)
        self.customer.support_calendar_id = late
        self.assertEqual(self._create_mail().sla_due_date, self._at(2, 21))
        policy.calendar_id = False
        self.assertEqual(self._create_mail().sla_due_date, self._at(2, 13))
        self.customer.support_calendar_id = False
        self.assertEqual(self._create_mail().sla_due_date, self._at(2, 10))
        policy.around_the_clock = True
        self._go_to(7, 22)
        self.assertEqual(self._create_mail().sla_due_date, self._at(7, 23))

    def test_calendar_that_never_opens_is_refused_where_it_is_chosen(self):
        never = self._create_calendar("Never", [])
        with self.assertRaisesRegex(ValidationError, "never opens"):
            self._create_policy(targets={"resolution": 60}, calendar_id=never.id)
        with self.assertRaisesRegex(ValidationError, "never opens"):
            self.team.calendar_id = never
        with self.assertRaisesRegex(ValidationError, "never opens"):
            self.customer.support_calendar_id = never

    def test_calendar_that_closes_for_good_later_stops_no_ticket(self):
        self._create_policy(targets={"resolution": 60})
        self.office.attendance_ids.unlink()
        ticket = self._create_mail()
        self.assertClock(self._get_clock(ticket, "resolution"), "running")
        self.assertFalse(ticket.sla_due_date)

    # -- Rights ---------------------------------------------------------------------
    def test_manager_configures_and_agent_only_reads(self):
        policy = self._create_policy(targets={"resolution": 60})
        self.assertEqual(policy.with_user(self.agent).name, "Gold")
        policy.with_user(self.manager).name = "Silver"
        with self.assertRaises(AccessError):
            policy.with_user(self.agent).name = "Bronze"

    def test_clocks_and_events_are_read_with_the_ticket_and_written_by_nobody(self):
        self._create_policy(targets={"resolution": 60})
        clock = self._get_clock(self._create_mail(), "resolution")
        self.assertEqual(
            clock.with_user(self.agent).event_ids.mapped("kind"), ["start"]
        )
        for user in (self.agent, self.manager):
            with self.assertRaises(AccessError):
                clock.with_user(user).due_date = self._at(9, 9)
            with self.assertRaises(AccessError):
                clock.with_user(user).event_ids.reason = "I was not there"
        with self.assertRaises(AccessError):
            clock.event_ids.unlink()
        with self.assertRaises(AccessError):
            clock.event_ids.reason = "As superuser"

    def test_agent_of_another_team_does_not_read_clocks(self):
        self._create_policy(targets={"resolution": 60})
        clock = self._get_clock(
            self._create_mail(team_id=self.second_team.id), "resolution"
        )
        with self.assertRaises(AccessError):
            clock.with_user(self.agent).read(["due_date"])
        clock.with_user(self.manager).read(["due_date"])

    # -- Rematching -----------------------------------------------------------------
    def test_change_of_priority_keeps_what_has_run(self):
        self._create_policy(targets={"resolution": (480, 240, 120, 60)})
        ticket = self._create_mail()
        clock = self._get_clock(ticket, "resolution")
        self._go_to(2, 10)
        self._agent_answers(ticket)  # pauses until 15:00
        self._go_to(2, 15)
        self._customer_writes(ticket)
        self.assertEqual(clock.due_date, self._at(3, 10))
        ticket.with_user(self.agent).priority = "2"
        self.assertClock(clock, "running", due=self._at(2, 16))
        event = clock.event_ids[-1]
        self.assertEqual((event.kind, event.reason), ("retarget", "Priority"))
        self.assertEqual(event.user_id, self.agent)

    def test_change_of_reason_gives_the_clock_another_policy(self):
        reason = self.env["support.category"].create({"name": "Fire"})
        first = self._create_policy(
            targets={"resolution": 120}, category_ids=reason.ids, sequence=1
        )
        self._create_policy(targets={"resolution": 480})
        ticket = self._create_mail()
        self._go_to(2, 10)
        ticket.category_id = reason
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "running", due=self._at(2, 11))
        self.assertEqual(clock.policy_id, first)

    def test_level_that_is_no_longer_promised_is_cancelled_not_met(self):
        self._create_policy(targets={"resolution": (0, 240, 240, 240)})
        ticket = self._create_mail()
        ticket.priority = "0"
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "cancelled", "cancelled")
        self._go_to(2, 10)
        ticket.priority = "1"
        self.assertClock(clock, "running", due=self._at(2, 15))

    def test_policy_that_matches_later_counts_from_the_arrival(self):
        reason = self.env["support.category"].create({"name": "Fire"})
        self._create_policy(targets={"resolution": 240}, category_ids=reason.ids)
        ticket = self._create_mail()
        self._go_to(2, 11)
        ticket.category_id = reason
        self.assertEqual(ticket.sla_due_date, self._at(2, 14))

    def test_edited_policy_leaves_running_clocks_alone(self):
        policy = self._create_policy(targets={"resolution": 240})
        ticket = self._create_mail()
        policy.target_ids.minutes_1 = 60
        self._go_to(2, 10)
        ticket._move_to_kind("open")
        self.assertEqual(ticket.sla_due_date, self._at(2, 14))

    def test_more_time_after_a_breach_keeps_the_evidence(self):
        self._create_policy(targets={"resolution": (480, 240, 120, 60)})
        ticket = self._create_mail(priority="3")
        self._go_to(2, 11)
        self._run_cron("ir_cron_fire_sla_steps")
        clock = self._get_clock(ticket, "resolution")
        self.assertEqual(clock.breached_date, self._at(2, 10))
        ticket.priority = "1"
        self.assertClock(clock, "running", "running", due=self._at(2, 14))
        self.assertEqual(clock.breached_date, self._at(2, 10))
        self.assertIn("breach", clock.event_ids.mapped("kind"))
