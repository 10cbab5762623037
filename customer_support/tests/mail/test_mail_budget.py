from odoo.tests import tagged

from .common import MailDoorCommon


@tagged("post_install", "-at_install")
class TestMailBudget(MailDoorCommon):
    """What a mail may cost: lookups that came back would show here."""

    def _measure_mail(self, **values):
        raws = iter([self._write_mail(**values), self._write_mail(**values)])
        return self._measure_queries(lambda: self._receive_a_minute_later(next(raws)))

    def _receive_a_minute_later(self, raw):
        # Two mails in one second would write fewer instants than two real ones.
        self._wait(minutes=1)
        self.env["mail.thread"].sudo().message_process(False, raw)

    def setUp(self):
        super().setUp()
        self._freeze()

    def test_new_mail_without_acknowledgement(self):
        self.team.acknowledge = False
        self.assertLessEqual(self._measure_mail(), 39)

    def test_acknowledgement_costs_the_mail_door_two_queries(self):
        self.assertLessEqual(self._measure_mail(), 41)

    def test_reply_of_the_customer(self):
        ticket = self._open_by_mail()
        reference = self._get_outgoing_id(ticket)
        self.assertLessEqual(self._measure_mail(In_Reply_To=reference), 54)

    def test_mail_that_opens_a_ticket_tells_no_watcher(self):
        self._reset_bus()
        ticket = self._open_by_mail()
        self.assertFalse(self._get_notices(ticket))

    def test_reply_tells_the_watchers(self):
        ticket = self._open_by_mail()
        self._reset_bus()
        self._reply_by_mail(ticket)
        self.assertTrue(self._get_notices(ticket))

    def _reset_bus(self):
        self.env.cr.precommit.run()
        self.env["bus.bus"].sudo().search([]).unlink()

    def _get_notices(self, ticket):
        self.env.cr.precommit.run()
        notices = self.env["bus.bus"].sudo().search([])
        return notices.filtered(
            lambda notice: f'"ticket_id":{ticket.id}' in notice.message
        )
