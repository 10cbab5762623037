from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MailDoorCommon

LOGGER = "odoo.addons.customer_support.models.ticket.support_ticket_acknowledgement"


@tagged("post_install", "-at_install")
class TestMailAcknowledgement(MailDoorCommon):
    """Taking a mail in asks for the acknowledgement; a job writes it."""

    def _acknowledge(self):
        """Not at once here: the tests do it."""

    def _get_recipients(self):
        return [address for mail in self._get_sent() for address in mail["email_to"]]

    def test_mail_door_asks_and_the_job_answers_once(self):
        ticket = self._open_by_mail()
        self.assertTrue(ticket.sudo().acknowledgement_request)
        self.assertFalse(self._get_recipients())
        self._run_cron("ir_cron_acknowledge")
        self._run_cron("ir_cron_acknowledge")
        self.assertEqual(self._get_recipients(), ["ada@lindqvist.example"])
        self.assertTrue(ticket.acknowledged_date)
        self.assertFalse(ticket.sudo().acknowledgement_request)

    def test_job_is_triggered_with_the_mail(self):
        self._open_by_mail()
        self.env.cr.precommit.run()
        cron = self.env.ref("customer_support.ir_cron_acknowledge")
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
        self.assertEqual(len(triggers), 1)

    def test_team_without_acknowledgement_is_not_asked(self):
        self.team.acknowledge = False
        self.assertFalse(self._open_by_mail().sudo().acknowledgement_request)

    def test_ticket_that_was_marked_as_spam_meanwhile_gets_none(self):
        ticket = self._open_by_mail()
        ticket.with_user(self.agent).action_mark_spam()
        self._run_cron("ir_cron_acknowledge")
        self.assertFalse(self._get_recipients())

    def test_one_that_fails_stops_no_other_and_is_not_tried_for_ever(self):
        broken = self._open_by_mail()
        self._open_by_mail(sender="bruno@ferri.example")
        tickets = type(broken)
        prepare = tickets._prepare_acknowledgement_vals

        def crash(ticket, *args):
            if ticket == broken:
                raise ValueError("boom")
            return prepare(ticket, *args)

        with (
            patch.object(tickets, "_prepare_acknowledgement_vals", crash),
            mute_logger(LOGGER),
        ):
            self._run_cron("ir_cron_acknowledge")
        self.assertEqual(self._get_recipients(), ["bruno@ferri.example"])
        self.assertFalse(broken.sudo().acknowledgement_request)

    def test_nobody_asks_for_one_by_hand(self):
        ticket = self._open_by_mail()
        with self.assertRaises(AccessError):
            ticket.with_user(self.manager).acknowledgement_request = {
                "is_verified": True
            }
