from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .promise_common import PromiseCommon


@tagged("post_install", "-at_install")
class TestAnswersPromiseLedger(PromiseCommon):
    """What was promised by whom stays as it was said; what came of it is derived."""

    def test_who_to_whom_and_when_are_written_by_the_product(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        promise = self._promise(ticket)
        self.assertEqual(promise.user_id, self.agent)
        self.assertEqual(promise.partner_id, self.customer)
        self.assertEqual(promise.team_id, self.team)
        self.assertEqual(promise.company_id, self.company)
        self.assertEqual(promise.made_date, fields.Datetime.now())
        self.assertEqual(promise.verdict, "open")

    def test_public_answer_keeps_a_promised_reply(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        promise, other = self._promise(ticket), self._promise(ticket, "callback")
        self._wait(hours=2)
        self._agent_answers(ticket)
        self.assertEqual(promise.verdict, "kept")
        self.assertEqual(promise.kept_date, fields.Datetime.now())
        self.assertEqual(other.verdict, "open")

    def test_note_automatic_text_and_customer_keep_nothing(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        promise = self._promise(ticket)
        self._wait(hours=2)
        self._agent_notes(ticket)
        self._customer_writes(ticket)
        ticket.sudo().message_post(
            body=ticket.number,
            message_type="auto_comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(promise.verdict, "open")

    def test_late_answer_leaves_it_broken(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        promise = self._promise(ticket, hours=1)
        self._wait(hours=2)
        promise.invalidate_recordset()
        self.assertEqual(promise.verdict, "broken")
        self._agent_answers(ticket)
        self.assertTrue(promise.kept_date)
        self.assertEqual(promise.verdict, "broken")

    def test_agent_closes_it_with_a_reason(self):
        kept, called_off = self._promise(kind="other"), self._promise(kind="other")
        self._close(kept)
        self._close(called_off, "cancelled")
        self.assertEqual((kept + called_off).mapped("verdict"), ["kept", "cancelled"])
        self.assertEqual(kept.closed_by_id, self.agent)
        self.assertEqual(kept.close_reason, "Called back, she was content")

    def test_broken_one_is_not_whitewashed_by_calling_it_off(self):
        promise = self._promise(hours=1)
        self._wait(hours=2)
        self._close(promise, "cancelled")
        self.assertEqual(promise.verdict, "broken")

    def test_closed_one_is_not_closed_again(self):
        promise = self._promise(kind="other")
        self._close(promise)
        at = promise.kept_date
        self._wait(hours=1)
        self._close(promise, "cancelled")
        self.assertEqual((promise.kept_date, promise.cancelled_date), (at, False))

    def test_list_finds_by_verdict(self):
        opened = self._promise()
        late = self._promise(hours=1)
        kept = self._promise(kind="other")
        self._close(kept)
        off = self._promise(kind="other")
        self._close(off, "cancelled")
        self._wait(hours=2)
        ours = opened + late + kept + off
        for verdict, promise in (
            ("open", opened),
            ("broken", late),
            ("kept", kept),
            ("cancelled", off),
        ):
            domain = [("verdict", "=", verdict), ("id", "in", ours.ids)]
            promises = self.env["support.promise"].with_user(self.agent)
            self.assertEqual(promises.search(domain), promise)
            self.env.flush_all()
            report = self.env["support.promise.report"].with_user(self.manager)
            self.assertEqual(report.search(domain).ids, promise.ids)

    # -- Rights ---------------------------------------------------------------------
    def test_nobody_edits_or_deletes_what_was_said(self):
        promise = self._promise()
        for user in (self.agent, self.manager):
            for change in ({"due_date": self._in(99)}, {"kept_date": self._in(0)}):
                with self.assertRaises(AccessError):
                    promise.with_user(user).write(change)
            with self.assertRaises(AccessError):
                promise.with_user(user).unlink()

    def test_outcome_cannot_be_forged_on_creation(self):
        for values in (
            {"kept_date": self._in(0)},
            {"user_id": self.manager.id},
            {"made_date": self._in(-99)},
            {"source": "The carrier said so"},
        ):
            with self.subTest(**values), self.assertRaises(AccessError):
                self._promise(**values)
        promises = self.env["support.promise"].with_context(
            default_kept_date=self._in(0), default_source="The carrier said so"
        )
        ticket = self._create_ticket(user_id=self.agent.id)
        promise = promises.with_user(self.agent).create(
            {
                "ticket_id": ticket.id,
                "kind": "reply",
                "name": "We look into it",
                "due_date": self._in(1),
            }
        )
        self.assertEqual((promise.kept_date, promise.source), (False, False))

    def test_only_those_who_may_write_the_ticket_promise_and_close(self):
        promise = self._promise()
        with self.assertRaises(AccessError):
            self._promise(user=self.collaborator)
        with self.assertRaises(AccessError):
            self._promise(promise.ticket_id, user=self.agent_own)
        for user in (self.agent_own, self.other_manager):
            with self.assertRaises(AccessError):
                self._close(promise, user=user)
        self._promise(promise.ticket_id, user=self.manager)
        self._close(promise, user=self.manager)

    def test_open_promises_follow_a_merge_and_come_back(self):
        promise = self._promise()
        kept = self._promise(promise.ticket_id)
        self._close(kept)
        source, target = promise.ticket_id, self._create_ticket()
        source.with_user(self.agent)._merge_into(target)
        self.assertEqual(promise.ticket_id, target)
        self.assertEqual(kept.ticket_id, source)
        self._agent_answers(target)
        source.with_user(self.agent).action_undo_merge()
        self.assertEqual(promise.ticket_id, source)

    def test_report_counts_by_agent(self):
        kept = self._promise(kind="other")
        self._close(kept)
        self._promise(hours=1)
        self._promise(hours=99)
        self._wait(hours=2)
        self.env.flush_all()
        report = self.env["support.promise.report"].with_user(self.manager)
        [(user, kept_count, broken, share)] = report._read_group(
            [("team_id", "=", self.team.id)],
            ["user_id"],
            ["kept_count:sum", "broken_count:sum", "kept_share:avg"],
        )
        self.assertEqual((user, kept_count, broken, share), (self.agent, 1, 1, 50))
        self.assertEqual(
            report.search([("id", "=", kept.id)]).action_open_ticket()["res_id"],
            kept.ticket_id.id,
        )
