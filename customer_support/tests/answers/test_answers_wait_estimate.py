from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .wait_common import WaitCommon

NOON = datetime(2026, 3, 2, 9)  # ten o'clock in Rome
MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestAnswersWaitEstimate(WaitCommon):
    """From queue, people, hours and speed to what is stated and kept."""

    def _state(self, **values):
        return self._state_wait(self._ask(**values))

    # -- What it depends on ---------------------------------------------------------
    def test_wait_is_that_of_recent_answers(self):
        self._answer_before(minutes=30)
        told = self._state()
        self.assertEqual(told.basis, "measured")
        self.assertLessEqual(told.low_date, NOON + 30 * MINUTE)
        self.assertGreaterEqual(told.high_date, NOON + 30 * MINUTE)
        self.assertEqual((told.ahead_count, told.people_count), (0, 2))

    def test_queue_before_makes_it_longer(self):
        self._answer_before(minutes=30)
        short = self._state()
        for _number in range(4):
            self._ask()
        long = self._state()
        self.assertEqual(long.ahead_count, 5)
        self.assertGreaterEqual(long.low_date, NOON + 150 * MINUTE)
        self.assertGreater(long.low_date, short.high_date)

    def test_only_what_is_answered_before_counts(self):
        self._answer_before()
        self._ask(priority="3")
        self._ask(priority="0")
        self._ask(team_id=self.second_team.id)
        waits_for_us = self._ask()
        self._agent_answers(self._ask())
        self._ask().sudo()._set_snooze(until=NOON + timedelta(days=1))
        self.assertEqual(self._state().ahead_count, 2)
        self._agent_answers(waits_for_us)
        self.assertEqual(self._state(priority="3").ahead_count, 1)

    def test_later_mail_of_the_same_priority_does_not_count(self):
        self._answer_before()
        first = self._ask()
        self._wait(minutes=1)
        self._ask()
        self.assertEqual(self._state_wait(first).ahead_count, 0)

    def test_colleague_on_leave_doubles_the_wait(self):
        self._answer_before(minutes=60)
        both = self._state()
        self.agent.support_back_date = NOON + timedelta(days=3)
        alone = self._state()
        self.assertEqual(alone.people_count, 1)
        # One other waits, who is told before.
        self.assertGreaterEqual(alone.low_date - NOON, 3 * (both.low_date - NOON))

    def test_nobody_there_postpones_to_when_somebody_is(self):
        self._answer_before()
        for user in self.agent + self.agent_own:
            user.support_back_date = NOON + timedelta(days=1)
        told = self._state()
        self.assertGreaterEqual(told.low_date, NOON + timedelta(days=1))

    def test_friday_night_states_monday_morning(self):
        self._answer_before(minutes=30)
        self._wait(days=4, hours=12)
        told = self._state()
        monday = datetime(2026, 3, 9, 8)
        self.assertGreaterEqual(told.low_date, monday)
        self.assertLessEqual(told.high_date, monday + 60 * MINUTE)

    def test_holiday_is_skipped(self):
        self._answer_before(minutes=30)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 3, 2, 7),
                "date_to": datetime(2026, 3, 2, 20),
            }
        )
        self.assertGreaterEqual(self._state().low_date, datetime(2026, 3, 3, 8))

    # -- What is told without enough answers ----------------------------------------
    def test_too_few_answers_state_nothing(self):
        self._answer_before(count=10)
        self.assertFalse(self._state())

    def test_service_level_is_stated_instead(self):
        self._publish_service_level(minutes=120)
        told = self._state()
        self.assertEqual(told.basis, "service_level")
        self.assertEqual(told.high_date, NOON + 120 * MINUTE)
        self.assertFalse(told.low_date)

    def test_published_promise_of_the_channel_is_stated_instead(self):
        self.mail.write(
            {
                "is_published": True,
                "promise_minutes": 480,
                "calendar_id": self.calendar.id,
            }
        )
        told = self._state()
        self.assertEqual(told.basis, "channel")
        self.assertEqual(told.high_date, datetime(2026, 3, 3, 9))

    def _publish_service_level(self, minutes):
        target = {
            "kind": "first_response",
            "is_published": True,
            **{f"minutes_{priority}": minutes for priority in range(4)},
        }
        self.env["support.sla.policy"].create(
            {
                "name": "Everybody",
                "around_the_clock": True,
                "target_ids": [(0, 0, target)],
            }
        )

    # -- Kept -----------------------------------------------------------------------
    def test_told_once_stays_as_it_was(self):
        self._answer_before()
        ticket = self._ask()
        told = self._state_wait(ticket)
        self._wait(hours=1)
        self.assertEqual(self._state_wait(ticket), told)
        self.assertEqual(told.made_date, NOON)

    def test_answered_ticket_is_told_nothing(self):
        self._answer_before()
        ticket = self._ask()
        self._agent_answers(ticket)
        self.assertFalse(self._state_wait(ticket))

    def test_nobody_changes_what_was_told(self):
        self._answer_before()
        told = self._state()
        for user in (self.agent, self.manager):
            own = told.with_user(user)
            self.assertTrue(own.reasons)
            with self.assertRaises(AccessError):
                own.write({"high_date": NOON})
            with self.assertRaises(AccessError):
                own.unlink()
        with self.assertRaises(AccessError):
            told.with_user(self.manager).create(
                {"ticket_id": told.ticket_id.id, "high_date": NOON}
            )
        with self.assertRaises(AccessError):
            told.sudo().high_date = NOON

    def test_strangers_see_neither_estimate_nor_score(self):
        self._answer_before()
        told = self._state()
        for user, sees in (
            (self.agent, True),
            (self.manager, True),
            (self.other_manager, False),
        ):
            for model in ("support.wait.estimate", "support.wait.report"):
                own = self.env[model].with_user(user)
                own = own.with_context(allowed_company_ids=user.company_ids.ids)
                found = own.search([("id", "=", told.id)])
                self.assertEqual(bool(found), sees, (user.name, model))
        with self.assertRaises(AccessError):
            told.with_user(self.outsider).read(["reasons"])

    def test_reasons_are_readable(self):
        self._answer_before(minutes=30)
        self.assertEqual(
            self._state().with_user(self.agent).reasons,
            "0 tickets before, 2 people on duty, 60 to 60 minutes of one of them per "
            "ticket (30 answers)",
        )

    def test_live_queue_of_told_tickets_is_what_later_ones_learn_from(self):
        answered = self._answer_before(minutes=60)
        self.env["support.wait.estimate"].create(
            [
                {
                    "ticket_id": ticket.id,
                    "company_id": self.company.id,
                    "made_date": ticket.received_date,
                    "high_date": ticket.received_date,
                    "basis": "measured",
                    "ahead_count": 3,
                }
                for ticket in answered
            ]
        )
        self.assertEqual(self._state().pace_high, 30)


