from odoo.tests import tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaKinds(SlaCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    # -- First response -------------------------------------------------------------
    def test_first_response_runs_from_creation_to_the_first_answer_of_a_person(self):
        self._create_policy(targets={"first_response": 60})
        ticket = self._create_mail()
        clock = self._get_clock(ticket, "first_response")
        self.assertClock(clock, "running", due=self._at(2, 10))
        self._go_to(2, 9, 40)
        self._agent_answers(ticket)
        self.assertClock(clock, "fulfilled", "met")
        self.assertEqual(clock.fulfilled_date, self._at(2, 9, 40))

    def test_ticket_that_an_agent_opened_waits_for_the_first_customer_message(self):
        self._create_policy(targets={"first_response": 60})
        ticket = self._create_ticket(self.agent)
        self.assertFalse(ticket.sudo().sla_clock_ids)
        self._go_to(2, 14)
        self._customer_writes(ticket)
        clock = self._get_clock(ticket, "first_response")
        self.assertClock(clock, "running", due=self._at(2, 15))

    def test_automatic_text_and_note_are_no_response(self):
        self._create_policy(targets={"first_response": 60})
        ticket = self._create_mail()
        post = {"message_type": "auto_comment", "subtype_xmlid": "mail.mt_comment"}
        ticket.message_post(**post, body=ticket.name)
        self._agent_notes(ticket)
        self.assertClock(self._get_clock(ticket, "first_response"), "running")

    def test_answer_after_the_deadline_is_missed_and_written_down(self):
        self._create_policy(targets={"first_response": 60})
        ticket = self._create_mail()
        self._go_to(2, 11)
        self._agent_answers(ticket)
        clock = self._get_clock(ticket, "first_response")
        self.assertClock(clock, "fulfilled", "missed")
        self.assertEqual(clock.breached_date, self._at(2, 10))
        self.assertEqual(clock.event_ids.mapped("kind"), ["start", "breach", "fulfil"])

    def test_solving_without_an_answer_is_no_success(self):
        self._create_policy(targets={"first_response": 60})
        ticket = self._create_mail()
        ticket.action_solve()
        self.assertClock(self._get_clock(ticket, "first_response"), "cancelled")

    # -- Next reply -----------------------------------------------------------------
    def test_next_reply_counts_from_the_oldest_unanswered_message(self):
        self._create_policy(targets={"next_reply": 60})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        self._go_to(2, 10)
        self._customer_writes(ticket)
        self._go_to(2, 10, 30)
        self._customer_writes(ticket, "Hello?")
        clock = self._get_clock(ticket, "next_reply")
        self.assertClock(clock, "running", due=self._at(2, 11))
        self._go_to(2, 10, 50)
        self._agent_answers(ticket)
        self.assertClock(clock, "fulfilled", "met")

    def test_every_unanswered_spell_has_its_own_next_reply(self):
        self._create_policy(targets={"next_reply": 60})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        for hour in (10, 14):
            self._go_to(2, hour)
            self._customer_writes(ticket)
            self._go_to(2, hour, 10)
            self._agent_answers(ticket)
        clocks = ticket.sudo().sla_clock_ids
        self.assertEqual(
            clocks.mapped("fulfilled_date"), [self._at(2, 10, 10), self._at(2, 14, 10)]
        )

    def test_next_reply_waits_while_the_first_response_runs(self):
        self._create_policy(targets={"first_response": 60, "next_reply": 10})
        ticket = self._create_mail()
        self._customer_writes(ticket, "One more thing")
        self.assertEqual(ticket.sudo().sla_clock_ids.mapped("kind"), ["first_response"])

    # -- Periodic update ------------------------------------------------------------
    def test_updates_are_due_from_answer_to_answer(self):
        self.team.stage_after_reply = "open"
        self._create_policy(targets={"periodic_update": 120})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        first = self._get_clock(ticket, "periodic_update")
        self.assertClock(first, "running", due=self._at(2, 11))
        self._go_to(2, 10)
        self._agent_answers(ticket, "Still looking")
        self.assertClock(first, "fulfilled", "met")
        second = self._get_clock(ticket, "periodic_update")
        self.assertClock(second, "running", due=self._at(2, 12))
        ticket.action_solve()
        self.assertClock(second, "cancelled")

    def test_updates_stand_while_the_customer_is_asked(self):
        self._create_policy(targets={"periodic_update": 120})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        clock = self._get_clock(ticket, "periodic_update")
        self.assertClock(clock, "paused")
        self._go_to(2, 14)
        self._customer_writes(ticket)
        self.assertClock(clock, "running", due=self._at(2, 16))

    # -- Resolution -----------------------------------------------------------------
    def test_resolution_stands_while_the_customer_is_asked(self):
        self._create_policy(targets={"resolution": 240})
        ticket = self._create_mail()
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "running", due=self._at(2, 14))
        self._go_to(2, 10)
        self._agent_answers(ticket)
        self.assertClock(clock, "paused", "paused")
        self.assertFalse(ticket.sla_due_date)
        self._go_to(3, 9)
        self._customer_writes(ticket)
        self.assertClock(clock, "running", due=self._at(3, 12))
        self.assertEqual(ticket.sla_due_date, self._at(3, 12))

    def test_resolution_goes_on_after_reopening_with_what_has_run(self):
        self._create_policy(targets={"resolution": 240})
        ticket = self._create_mail()
        self._go_to(2, 10)
        ticket.action_solve()
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "fulfilled", "met")
        self._go_to(3, 9)
        self._customer_writes(ticket)
        self.assertEqual(self._get_clock(ticket, "resolution"), clock)
        self.assertClock(clock, "running", due=self._at(3, 12))

    def test_snooze_does_not_pause(self):
        self._create_policy(targets={"resolution": 240})
        ticket = self._create_mail()
        ticket._set_snooze(until=self._at(3, 9))
        self.assertClock(self._get_clock(ticket, "resolution"), "running")

    def test_cancelled_ticket_cancels_its_clocks(self):
        self._create_policy(targets={"first_response": 60, "resolution": 240})
        ticket = self._create_mail()
        ticket.action_cancel()
        clocks = ticket.sudo().sla_clock_ids
        self.assertEqual(set(clocks.mapped("verdict")), {"cancelled"})
        self.assertFalse(ticket.sla_due_date)

    def test_undone_cancellation_lets_the_clocks_run_on(self):
        self._create_policy(targets={"resolution": 240})
        ticket = self._create_mail()
        self._go_to(2, 10)
        ticket.action_cancel()
        self._go_to(2, 14)
        ticket.action_reopen()
        clock = self._get_clock(ticket, "resolution")
        self.assertClock(clock, "running", due=self._at(2, 17))

    # -- Between departments --------------------------------------------------------
    def test_each_team_has_its_own_time(self):
        self.second_team.calendar_id = self.office
        self._create_policy("internal", {"team_ownership": 120})
        ticket = self._create_mail()
        first = self._get_clock(ticket, "team_ownership", "internal")
        self.assertEqual((first.team_id, first.due_date), (self.team, self._at(2, 11)))
        self._go_to(2, 10)
        ticket.team_id = self.second_team
        self.assertClock(first, "fulfilled", "met")
        second = self._get_clock(ticket, "team_ownership", "internal")
        self.assertEqual(second.team_id, self.second_team)
        self.assertClock(second, "running", due=self._at(2, 12))

    def test_waiting_for_a_third_party_is_timed_while_the_resolution_stands(self):
        self._create_policy(targets={"resolution": 240, "third_party": 420})
        ticket = self._create_mail()
        self._go_to(2, 10)
        ticket._move_to_kind("waiting_third_party")
        self.assertClock(self._get_clock(ticket, "resolution"), "paused")
        wait = self._get_clock(ticket, "third_party")
        self.assertClock(wait, "running", due=self._at(3, 10))
        self._go_to(3, 11)
        ticket._move_to_kind("open")
        self.assertClock(wait, "fulfilled", "missed")
        self.assertClock(self._get_clock(ticket, "resolution"), "running")

    def test_promise_and_internal_goal_run_side_by_side(self):
        self._create_policy(targets={"first_response": 240})
        self._create_policy("internal", {"first_response": 60})
        ticket = self._create_mail()
        dues = ticket.sudo().sla_clock_ids.mapped(lambda c: (c.level, c.due_date))
        self.assertEqual(
            set(dues),
            {("contractual", self._at(2, 14)), ("internal", self._at(2, 10))},
        )
        self.assertEqual(ticket.sla_due_date, self._at(2, 10))
