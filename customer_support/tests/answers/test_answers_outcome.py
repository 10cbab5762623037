from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersOutcome(AnswersCommon):
    """What became of a use, as one would count it by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls._create_template("Simple", "<p>We look into it today.</p>")

    def setUp(self):
        super().setUp()
        self._freeze()

    def _judge(self, ticket, days=8):
        self._wait(days=days)
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["support.reply.report"].search([("ticket_id", "=", ticket.id)])

    def _answer(self, **values):
        """Return a ticket that was answered from the template an hour ago."""
        ticket = self._create_late_ticket(**values)
        self._reply(ticket)
        self._wait(hours=1)
        return ticket

    def test_solved_without_another_word_closed_the_matter(self):
        ticket = self._answer()
        ticket.action_solve()
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "closed")
        self.assertEqual(report.closing_percent, 100)

    def test_within_the_window_it_is_pending(self):
        ticket = self._answer()
        ticket.action_solve()
        report = self._judge(ticket, days=6)
        self.assertEqual(report.outcome, "pending")
        rate = self.template._get_closing_rate()
        self.assertEqual((rate.decided, rate.closed), (0, 0))

    def test_window_is_the_companys(self):
        self.company.support_reply_window_days = 3
        ticket = self._answer()
        ticket.action_solve()
        self.assertEqual(self._judge(ticket, days=4).outcome, "closed")

    def test_another_question_is_no_closing(self):
        ticket = self._answer()
        self._customer_writes(ticket)
        asked = ticket.last_customer_message_date
        self._wait(hours=1)
        self._agent_answers(ticket)
        ticket.action_solve()
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "question")
        self.assertEqual(report.next_question_date, asked)
        self.assertEqual(report.next_category_id, self.reason)
        self.assertTrue(report.has_failed)

    def test_question_that_waits_counts_at_once(self):
        ticket = self._answer()
        self._customer_writes(ticket)
        report = self._judge(ticket, days=1)
        self.assertEqual(report.outcome, "pending")
        self.assertTrue(report.has_failed)

    def test_thanks_that_nobody_has_to_answer_are_no_question(self):
        ticket = self._answer()
        ticket.action_solve()
        self._customer_writes(ticket, "Thank you!")
        self.assertEqual(ticket.stage_kind, "open")
        ticket.action_solve()
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "closed")
        self.assertTrue(report.is_reopened)
        self.assertFalse(report.has_failed)

    def test_question_after_the_window_does_not_count(self):
        ticket = self._answer()
        ticket.action_solve()
        self._wait(days=8)
        self._customer_writes(ticket)
        self.assertEqual(self._judge(ticket).outcome, "closed")

    def test_notes_and_our_own_answers_are_no_question(self):
        ticket = self._answer()
        self._agent_notes(ticket)
        self._agent_answers(ticket)
        ticket.action_solve()
        self.assertEqual(self._judge(ticket).outcome, "closed")

    def test_ticket_that_stays_open_is_no_closing(self):
        self.assertEqual(self._judge(self._answer()).outcome, "open")

    def test_ticket_that_comes_back_by_phone_is_no_closing(self):
        ticket = self._answer()
        ticket.action_solve()
        self._wait(hours=1)
        ticket.action_reopen()
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "open")
        self.assertTrue(report.is_reopened)

    def test_ticket_that_comes_back_much_later_did_close(self):
        ticket = self._answer()
        ticket.action_solve()
        self._wait(days=20)
        ticket.action_reopen()
        self.assertEqual(self._judge(ticket).outcome, "closed")

    def test_new_ticket_about_the_same_order_is_a_repeat(self):
        order = self._create_order()
        ticket = self._answer(sale_order_id=order.id)
        ticket.action_solve()
        other_reason = self.env["support.category"].create({"name": "Broken"})
        again = self._create_ticket(sale_order_id=order.id, category_id=other_reason.id)
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "repeat")
        self.assertEqual(report.repeat_ticket_id, again)
        self.assertEqual(report.next_category_id, other_reason)

    def test_new_ticket_about_another_order_is_none(self):
        ticket = self._answer(sale_order_id=self._create_order().id)
        ticket.action_solve()
        self._create_ticket(sale_order_id=self._create_order().id)
        self._create_ticket(partner_id=self.other_customer.id)
        self.assertEqual(self._judge(ticket).outcome, "closed")

    def test_contact_without_an_order_counts_for_the_customer(self):
        ticket = self._answer()
        ticket.action_solve()
        self._create_ticket()
        self.assertEqual(self._judge(ticket).outcome, "repeat")

    def test_question_on_a_merged_ticket_counts_where_it_goes_on(self):
        ticket = self._answer()
        target = self._create_late_ticket()
        target.received_date = ticket.received_date - timedelta(days=1)
        ticket._merge_into(target)
        self._wait(hours=1)
        self._customer_writes(target)
        report = self._judge(ticket)
        self.assertEqual(report.outcome, "question")

    # -- Figures --------------------------------------------------------------------
    def test_figures_are_those_counted_by_hand(self):
        self._add_uses(5)
        self._add_uses(3, closed=False)
        self._add_uses(2, age=2)
        self._add_uses(4, is_altered=True)
        self._add_uses(1, lang_id=self.italian.id)
        self.env.flush_all()
        scores = self.env["support.reply.score"].with_user(self.manager)
        scores = scores.search([("template_id", "=", self.template.id)])
        english = scores.filtered(lambda score: score.lang_id == self.english)
        italian = scores - english
        self.assertEqual(
            (
                english.use_count,
                english.altered_count,
                english.pending_count,
                english.decided_count,
                english.closed_count,
            ),
            (14, 4, 2, 8, 5),
        )
        self.assertAlmostEqual(english.closing_rate, 0.625)
        # Wilson for 5 of 8
        self.assertAlmostEqual(english.lower_bound, 0.3057, 4)
        self.assertAlmostEqual(english.upper_bound, 0.8632, 4)
        self.assertEqual((italian.decided_count, italian.closed_count), (1, 1))
        uses = self.env["support.reply.report"].search(
            english.action_open_uses()["domain"]
        )
        self.assertEqual(len(uses), 14)

    def test_figures_of_another_company_are_not_seen(self):
        self._add_uses(2)
        self.env.flush_all()
        for model in ("support.reply.score", "support.reply.report"):
            with self.subTest(model=model):
                records = self.env[model].with_user(self.other_manager)
                records = records.with_context(
                    allowed_company_ids=self.other_company.ids
                )
                domain = [("template_id", "=", self.template.id)]
                self.assertFalse(records.search(domain))

    def test_agent_of_own_tickets_sees_no_figures_of_others(self):
        with self.assertRaises(AccessError):
            self.env["support.reply.report"].with_user(self.agent_own).search([])

    # -- Questions without a template -----------------------------------------------
    def _get_gaps(self):
        self.env.flush_all()
        gaps = self.env["support.reply.gap"].with_user(self.manager)
        return gaps.search([("company_id", "=", self.company.id)])

    def test_reason_that_is_answered_alike_comes_before_a_mixed_one(self):
        alike, mixed = self.env["support.category"].create(
            [{"name": "Opening hours"}, {"name": "Everything else"}]
        )
        various = ("Yes.", "The lamp needs another bulb", "1234", "Please call Bruno")
        for number in range(4):
            ticket = self._create_ticket(category_id=alike.id)
            self._agent_answers(ticket, "We are open from nine to six, all week.")
            ticket = self._create_ticket(category_id=mixed.id)
            self._agent_answers(ticket, various[number])
        gaps = self._get_gaps().filtered(lambda g: g.category_id in alike + mixed)
        self.assertEqual(gaps.category_id.ids, [alike.id, mixed.id])
        self.assertEqual(gaps[0].ticket_count, 4)
        self.assertAlmostEqual(gaps[0].sameness, 1.0, 2)
        self.assertAlmostEqual(gaps[0].potential, 4.0, 1)
        self.assertLess(gaps[1].sameness, 0.3)

    def test_reason_with_a_template_is_no_gap(self):
        cause = self.env["support.category"].create(
            {"name": "Carrier", "parent_id": self.reason.id}
        )
        for category in self.reason + cause:
            self._create_ticket(category_id=category.id)
        self.assertFalse(self._get_gaps().category_id & (self.reason + cause))
        self.template.active = False
        templates = self.env["support.reply.template"].search([])
        templates.action_archive()
        self.assertLessEqual(self.reason + cause, self._get_gaps().category_id)

    def test_gap_begins_a_template(self):
        reason = self.env["support.category"].create({"name": "Hours"})
        self._create_ticket(category_id=reason.id)
        gap = self._get_gaps().filtered(lambda g: g.category_id == reason)
        context = gap.action_make_template()["context"]
        template = self.env["support.reply.template"].with_user(self.manager)
        template = template.with_context(**context).create({})
        self.assertEqual((template.name, template.category_ids), ("Hours", reason))
