from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .help_common import HelpCommon


@tagged("post_install", "-at_install")
class TestAnswersProblemAnswer(HelpCommon):
    """One solution for all tickets of a problem, each in its language, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.problem = cls.env["support.problem"].create(
            {
                "name": "Driver fails",
                "company_id": cls.company.id,
                "user_id": cls.agent.id,
                "solution_ids": [
                    (0, 0, {"lang": "en_US", "body": "<p>New drivers are here.</p>"}),
                    (0, 0, {"lang": "it_IT", "body": "<p>I nuovi sono arrivati.</p>"}),
                ],
            }
        )
        cls.other_customer.lang = "it_IT"
        cls.english = cls._create_ticket(problem_id=cls.problem.id)
        cls.italian = cls._create_ticket(
            problem_id=cls.problem.id, partner_id=cls.other_customer.id
        )
        cls.ended = cls._create_ticket(problem_id=cls.problem.id)
        cls.ended.action_solve()

    def _answer_all(self, user=None):
        self.problem.with_user(user or self.agent).action_answer_all()
        self._run_cron("ir_cron_answer_problems")

    def _get_texts(self, ticket):
        messages = ticket.message_ids.filtered(
            lambda m: m.message_type == "comment" and not m.subtype_id.internal
        )
        return [str(message.body) for message in messages]

    def test_each_open_ticket_is_answered_in_its_language_and_solved(self):
        self._answer_all()
        self.assertEqual(
            self._get_texts(self.english), ["<p>New drivers are here.</p>"]
        )
        self.assertEqual(
            self._get_texts(self.italian), ["<p>I nuovi sono arrivati.</p>"]
        )
        self.assertFalse(self._get_texts(self.ended))
        self.assertEqual(self.english.stage_kind, "solved")
        message = self.english.message_ids.filtered("body").filtered(
            lambda m: "drivers" in m.body
        )
        self.assertEqual(message.author_id, self.agent.partner_id)
        self.assertIn(self.customer, message.partner_ids)

    def test_asked_twice_it_is_sent_once(self):
        self._answer_all()
        self._run_cron("ir_cron_answer_problems")
        with self.assertRaises(UserError):
            self._answer_all()
        self.english.action_reopen()
        with self.assertRaises(UserError):
            self._answer_all()
        self.assertEqual(len(self._get_texts(self.english)), 1)

    def test_killed_before_the_row_is_written_nothing_was_sent(self):
        answers = type(self.env["support.problem.answer"])
        self.problem.with_user(self.agent).action_answer_all()
        own_write = answers.write

        def die(records, vals):
            if vals.get("state") == "sent":
                raise KeyboardInterrupt
            return own_write(records, vals)

        with (
            patch.object(answers, "write", die),
            self.assertRaises(KeyboardInterrupt),
            self.cr.savepoint(),
        ):
            self.env["support.problem.answer"]._cron_answer()
        self.env.invalidate_all()
        self.assertFalse(self._get_texts(self.english))
        self._run_cron("ir_cron_answer_problems")
        self.assertEqual(len(self._get_texts(self.english)), 1)

    def test_one_failure_stops_no_other_and_can_be_tried_again(self):
        tickets = type(self.env["support.ticket"])
        own_post = tickets.message_post

        def refuse(ticket, **kwargs):
            if ticket.id == self.english.id:
                raise ValueError("The mail server is away.")
            return own_post(ticket, **kwargs)

        with (
            patch.object(tickets, "message_post", refuse),
            mute_logger(
                "odoo.addons.customer_support.models.answers.support_problem_answer"
            ),
        ):
            self._answer_all()
        failed = self.problem.answer_ids.filtered(lambda a: a.state == "failed")
        self.assertEqual(failed.ticket_id, self.english)
        self.assertIn("mail server", failed.error)
        self.assertEqual(len(self._get_texts(self.italian)), 1)
        self._answer_all()
        self.assertEqual(len(self._get_texts(self.english)), 1)

    def test_ticket_that_ends_meanwhile_is_left_alone(self):
        self.problem.with_user(self.agent).action_answer_all()
        self.english.action_close()
        self._run_cron("ir_cron_answer_problems")
        self.assertFalse(self._get_texts(self.english))
        self.assertIn("1 not needed", self.problem.answer_summary)

    def test_only_tickets_that_the_user_may_write_are_answered(self):
        self.problem.user_id = self.agent_own
        self.english.user_id = self.agent
        self.italian.user_id = self.agent_own
        self._answer_all(self.agent_own)
        self.assertFalse(self._get_texts(self.english))
        self.assertTrue(self._get_texts(self.italian))

    def test_colleague_does_not_answer_for_the_owner(self):
        with self.assertRaises(AccessError):
            self.problem.with_user(self.agent_own).action_answer_all()
        with self.assertRaises(AccessError):
            self.problem.with_user(self.agent_own).solution_ids[0].body = "Hacked"

    def test_problem_without_solution_is_not_answered(self):
        self.problem.solution_ids.unlink()
        with self.assertRaises(UserError):
            self._answer_all()

    def test_published_problem_needs_words_for_customers(self):
        with self.assertRaises(UserError):
            self.problem.with_user(self.agent).is_published = True


@tagged("post_install", "-at_install")
class TestAnswersProblemCost(HelpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.company, install_demo=False
        )
        cls.problem = cls.env["support.problem"].create(
            {
                "name": "Driver fails",
                "company_id": cls.company.id,
                "product_tmpl_ids": [(6, 0, cls.product.ids)],
            }
        )
        cls.invoice = cls._create_move("out_invoice", 100)
        cls._create_ticket(
            problem_id=cls.problem.id, invoice_ids=[(6, 0, cls.invoice.ids)]
        )

    @classmethod
    def _create_move(cls, kind, amount, **values):
        move = cls.env["account.move"].create(
            {
                "move_type": kind,
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "invoice_line_ids": [
                    (0, 0, {"name": "Lamp", "price_unit": amount, "tax_ids": []})
                ],
                **values,
            }
        )
        move.action_post()
        return move

    def test_cost_is_that_of_the_credit_notes_and_opens_them(self):
        mine = self._create_move("out_refund", 40, reversed_entry_id=self.invoice.id)
        self._create_move("out_refund", 70)
        problem = self.problem.with_user(self.manager)
        self.assertEqual((problem.refund_amount, problem.refund_count), (40, 1))
        opened = self.env["account.move"].search(
            problem.action_open_refunds()["domain"]
        )
        self.assertEqual(opened, mine)

    def test_agent_does_not_read_the_cost(self):
        with self.assertRaises(AccessError):
            self.problem.with_user(self.agent).read(["refund_amount"])

    def test_improvement_counts_tickets_before_and_after_and_tells_product_people(self):
        self._freeze("2026-03-02 10:00:00")
        improvement = (
            self.env["support.improvement"]
            .with_user(self.agent)
            .create(
                {
                    "name": "Say which dimmers fit",
                    "problem_id": self.problem.id,
                    "product_tmpl_id": self.product.id,
                    "user_id": self.manager.id,
                }
            )
        )
        activity = self.product.activity_ids
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.summary, "Say which dimmers fit")
        variant = self.product.product_variant_id
        dates = ("2026-02-25 08:00", "2026-02-26 08:00", "2026-03-05 08:00")
        for when in dates:
            ticket = self._create_ticket(
                problem_id=self.problem.id, product_id=variant.id
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE support_ticket SET create_date = %s WHERE id = %s",
                [when, ticket.id],
            )
        improvement.action_done()
        self._wait(days=10)
        improvement.invalidate_recordset()
        figures = (
            improvement.days,
            improvement.tickets_before,
            improvement.tickets_after,
        )
        self.assertEqual(figures, (10, 2, 1))

    def test_improvement_needs_a_subject(self):
        with self.assertRaises(UserError):
            self.env["support.improvement"].with_user(self.agent).create({"name": "x"})
