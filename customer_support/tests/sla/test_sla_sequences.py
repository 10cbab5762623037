from odoo.tests import tagged

from .sla_common import SlaCommon

CRON = "ir_cron_fire_sla_steps"


@tagged("post_install", "-at_install")
class TestSlaSequences(SlaCommon):
    """What happens to a ticket one after the other, and each deadline by hand.

    A day has seven hours: 9-12 and 13-17. Friday 6 March 2026 is followed by a weekend
    and by a holiday on Monday 9; the next day of work is Tuesday 10.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": cls.office.id,
                "date_from": "2026-03-09 00:00:00",
                "date_to": "2026-03-09 23:59:59",
            }
        )

    def setUp(self):
        super().setUp()
        self._freeze()

    def _customer_writes_at(self, ticket, *instant):
        self._go_to(*instant)
        return self._customer_writes(ticket)

    def _agent_answers_at(self, ticket, *instant):
        self._go_to(*instant)
        return self._agent_answers(ticket)

    def _apply_to_open_tickets(self, policy):
        context = policy.action_apply_to_open()["context"]
        wizards = self.env["support.sla.apply"].with_user(self.manager)
        wizards.with_context(**context).create({}).action_apply()

    def _escalate_at(self, *instant):
        self._go_to(*instant)
        self._run_cron(CRON)

    def _get_notices(self, ticket):
        return ticket.message_ids.browse().search(
            [
                ("model", "=", "support.ticket"),
                ("res_id", "=", ticket.id),
                ("message_type", "=", "user_notification"),
                ("body", "ilike", "due"),
            ]
        )

    def assertWorked(self, clock, hours):
        self.assertEqual(clock.worked_seconds / 3600, hours)

    # -- Pauses ---------------------------------------------------------------------
    def test_two_pauses_over_a_night_and_over_a_weekend_with_a_holiday(self):
        self._create_policy(targets={"resolution": 600})
        self._go_to(5, 9)
        ticket = self._create_mail()
        clock = self._get_clock(ticket, "resolution")
        # 10 h: Thursday 7, Friday 9-12.
        self.assertClock(clock, "running", due=self._at(6, 12))
        self._agent_answers_at(ticket, 5, 11)
        self.assertClock(clock, "paused", "paused", due=False)
        self.assertWorked(clock, 2)
        self._customer_writes_at(ticket, 6, 10)
        # 8 h left: Friday 2 + 4, Tuesday 9-11.
        self.assertClock(clock, "running", due=self._at(10, 11))
        self._agent_answers_at(ticket, 6, 14, 30)
        # Friday 10-12 and 13-14:30.
        self.assertWorked(clock, 5.5)
        self._customer_writes_at(ticket, 10, 11, 30)
        # 4 1/2 h left: Tuesday 1/2 + 4.
        self.assertClock(clock, "running", due=self._at(10, 17))

    def test_clock_that_runs_again_on_sunday_counts_from_the_next_day_of_work(self):
        self._create_policy(targets={"resolution": 600})
        self._go_to(6, 18)
        ticket = self._create_mail()
        self._agent_answers_at(ticket, 7, 10)
        clock = self._get_clock(ticket, "resolution")
        # Friday 18:00 to Saturday: nothing.
        self.assertWorked(clock, 0)
        self._customer_writes_at(ticket, 8, 10)
        # 10 h: Tuesday 7, Wednesday 9-12.
        self.assertClock(clock, "running", due=self._at(11, 12))

    def test_clock_that_stands_after_its_deadline_stays_late(self):
        self._create_policy(targets={"resolution": 600})
        self._go_to(5, 9)
        ticket = self._create_mail()
        self._agent_answers_at(ticket, 6, 18)
        clock = self._get_clock(ticket, "resolution")
        # 10 h: Thursday 7, Friday 9-12; 14 have run.
        self.assertClock(clock, "paused", "late", due=self._at(6, 12))
        self._customer_writes_at(ticket, 10, 9)
        self.assertClock(clock, "running", "late", due=self._at(6, 12))

    def test_pause_over_the_night_without_a_third_hour(self):
        hours = self._create_calendar(
            "Night", [(0, 6), (22, 24)], range(7), "Europe/Rome"
        )
        policy = self._create_policy(targets={"resolution": 600})
        policy.calendar_id = hours
        self._go_to(28, 21)
        paused, running = self._create_mail(), self._create_mail()
        # Rome: Saturday 22-24, Sunday 0-2 and 3-6 are 7 h; then 3 from 22:00.
        due = self._at(29, 23)
        self.assertClock(self._get_clock(running, "resolution"), "running", due=due)
        self._agent_answers_at(paused, 29, 0, 30)
        clock = self._get_clock(paused, "resolution")
        # Rome: Saturday 22:00 to Sunday 1:30.
        self.assertWorked(clock, 3.5)
        self._customer_writes_at(paused, 29, 1, 30)
        # Rome: Sunday 3:30-6 are 2 1/2 h, 22-24 are 2, then 2 on Monday (00:00 UTC).
        self.assertClock(clock, "running", due=self._at(30, 0))
        self.assertClock(self._get_clock(running, "resolution"), "running", due=due)

    def test_third_party_has_its_own_clock_while_the_resolution_stands(self):
        self._create_policy(targets={"resolution": 600, "third_party": 420})
        self._go_to(6, 10)
        ticket = self._create_mail()
        resolution = self._get_clock(ticket, "resolution")
        self._go_to(6, 11)
        ticket._move_to_kind("waiting_third_party")
        first = self._get_clock(ticket, "third_party")
        # 7 h: Friday 1 + 4, Tuesday 9-11.
        self.assertClock(first, "running", due=self._at(10, 11))
        self.assertClock(resolution, "paused", due=False)
        self._go_to(10, 10)
        ticket._move_to_kind("open")
        self.assertClock(first, "fulfilled", "met")
        # Friday 1 + 4, Tuesday 1.
        self.assertWorked(first, 6)
        # 9 h left: Tuesday 2 + 4, Wednesday 9-12.
        self.assertClock(resolution, "running", due=self._at(11, 12))
        self._go_to(11, 9)
        ticket._move_to_kind("waiting_third_party")
        # Friday 1, Tuesday 6.
        self.assertWorked(resolution, 7)
        second = self._get_clock(ticket, "third_party")
        self.assertClock(second, "running", due=self._at(11, 17))
        self._go_to(11, 12)
        ticket.action_solve()
        self.assertClock(second, "fulfilled", "met")
        self.assertClock(resolution, "fulfilled", "met")
        self.assertWorked(resolution, 7)

    # -- Reopening ------------------------------------------------------------------
    def test_reopened_resolution_goes_on_with_what_has_run(self):
        self._create_policy(targets={"resolution": 720})
        self._go_to(5, 9)
        ticket = self._create_mail()
        self._go_to(6, 11)
        ticket.action_solve()
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "fulfilled", "met")
        # Thursday 7, Friday 2.
        self.assertWorked(clock, 9)
        self._customer_writes_at(ticket, 10, 16)
        self.assertEqual(self._get_clock(ticket, "resolution"), clock)
        # 3 h left: Tuesday 1, Wednesday 9-11.
        self.assertClock(clock, "running", "running", due=self._at(11, 11))
        self._go_to(11, 10)
        ticket.action_solve()
        self.assertClock(clock, "fulfilled", "met")
        # 9, Tuesday 1, Wednesday 1.
        self.assertWorked(clock, 11)

    def test_ticket_that_was_solved_late_is_still_late_when_it_is_reopened(self):
        self._create_policy(targets={"resolution": 420})
        self._go_to(5, 9)
        ticket = self._create_mail()
        self._go_to(6, 10)
        ticket.action_solve()
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "fulfilled", "missed", due=self._at(5, 17))
        self._customer_writes_at(ticket, 10, 16)
        self.assertClock(clock, "running", "late", due=self._at(5, 17))
        self._go_to(10, 17)
        ticket.action_solve()
        # Thursday 7, Friday 1, Tuesday 1.
        self.assertWorked(clock, 9)
        self.assertClock(clock, "fulfilled", "missed", due=self._at(5, 17))

    # -- Another priority -----------------------------------------------------------
    def _create_ticket_that_was_paused(self, targets):
        """Monday 9-11 it ran, then it stood until Tuesday 9:00."""
        policy = self._create_policy(targets=targets)
        ticket = self._create_mail()
        self._agent_answers_at(ticket, 2, 11)
        self._customer_writes_at(ticket, 3, 9)
        return policy, ticket, self._get_clock(ticket, "resolution")

    def test_priority_raised_twice_after_a_pause_keeps_what_has_run(self):
        targets = {"resolution": (1200, 900, 600, 330)}
        _policy, ticket, clock = self._create_ticket_that_was_paused(targets)
        # 13 of 15 h left: Tuesday 7, Wednesday 3 + 3.
        self.assertClock(clock, "running", due=self._at(4, 16))
        self._go_to(3, 10)
        ticket.priority = "2"
        # 7 of 10 h left: Tuesday 2 + 4, Wednesday 1.
        self.assertClock(clock, "running", due=self._at(4, 10))
        self._go_to(3, 11)
        ticket.priority = "3"
        # 1 1/2 of 5 1/2 h left: Tuesday 1, and 13-13:30.
        self.assertClock(clock, "running", "running", due=self._at(3, 13, 30))
        self._agent_answers_at(ticket, 3, 11, 30)
        # Monday 2, Tuesday 2 1/2.
        self.assertWorked(clock, 4.5)

    def test_priority_raised_while_the_clock_stands_keeps_what_has_run(self):
        self._create_policy(targets={"resolution": (1200, 900, 600, 330)})
        ticket = self._create_mail()
        self._agent_answers_at(ticket, 2, 11)
        clock = self._get_clock(ticket, "resolution")
        for hour, priority in ((12, "2"), (14, "3")):
            self._go_to(2, hour)
            ticket.priority = priority
            self.assertClock(clock, "paused", "paused", due=False)
            self.assertWorked(clock, 2)
        self._customer_writes_at(ticket, 3, 9)
        # 3 1/2 of 5 1/2 h left: Tuesday 9-12, and 13-13:30.
        self.assertClock(clock, "running", due=self._at(3, 13, 30))

    def test_priority_raised_too_late_was_due_when_the_shorter_time_was_over(self):
        targets = {"resolution": (1200, 900, 600, 300)}
        _policy, ticket, clock = self._create_ticket_that_was_paused(targets)
        self._go_to(3, 13, 30)
        ticket.priority = "3"
        # 5 h: Monday 2, Tuesday 9-12; 5 1/2 have run.
        self.assertClock(clock, "running", "late", due=self._at(3, 12))
        self._go_to(3, 14)
        ticket.priority = "1"
        # 15 h again; 6 have run: Tuesday 3, Wednesday 3 + 3.
        self.assertClock(clock, "running", "running", due=self._at(4, 16))

    # -- Another policy -------------------------------------------------------------
    def test_edited_policy_counts_what_has_run_when_it_is_applied(self):
        targets = {"resolution": 600}
        policy, ticket, clock = self._create_ticket_that_was_paused(targets)
        # 8 of 10 h left: Tuesday 7, Wednesday 1.
        self.assertClock(clock, "running", due=self._at(4, 10))
        self._go_to(3, 10)
        policy.target_ids.minutes_1 = 300
        self.assertClock(clock, "running", due=self._at(4, 10))
        self._apply_to_open_tickets(policy)
        # 2 of 5 h left.
        self.assertClock(clock, "running", due=self._at(3, 12))
        self._agent_answers_at(ticket, 3, 11)
        self._customer_writes_at(ticket, 6, 16, 30)
        # 1 h left: Friday 1/2, Tuesday 1/2.
        self.assertClock(clock, "running", due=self._at(10, 9, 30))

    def test_edited_policy_leaves_open_tickets_alone_through_pause_and_answer(self):
        targets = {"resolution": 600}
        policy, ticket, clock = self._create_ticket_that_was_paused(targets)
        self._go_to(3, 10)
        policy.target_ids.minutes_1 = 60
        self.assertClock(clock, "running", "running", due=self._at(4, 10))
        self._agent_answers_at(ticket, 3, 11)
        self._customer_writes_at(ticket, 6, 10)
        # 4 of 10 h have run: Friday 2 + 4.
        self.assertClock(clock, "running", due=self._at(6, 17))
        self.assertEqual(clock.target_seconds, 600 * 60)

    # -- Answers --------------------------------------------------------------------
    def test_three_messages_one_answer_and_again_a_message(self):
        self._create_policy(targets={"next_reply": 120})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        for instant in ((6, 16, 30), (7, 10), (9, 10)):
            self._customer_writes_at(ticket, *instant)
            first = self._get_clock(ticket, "next_reply")
            # 2 h from the first of them: Friday 1/2, Tuesday 9-10:30.
            self.assertClock(first, "running", due=self._at(10, 10, 30))
        self._agent_answers_at(ticket, 10, 10)
        self.assertClock(first, "fulfilled", "met")
        # Friday 1/2, Tuesday 1.
        self.assertWorked(first, 1.5)
        self._customer_writes_at(ticket, 10, 11, 30)
        second = self._get_clock(ticket, "next_reply")
        # Tuesday 1/2, and 13-14:30.
        self.assertClock(second, "running", due=self._at(10, 14, 30))
        self.assertEqual(ticket.sudo().sla_clock_ids, first + second)

    def test_nothing_escalates_when_staff_answered_last(self):
        policy = self._create_policy(targets={"next_reply": 60})
        self._add_escalation(policy, "notify_agent")
        ticket = self._create_mail(user_id=self.agent.id)
        self._agent_answers(ticket)
        self._customer_writes_at(ticket, 2, 10)
        self._agent_answers_at(ticket, 2, 10, 30)
        self._agent_answers_at(ticket, 2, 14)
        self._agent_notes(ticket)
        self._escalate_at(11, 15)
        self.assertFalse(self._get_notices(ticket))
        self.assertFalse(ticket.sla_due_date)

    def test_message_of_the_customer_on_the_portal_escalates_like_a_mail(self):
        policy = self._create_policy(targets={"next_reply": 60})
        self._add_escalation(policy, "notify_agent")
        ticket = self._create_mail(user_id=self.agent.id)
        self._agent_answers(ticket)
        self._go_to(2, 11, 30)
        ticket.sudo().message_post(
            body=ticket.name,
            author_id=self.customer.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        # 1 h: 11:30-12, and 13-13:30.
        self._escalate_at(2, 13, 29)
        self.assertFalse(self._get_notices(ticket))
        self._escalate_at(2, 13, 30)
        self.assertEqual(len(self._get_notices(ticket)), 1)

    def test_update_shorter_than_the_first_response_does_not_hide_it(self):
        self.team.stage_after_reply = "open"
        targets = {"first_response": 240, "periodic_update": 60}
        self._create_policy(targets=targets)
        answered, silent = self._create_mail(), self._create_mail()
        # 4 h: 9-12, and 13-14. No update is due before there was an answer.
        for ticket in (answered, silent):
            self.assertEqual(ticket.sla_due_date, self._at(2, 14))
            self.assertEqual(
                ticket.sudo().sla_clock_ids.mapped("kind"), ["first_response"]
            )
        self._agent_answers_at(answered, 2, 11, 30)
        first_response = self._get_clock(answered, "first_response")
        self.assertClock(first_response, "fulfilled", "met")
        # 1 h: 11:30-12, and 13-13:30.
        self.assertEqual(answered.sla_due_date, self._at(2, 13, 30))
        self._escalate_at(2, 14)
        breached = self._get_clock(silent, "first_response")
        self.assertEqual(breached.breached_date, self._at(2, 14))
        self.assertFalse(first_response.breached_date)

    # -- Ends -----------------------------------------------------------------------
    def test_merged_and_cancelled_tickets_neither_succeed_nor_escalate(self):
        targets = {"resolution": 240, "first_response": 60, "team_ownership": 60}
        policy = self._create_policy(targets=targets)
        self._add_escalation(policy, "notify_agent")
        merged = self._create_mail(user_id=self.agent.id)
        cancelled = self._create_mail(user_id=self.agent.id)
        self._go_to(2, 9, 30)
        merged._merge_into(self._create_mail())
        cancelled.action_cancel()
        self._escalate_at(11, 15)
        self.env.flush_all()
        for ticket in (merged, cancelled):
            clocks = ticket.sudo().sla_clock_ids
            self.assertEqual(clocks.mapped("verdict"), ["cancelled"] * 3)
            self.assertFalse(any(clocks.mapped("breached_date")))
            self.assertFalse(self._get_notices(ticket))
            lines = self.env["support.sla.report"].search(
                [("ticket_id", "=", ticket.id)]
            )
            self.assertFalse(sum(lines.mapped("met_count")))
            self.assertFalse(sum(lines.mapped("missed_count")))

    def test_each_team_has_its_own_time_in_its_own_hours(self):
        self.second_team.calendar_id = self._create_calendar("Late", [(14, 20)])
        self._create_policy("internal", {"team_ownership": 120})
        self._go_to(6, 16)
        ticket = self._create_mail()
        first = self._get_clock(ticket, "team_ownership", "internal")
        # 2 h: Friday 1, Tuesday 9-10.
        self.assertClock(first, "running", due=self._at(10, 10))
        self._go_to(10, 9, 30)
        ticket.team_id = self.second_team
        self.assertClock(first, "fulfilled", "met")
        # Friday 1, Tuesday 1/2.
        self.assertWorked(first, 1.5)
        second = self._get_clock(ticket, "team_ownership", "internal")
        # The late team opens at 14:00.
        self.assertClock(second, "running", due=self._at(10, 16))
        self._go_to(10, 15)
        ticket.team_id = self.team
        self.assertClock(second, "fulfilled", "met")
        self.assertWorked(second, 1)
        third = self._get_clock(ticket, "team_ownership", "internal")
        # A new time of the first team: 15-17.
        self.assertClock(third, "running", due=self._at(10, 17))
        self.assertEqual(
            ticket.sudo().sla_clock_ids.team_id, self.team + self.second_team
        )
        self.assertWorked(first, 1.5)
