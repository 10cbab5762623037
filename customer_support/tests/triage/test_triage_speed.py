from odoo.tests import tagged

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriageSpeed(TriageCommon):
    """Budgets: what triage adds to a new ticket, at two sizes."""

    def _count(self, function, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _create_rules(self, count):
        """Create so many rules with a reason, a product and words of their own."""
        categories = self.env["support.category"].create(
            [
                {"name": f"Reason {number}", "parent_id": self.cluster.id}
                for number in range(count)
            ]
        )
        products = self.env["product.product"].create(
            [{"name": f"Lamp {number}"} for number in range(count)]
        )
        for number, (category, product) in enumerate(
            zip(categories, products, strict=True)
        ):
            self._create_rule(
                phrases=f"word{number}",
                set_category_id=category.id,
                set_product_id=product.id,
                set_team_id=self.warehouse.id,
                lang_ids=self.env["res.lang"].search([], limit=1).ids,
            )

    def _create_many(self, count, name="Word0"):
        return self.env["support.ticket"].create(
            [
                {
                    "name": name,
                    "partner_id": self.customer.id,
                    "team_id": self.team.id,
                    "team_is_default": True,
                    "channel_id": self.mail.id,
                    "first_text": "word0 in the text",
                }
                for _number in range(count)
            ]
        )

    def test_two_hundred_rules_cost_a_new_ticket_what_two_cost(self):
        counts = []
        for rules in (2, 200):
            self._create_rules(rules)
            self._count(self._create_many, 1)
            counts.append(self._count(self._create_many, 1))
            self.env["support.triage.rule"].search([]).action_archive()
        self.assertEqual(counts[0], counts[1])

    def test_without_rules_triage_costs_no_query(self):
        self._create_many(1)
        plain = self._count(self._create_many, 1)
        rule = self._create_rule(phrases="nothing of this", stops=True)
        self._create_many(1)
        unmatched = self._count(self._create_many, 1)
        rule.active = False
        self._create_many(1)
        self.assertEqual(self._count(self._create_many, 1), plain)
        self.assertLessEqual(unmatched - plain, 4)

    def test_queries_for_rules_do_not_grow_with_the_tickets(self):
        self._create_many(2)
        plain = [self._count(self._create_many, count) for count in (5, 40)]
        self._create_rules(2)
        self._create_many(2)
        ruled = [self._count(self._create_many, count) for count in (5, 40)]
        added = [full - bare for full, bare in zip(ruled, plain, strict=True)]
        self.assertEqual(added[0], added[1])

    def test_queue_costs_new_tickets_the_same_few_queries(self):
        self._create_many(1)
        plain = [self._count(self._create_many, count) for count in (1, 40)]
        self._set_up_rota()
        self._create_many(1)
        waiting = [self._count(self._create_many, count) for count in (1, 40)]
        added = [full - bare for full, bare in zip(waiting, plain, strict=True)]
        self.assertEqual(added[0], added[1])
        self.assertLessEqual(added[0], 7)

    def test_queue_is_found_by_the_index(self):
        self._set_up_rota()
        self._create_many(2)
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute(
            "EXPLAIN SELECT count(*) FROM support_ticket "
            "WHERE triage_state = 'waiting' AND team_id = %s",
            [self.team.id],
        )
        plan = " ".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn("support_ticket_triage_idx", plan)
