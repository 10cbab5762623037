from datetime import datetime
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .holding_common import HoldingCommon

LOGGER = "odoo.addons.customer_support.models.answers.support_ticket_holding"


@tagged("post_install", "-at_install")
class TestAnswersHoldingJob(HoldingCommon):
    """While we research, the customer reads what happens and what comes next."""

    def test_silent_ticket_is_told_what_is_happening_and_the_next_date(self):
        self._ask()
        self.assertFalse(self._hold(hours=7))
        [mail] = self._hold(hours=2)
        self.assertEqual(mail["email_to"], ["ada@lindqvist.example"])
        self.assertIn("We are still looking into your request.", mail["body"])
        self.assertIn("You hear from us again by Tuesday, 03:00.", mail["body"])

    def test_text_follows_the_kind_of_stage_and_its_own_words(self):
        ticket = self._ask()
        ticket.sudo()._move_to_kind("waiting_third_party")
        self.assertIn("a partner of ours", self._hold()[0]["body"])
        ticket.stage_id.holding_text = "The carrier looks for your parcel."
        self.assertIn("The carrier looks for your parcel.", self._hold()[0]["body"])

    def test_italian_customer_reads_italian(self):
        self.env["res.lang"]._activate_lang("it_IT")
        self.customer.lang = "it_IT"
        self._ask()
        [mail] = self._hold()
        self.assertIn("Stiamo ancora esaminando la sua richiesta.", mail["body"])
        self.assertIn("Avrà di nuovo nostre notizie entro martedì, 03:00", mail["body"])

    def test_silence_counts_working_hours(self):
        mornings = [
            Command.create(
                {
                    "name": "Day",
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 12,
                    "day_period": "morning",
                }
            )
            for day in range(5)
        ]
        self.team.calendar_id = self.env["resource.calendar"].create(
            {
                "name": "Mornings",
                "tz": "UTC",
                "company_id": self.company.id,
                "attendance_ids": [Command.clear(), *mornings],
            }
        )
        self._ask()
        self.assertFalse(self._hold(hours=47))
        [mail] = self._hold(hours=2)
        # Wednesday at ten, two hours of the day and four of the next; three to go.
        self.assertIn("again by Friday, 11:00.", mail["body"])

    def test_not_more_than_so_many_without_a_human_word(self):
        ticket = self._ask()
        self.assertTrue(self._hold())
        self.assertTrue(self._hold())
        self.assertFalse(self._hold())
        self._agent_answers(ticket)
        ticket.sudo()._move_to_kind("open")
        self.assertFalse(self._hold(hours=1))
        self.assertTrue(self._hold())

    def test_it_counts_as_no_human_answer(self):
        ticket = self._ask()
        self._customer_writes(ticket)
        since = ticket.unanswered_since
        self._hold()
        self.assertFalse(ticket.first_response_date)
        self.assertFalse(ticket.last_agent_message_date)
        self.assertEqual(ticket.unanswered_since, since)
        self.assertEqual(ticket.stage_kind, "open")

    def test_next_date_is_a_promise_that_the_next_word_keeps(self):
        ticket = self._ask()
        self._hold()
        [promise] = ticket.promise_ids
        self.assertEqual(promise.due_date, datetime(2026, 3, 3, 3))
        self._hold(hours=8)
        first, second = ticket.promise_ids.sorted("id")
        self.assertEqual((first, first.verdict), (promise, "kept"))
        self._wait(hours=1)
        self._agent_answers(ticket)
        self.assertEqual(second.verdict, "kept")

    def test_silence_begins_when_the_customer_waits_for_us(self):
        ticket = self._ask()
        self._agent_answers(ticket)
        self.assertFalse(self._hold(hours=48))
        self._customer_writes(ticket)
        self.assertFalse(self._hold(hours=7))
        self.assertTrue(self._hold(hours=2))

    # -- Exactly once ---------------------------------------------------------------
    def test_job_that_runs_again_sends_nothing_twice(self):
        self._ask()
        self.assertEqual(len(self._hold()), 1)
        self.assertFalse(self._hold(hours=0))

    def test_job_killed_in_between_sends_it_once_when_run_again(self):
        ticket = self._ask()

        def crash(ticket, *args, **kwargs):
            raise ValueError("killed")

        with patch.object(type(ticket), "_make_promise", crash), mute_logger(LOGGER):
            self.assertFalse(self._hold())
        self.assertEqual(ticket.holding_count, 0)
        self.assertEqual(len(self._hold()), 1)
        self.assertEqual(ticket.holding_count, 1)

    def test_one_that_fails_stops_no_other(self):
        broken = self._ask()
        self._ask(partner_id=self.other_customer.id)
        prepare = type(broken)._prepare_holding_vals

        def crash(ticket, due):
            if ticket.id == broken.id:
                raise ValueError("boom")
            return prepare(ticket, due)

        with (
            patch.object(type(broken), "_prepare_holding_vals", crash),
            mute_logger(LOGGER),
        ):
            [mail] = self._hold()
        self.assertEqual(mail["email_to"], ["bruno@ferri.example"])

    def test_cost_follows_what_is_due_not_what_is_open(self):
        team_sudo = self.env["support.ticket"].sudo()

        def look():
            team_sudo.search(team_sudo._get_quiet_domain(), limit=200)

        self._ask()
        small = self._measure_queries(look)
        for _number in range(20):
            self._ask()
        self.assertLessEqual(self._measure_queries(look), small)