@tagged("post_install", "-at_install")
class TestAnswersWaitReport(WaitCommon):
    """Judged by the first answer of a person, when it is read."""

    def _tell(self, **values):
        ticket = self._ask()
        self.env["support.wait.estimate"].create(
            {
                "ticket_id": ticket.id,
                "company_id": self.company.id,
                "team_id": self.team.id,
                "made_date": NOON,
                "low_date": NOON + 30 * MINUTE,
                "high_date": NOON + 60 * MINUTE,
                "basis": "measured",
                **values,
            }
        )
        return ticket

    def _judge(self, ticket):
        self.env.flush_all()
        report = self.env["support.wait.report"].with_user(self.agent)
        return report.search([("ticket_id", "=", ticket.id)])

    def test_verdict_follows_the_first_human_answer(self):
        for minutes, verdict in ((10, "earlier"), (45, "inside"), (90, "later")):
            ticket = self._tell()
            ticket.sudo().first_response_date = NOON + minutes * MINUTE
            self.assertEqual(self._judge(ticket).verdict, verdict)

    def test_who_still_waits_is_late_only_after_the_range(self):
        ticket = self._tell()
        self.assertEqual(self._judge(ticket).verdict, "waiting")
        self._wait(minutes=61)
        self.env.invalidate_all()
        self.assertEqual(self._judge(ticket).verdict, "later")
        ticket.sudo().action_solve()
        self.env.invalidate_all()
        self.assertEqual(self._judge(ticket).verdict, "void")

    def test_automatic_answer_does_not_make_it_honest(self):
        ticket = self._tell()
        self._wait(minutes=45)
        text = ticket.number
        ticket.sudo().message_post(
            body=text, message_type="auto_comment", subtype_xmlid="mail.mt_comment"
        )
        self.assertEqual(self._judge(ticket).verdict, "waiting")
        self._agent_answers(ticket)
        self.env.invalidate_all()
        self.assertEqual(self._judge(ticket).verdict, "inside")

    def test_share_by_team_counts_what_is_judged(self):
        for minutes in (10, 45, 50, 90):
            ticket = self._tell()
            ticket.sudo().first_response_date = NOON + minutes * MINUTE
        self._tell()
        self.env.flush_all()
        report = self.env["support.wait.report"].with_user(self.manager)
        [(team, honesty, count)] = report._read_group(
            [("team_id", "=", self.team.id)], ["team_id"], ["honesty:avg", "__count"]
        )
        self.assertEqual((team, honesty, count), (self.team, 50, 5))

    def test_row_opens_its_ticket(self):
        ticket = self._tell()
        action = self._judge(ticket).action_open_ticket()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (ticket._name, ticket.id)
        )

    def test_end_without_beginning_is_kept_by_any_answer_before(self):
        ticket = self._tell(low_date=False, basis="channel")
        ticket.sudo().first_response_date = fields.Datetime.now()
        self.assertEqual(self._judge(ticket).verdict, "inside")
