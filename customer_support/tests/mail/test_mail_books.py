from datetime import timedelta
from unittest.mock import patch

import psycopg2.errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MailDoorCommon

DELIVERY = "odoo.addons.customer_support.models.ticket.support_incoming_mail_delivery"


@tagged("post_install", "-at_install")
class TestMailBooks(MailDoorCommon):
    """Nothing is lost, and whoever has to can see and repair it."""

    def _fail(self, error=None):
        """Deliver a mail while posting crashes; return its entry."""
        error = error or ValueError("the lamp fell down")
        tickets = type(self.env["support.ticket"])
        with (
            patch.object(tickets, "message_post", side_effect=error),
            mute_logger(DELIVERY),
        ):
            return self._mail_in(text="Precious")

    def test_crash_is_booked_with_raw_mail(self):
        entry = self._fail()
        self.assertEqual(entry.state, "failed")
        self.assertIn("the lamp fell down", entry.reason)
        self.assertIn("Precious", entry._get_raw().decode())
        self.assertFalse(entry.ticket_id, "nothing half-done remains")
        self.assertFalse(self.env["support.ticket"].search([("name", "=", "My lamp")]))

    def test_crash_warns_team_leader(self):
        self._fail()
        message = self.env["mail.message"].search([], limit=1)
        self.assertEqual(message.notified_partner_ids, self.manager.partner_id)

    def test_failed_mail_is_run_again(self):
        entry = self._fail()
        entry.with_user(self.manager).action_run_again()
        self.assertEqual(entry.state, "processed")
        self.assertEqual(entry.attempts, 2)
        self.assertIn("Precious", self._get_mail_messages(entry.ticket_id).body)

    def test_processed_mail_is_not_run_again(self):
        entry = self._mail_in()
        with self.assertRaises(UserError):
            entry.with_user(self.manager).action_run_again()

    def test_concurrency_error_is_retried_by_cron(self):
        entry = self._fail(psycopg2.errors.SerializationFailure())
        entry.is_retried = True  # raised by hand, it carries no code
        cron = type(self.env["ir.cron"])
        with patch.object(cron, "_commit_progress"):
            self.books._cron_run_again()
        self.assertEqual(entry.state, "processed")

    def test_files_of_held_mail_are_kept(self):
        ticket = self._open_by_mail()
        raw = self._write_mail(sender="eve@evil.test", subject="Re")
        reference = f"In-Reply-To: {self._get_outgoing_id(ticket)}\n".encode()
        head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n"
        top = raw.split(b"Content-Type")[0]
        body = b"\n--b\n\nText\n--b\n"
        body += b"Content-Disposition: attachment; filename=a.bin\n\nxyz\n--b--"
        entry = self._deliver(reference + top + head + body)
        self.assertEqual(entry.state, "held")
        self.assertEqual(entry.attachment_ids.mapped("name"), ["a.bin"])
        self.assertEqual(entry.attachment_ids.raw, b"xyz")

    # -- Who sees what --------------------------------------------------------------
    def test_manager_sees_books_of_own_company_only(self):
        entry = self._mail_in()
        self.assertTrue(
            self.books.with_user(self.manager).search([("id", "=", entry.id)])
        )
        foreign = self.books.with_user(self.other_manager)
        foreign = foreign.with_context(allowed_company_ids=self.other_company.ids)
        self.assertFalse(foreign.search([("id", "=", entry.id)]))

    def test_agent_sees_only_what_is_held_for_his_tickets(self):
        ticket = self._open_by_mail()
        held = self._reply_by_mail(ticket, sender="eve@evil.test")
        seen = self.books.with_user(self.agent).search([])
        self.assertEqual(seen, held)
        ticket.user_id = self.manager
        self.assertFalse(self.books.with_user(self.agent_own).search([]))

    def test_books_are_not_written_by_hand(self):
        entry = self._mail_in()
        with self.assertRaises(AccessError):
            entry.with_user(self.manager).write({"state": "refused"})
        with self.assertRaises(AccessError):
            self.books.with_user(self.manager).create({"state": "refused"})

    def test_mail_of_other_apps_is_for_administrators(self):
        entry = self._deliver_without_route(self._write_mail(to="jobs@quince.example"))
        self.assertFalse(entry.with_user(self.manager).has_access("read"))

    # -- Vacuum ---------------------------------------------------------------------
    def test_old_originals_go_except_of_undecided_mail(self):
        ticket = self._open_by_mail()
        held = self._reply_by_mail(ticket, sender="eve@evil.test")
        done = self.books.search(
            [("ticket_id", "=", ticket.id), ("state", "=", "processed")]
        )
        raws = self.env["ir.attachment"].search(
            [("res_model", "=", "support.incoming.mail"), ("res_field", "=", "raw")]
        )
        old = fields.Datetime.now() - timedelta(days=100)
        self.env.cr.execute(
            "UPDATE ir_attachment SET create_date = %s WHERE id IN %s", [old, raws._ids]
        )
        raws.invalidate_recordset()
        self.books._gc_raw_mails()
        self.assertTrue(held._get_raw())
        self.assertFalse(done._get_raw())
