from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .sla_common import SlaCommon

CRON = "ir_cron_fire_sla_steps"


@tagged("post_install", "-at_install")
class TestSlaWakeup(SlaCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    def _get_notices(self, ticket):
        return ticket.message_ids.browse().search(
            [
                ("model", "=", "support.ticket"),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "user_notification"),
                ("body", "ilike", "due"),
            ]
        )

    def _get_triggers(self):
        cron = self.env.ref(f"customer_support.{CRON}")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        return triggers.mapped("call_at")

    def test_job_is_woken_for_the_minutes_in_which_something_is_due(self):
        self._create_policy(targets={"resolution": 240})
        self._create_mail()
        self.assertIn(self._at(2, 12), self._get_triggers())  # at risk from 75 %
        self._go_to(2, 12)
        self._run_cron(CRON)
        self.assertIn(self._at(2, 14), self._get_triggers())

    def test_warning_and_breach_are_written_down_once(self):
        self._create_policy(targets={"resolution": 240})
        clock = self._get_clock(self._create_mail(), "resolution")
        for hour in (11, 12, 13, 14, 15, 16):
            self._go_to(2, hour)
            self._run_cron(CRON)
            self._run_cron(CRON)
        events = clock.event_ids.mapped(lambda event: (event.kind, event.date))
        self.assertEqual(
            events,
            [
                ("start", self._at(2, 9)),
                ("warning", self._at(2, 12)),
                ("breach", self._at(2, 14)),
            ],
        )
        self.assertFalse(clock.wake_date)

    def test_breach_is_noticed_without_anybody_waking_in_time(self):
        self._create_policy(targets={"resolution": 60})
        clock = self._get_clock(self._create_mail(), "resolution")
        self._go_to(4, 15)
        self._run_cron(CRON)
        self.assertEqual(clock.breached_date, self._at(2, 10))

    def test_each_escalation_comes_at_its_moment(self):
        policy = self._create_policy(targets={"resolution": 240})
        self._add_escalation(policy, "notify_agent", "warning")
        self._add_escalation(policy, "notify_leader", "before", 30)
        self._add_escalation(policy, "notify_managers", "after", 60)
        ticket = self._create_mail(user_id=self.agent.id)
        self._go_to(2, 12)
        self._run_cron(CRON)
        self.assertEqual(
            self._get_notices(ticket).notified_partner_ids, self.agent.partner_id
        )
        self._go_to(2, 13, 30)
        self._run_cron(CRON)
        self.assertIn(
            self.manager.partner_id, self._get_notices(ticket).notified_partner_ids
        )
        for hour, count in ((14, 2), (15, 3), (16, 3)):
            self._go_to(2, hour)
            self._run_cron(CRON)
            self.assertEqual(len(self._get_notices(ticket)), count)

    def test_answered_ticket_does_not_escalate(self):
        policy = self._create_policy(targets={"first_response": 60})
        self._add_escalation(policy, "notify_agent", "breach")
        ticket = self._create_mail(user_id=self.agent.id)
        self._agent_answers(ticket)
        self._go_to(2, 15)
        self._run_cron(CRON)
        self.assertFalse(self._get_notices(ticket))

    def test_paused_ticket_does_not_escalate(self):
        policy = self._create_policy(targets={"resolution": 60})
        self._add_escalation(policy, "notify_agent", "breach")
        ticket = self._create_mail(user_id=self.agent.id)
        self._agent_answers(ticket)
        self._go_to(5, 15)
        self._run_cron(CRON)
        self.assertFalse(self._get_notices(ticket))

    def test_merged_ticket_does_not_escalate(self):
        policy = self._create_policy(targets={"resolution": 60})
        self._add_escalation(policy, "notify_agent", "breach")
        ticket, target = self._create_mail(user_id=self.agent.id), self._create_mail()
        ticket._merge_into(target)
        self.assertEqual(
            set(ticket.sudo().sla_clock_ids.mapped("state")), {"cancelled"}
        )
        self._go_to(2, 15)
        self._run_cron(CRON)
        self.assertFalse(self._get_notices(ticket))

    def test_breach_can_raise_the_priority_by_one(self):
        policy = self._create_policy(targets={"resolution": (480, 240, 120, 60)})
        self._add_escalation(policy, "raise_priority")
        ticket = self._create_mail()
        self._go_to(2, 14)
        self._run_cron(CRON)
        self._run_cron(CRON)
        # The shorter target has passed too: that is no second breach.
        self.assertEqual(ticket.priority, "2")

    def test_breach_can_hand_the_ticket_to_the_leader(self):
        policy = self._create_policy(targets={"resolution": 60})
        self._add_escalation(policy, "reassign_leader")
        ticket = self._create_mail(user_id=self.agent.id)
        self._go_to(2, 10)
        self._run_cron(CRON)
        self.assertEqual(ticket.user_id, self.manager)

    def test_new_deadline_after_more_time_warns_again(self):
        policy = self._create_policy(targets={"resolution": (480, 240, 120, 60)})
        self._add_escalation(policy, "notify_agent", "breach")
        ticket = self._create_mail(user_id=self.agent.id, priority="3")
        self._go_to(2, 10)
        self._run_cron(CRON)
        ticket.priority = "1"
        self._go_to(2, 14)
        self._run_cron(CRON)
        self.assertEqual(len(self._get_notices(ticket)), 2)

    def test_one_failing_escalation_does_not_stop_the_rest(self):
        policy = self._create_policy(targets={"resolution": 60})
        self._add_escalation(policy, "notify_agent", "breach")
        first = self._create_mail(user_id=self.agent.id)
        second = self._create_mail(user_id=self.agent.id)
        notify = type(self.env["support.sla.clock"])._notify_people

        def _notify(clock, users):
            if clock.ticket_id == first:
                raise ValueError("The mail server is on fire")
            return notify(clock, users)

        self.patch(type(self.env["support.sla.clock"]), "_notify_people", _notify)
        self._go_to(2, 10)
        with mute_logger(
            "odoo.addons.customer_support.models.sla.support_sla_clock_wake"
        ):
            self._run_cron(CRON)
        self.assertTrue(self._get_notices(second))
        clock = self._get_clock(first, "resolution")
        # Nothing is half done, and it is tried again.
        self.assertFalse(clock.breached_date)
        self.assertGreater(clock.wake_date, fields.Datetime.now())
