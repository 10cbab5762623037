from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..mail.common import MailDoorCommon
from .answers_common import AnswersCommon

MODEL = "odoo.addons.customer_support.models.answers.support_ticket_automatic_reply"


@tagged("post_install", "-at_install")
class TestAnswersAutomaticMail(MailDoorCommon, AnswersCommon):
    """A new request gets one mail by itself: the answer, else the acknowledgement."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template("Parcel", "<p>We look for your parcel.</p>")
        cls._earn(cls.template).action_automate()
        cls.env["support.triage.rule"].search([]).action_archive()
        cls.team.acknowledge = True

    def _acknowledge(self):
        """Not at once here: the jobs do it, in the order of the test."""

    def _run_jobs(self):
        for _round in range(2):
            self._run_cron("ir_cron_acknowledge")
            self._run_cron("ir_cron_answer_automatically")

    def _get_mails(self):
        return [
            mail["body"]
            for mail in self._get_sent()
            if self.customer.email in mail["email_to"]
        ]

    def test_automatic_answer_is_the_only_mail(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        self._run_jobs()
        [body] = self._get_mails()
        self.assertIn("We look for your parcel.", body)
        self.assertIn(f"Your number is {ticket.number}.", body)
        self.assertFalse(ticket.sudo().acknowledgement_request)

    def test_it_says_how_long_a_person_would_take(self):
        with patch.object(
            self.registry["support.ticket"],
            "_get_present_wait",
            lambda ticket: "We expect to answer today by 18:00.",
        ):
            self._open_by_mail(text="Where is my parcel?")
            self._run_jobs()
        self.assertIn("today by 18:00", self._get_mails()[0])

    def test_present_wait_is_not_kept_as_told(self):
        self.team.calendar_id = False
        ticket = self._create_ticket()
        ticket.wait_estimate_ids.unlink()
        vals = {"basis": "channel", "high_date": self._in_an_hour()}
        with patch.object(
            self.registry["support.ticket"], "_prepare_wait_vals", lambda *_args: vals
        ):
            self.assertIn("We answer by", ticket._get_present_wait())
        self.assertFalse(ticket.wait_estimate_ids)

    def _in_an_hour(self):
        self._freeze("2026-03-02 10:00:00")
        return self._wait(minutes=0).replace(hour=11)

    def test_what_people_answer_is_acknowledged(self):
        ticket = self._open_by_mail(text="The lamp is broken.")
        self.assertFalse(self._get_mails())
        self._run_jobs()
        [body] = self._get_mails()
        self.assertIn(ticket.number, body)
        self.assertTrue(ticket.acknowledged_date)

    def test_failure_leaves_the_acknowledgement(self):
        ticket = self._open_by_mail(text="Where is my parcel?")
        with (
            patch.object(
                type(ticket), "_send_automatic_reply", side_effect=ValueError("boom")
            ),
            mute_logger(MODEL),
        ):
            self._run_jobs()
        self.assertEqual(len(self._get_mails()), 1)
        self.assertTrue(ticket.acknowledged_date)
