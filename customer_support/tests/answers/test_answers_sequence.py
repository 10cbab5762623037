from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersSequence(AnswersCommon):
    """What customers asked next about the same order (N-33)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.next_reason = cls.env["support.category"].create({"name": "Refund"})

    def _ask_in_sequence(self, days, order=None, reason=None):
        order = order or self._create_order()
        now = fields.Datetime.now()
        values = {"sale_order_id": order.id}
        first = self._create_late_ticket(**values)
        second = self._create_late_ticket(
            category_id=(reason or self.next_reason).id, **values
        )
        first.sudo().received_date = now - timedelta(days=20)
        second.sudo().received_date = now - timedelta(days=20 - days)
        return first, second

    def _find(self):
        self.env.flush_all()
        return self.env["support.reply.sequence"].search(
            [("category_id", "=", self.reason.id)]
        )

    def test_pairs_within_a_week_about_the_same_order_are_counted(self):
        self._ask_in_sequence(3)
        self._ask_in_sequence(7)
        self._ask_in_sequence(8)
        self._create_late_ticket(sale_order_id=self._create_order().id)
        found = self._find()
        self.assertEqual(found.next_category_id, self.next_reason)
        self.assertEqual((found.pair_count, found.ticket_count), (2, 4))
        self.assertEqual(found.share, 0.5)

    def test_same_reason_again_spam_and_other_orders_do_not_count(self):
        self._ask_in_sequence(2, reason=self.reason)
        _first, second = self._ask_in_sequence(2)
        second.with_user(self.manager).action_mark_spam()
        self.assertFalse(self._find())

    def test_only_the_first_next_question_counts(self):
        order = self._create_order()
        self._ask_in_sequence(2, order)
        other = self.env["support.category"].create({"name": "Invoice"})
        later = self._create_late_ticket(category_id=other.id, sale_order_id=order.id)
        later.sudo().received_date = fields.Datetime.now() - timedelta(days=17)
        self.assertEqual(self._find().next_category_id, self.next_reason)

    def test_agent_reads_it_in_the_composer_once_it_is_no_chance(self):
        ticket = self._create_late_ticket(sale_order_id=self._create_order().id)
        for _number in range(4):
            self._ask_in_sequence(2)
        self.env.flush_all()
        self.assertFalse(self._compose(ticket).reply_learned_next)
        self._ask_in_sequence(2)
        self.env.flush_all()
        words = self._compose(ticket).reply_learned_next
        self.assertIn("“Refund”: 5 of 6 customers", words)

    def test_what_the_template_says_next_goes_before(self):
        ticket = self._create_late_ticket(sale_order_id=self._create_order().id)
        for _number in range(5):
            self._ask_in_sequence(2)
        self.env.flush_all()
        self.template.next_category_id = self.next_reason
        composer = self._compose(ticket, reply_template_id=self.template.id)
        self.assertFalse(composer.reply_learned_next)

    def test_agents_do_not_read_the_report(self):
        with self.assertRaises(AccessError):
            self.env["support.reply.sequence"].with_user(self.agent).search([])
