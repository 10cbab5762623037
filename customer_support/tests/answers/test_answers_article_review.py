from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .help_common import HelpCommon


@tagged("post_install", "-at_install")
class TestAnswersArticleReview(HelpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls._create_article(
            product_tmpl_ids=[(6, 0, cls.product.ids)], user_id=cls.agent_own.id
        )

    def test_changed_price_makes_the_article_stale_and_says_what_changed(self):
        self.product.list_price = 12
        self.assertTrue(self.article.stale_since)
        self.assertIn("Aria lamp", self.article.stale_reason)
        self.assertIn("10.0 → 12.0", self.article.stale_reason)

    def test_price_of_the_variant_counts_too(self):
        self.product.product_variant_id.list_price = 13
        self.assertTrue(self.article.stale_since)

    def test_seller_without_rights_in_support_changes_the_price(self):
        self.outsider.group_ids |= self.env.ref("product.group_product_manager")
        self.product.with_user(self.outsider).list_price = 14
        self.assertTrue(self.article.stale_since)

    def test_owner_is_asked_once_however_much_changes(self):
        self.product.list_price = 12
        self.product.list_price = 13
        self.product.weight = 2
        self.assertEqual(self.article.activity_ids.user_id, self.agent_own)
        self.assertEqual(len(self.article.activity_ids), 1)
        self.assertEqual(len(self.article.stale_reason.splitlines()), 3)

    def test_what_readers_are_not_told_changes_nothing(self):
        self.product.default_code = "A-1"
        self.product.list_price = 10
        self.assertFalse(self.article.stale_since)

    def test_draft_is_not_stale(self):
        draft = self._create_article(
            product_tmpl_ids=[(6, 0, self.product.ids)], publish=False
        )
        self.product.list_price = 12
        self.assertFalse(draft.stale_since)

    def test_changed_service_level_makes_its_article_stale(self):
        policy = self.env["support.sla.policy"].create(
            {
                "name": "Gold",
                "company_id": self.company.id,
                "target_ids": [(0, 0, {"minutes_1": 60})],
            }
        )
        article = self._create_article(sla_policy_ids=[(6, 0, policy.ids)])
        policy.target_ids.minutes_1 = 120
        self.assertIn("Gold", article.stale_reason)

    def test_product_without_articles_costs_one_query_more(self):
        product = self.product.copy()
        prices = iter(range(20, 30))

        def change_price():
            product.list_price = next(prices)

        self._measure_queries(change_price)
        cost = self._measure_queries(change_price)
        told = type(self.env["product.template"])
        with patch.object(told, "_support_article_told", frozenset()):
            self.assertLessEqual(cost, self._measure_queries(change_price) + 1)

    def test_review_by_the_owner_ends_it(self):
        self.product.list_price = 12
        self.article.with_user(self.agent_own).action_confirm_review()
        self.assertFalse(self.article.stale_since or self.article.stale_reason)
        self.assertFalse(self.article.activity_ids)
        self.assertGreater(self.article.review_date, fields.Date.today())

    def test_other_agent_does_not_review(self):
        with self.assertRaises(UserError):
            self.article.with_user(self.agent).action_confirm_review()

    def test_new_version_ends_it_too(self):
        self.product.list_price = 12
        self._edit(self.article, name="Flickers since the new price")
        self.article.with_user(self.manager).action_publish()
        self.assertFalse(self.article.stale_since)

    def test_overdue_articles_are_listed_and_owners_asked_once(self):
        self.article.review_date = fields.Date.today() - timedelta(days=1)
        articles = self.env["support.article"].with_user(self.agent_own)
        overdue = articles.search([("is_overdue", "=", True)])
        self.assertIn(self.article, overdue)
        self.assertNotIn(self.article, articles.search([("is_overdue", "=", False)]))
        self._run_cron("ir_cron_ask_for_reviews")
        self._run_cron("ir_cron_ask_for_reviews")
        self.assertEqual(len(self.article.activity_ids), 1)
        self.assertEqual(self.article.activity_ids.user_id, self.agent_own)
