from odoo.exceptions import AccessError
from odoo.tests import tagged

from .help_common import HelpCommon


@tagged("post_install", "-at_install")
class TestAnswersHelpAgent(HelpCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp = cls._create_article(
            "The lamp flickers",
            "A dimmer of the wrong kind.",
            italian=("La lampada sfarfalla", "Il variatore non va bene."),
        )
        cls.internal = cls._create_article(
            "Lamp flickers: what to try", "Secret.", audience="agent"
        )
        cls.about = cls._create_article(
            "Care of Aria", product_tmpl_ids=[(6, 0, cls.product.ids)]
        )
        cls.ticket = cls._create_ticket(
            name="My lmap flickers", product_id=cls.product.product_variant_id.id
        )

    def _find(self, query=None, user=None, ticket=None):
        return (
            (ticket or self.ticket).with_user(user or self.agent).find_articles(query)
        )

    def test_panel_begins_with_subject_and_product(self):
        ids = [row["id"] for row in self._find()]
        self.assertEqual(ids[0], self.about.id)
        self.assertIn(self.lamp.id, ids)

    def test_panel_searches(self):
        self.assertEqual(self._find("dimer")[0]["id"], self.lamp.id)

    def test_article_comes_in_the_language_of_the_customer(self):
        self.customer.lang = "it_IT"
        [row] = [r for r in self._find() if r["id"] == self.lamp.id]
        self.assertEqual(row["title"], "La lampada sfarfalla")
        self.assertIn("variatore", row["text"])

    def test_text_for_support_only_cannot_be_sent(self):
        [row] = [r for r in self._find() if r["id"] == self.internal.id]
        self.assertEqual((row["url"], row["text"]), (False, False))

    def test_customer_and_who_may_not_read_the_ticket_get_nothing(self):
        for user in (self.ada, self.outsider, self.other_manager):
            with self.assertRaises(AccessError):
                self._find(user=user)

    def test_product_page_shows_the_articles_of_the_product(self):
        ticket = self.ticket.with_user(self.agent_own)
        self.assertEqual(ticket.product_article_ids, self.about)

    def test_article_from_ticket_has_question_and_answer_without_names(self):
        self.customer.write({"phone": "+39 02 1234567", "city": "Bergamo"})
        self._customer_writes(
            self.ticket,
            "Hello, I am Ada Lindqvist from Bergamo (ada@lindqvist.example, "
            "+39 02 1234567). My lamp of order S00042 flickers.",
        )
        self._agent_answers(self.ticket, "Dear Ada, use a trailing-edge dimmer.")
        action = self.ticket.with_user(self.agent).action_create_article()
        article = self.env["support.article"].browse(action["res_id"])
        self.assertEqual((article.state, article.ticket_id), ("draft", self.ticket))
        self.assertEqual(article.product_tmpl_ids, self.product)
        body = article.text_ids.body
        for kept in ("My lamp of order", "flickers", "trailing-edge dimmer"):
            self.assertIn(kept, body)
        for gone in ("Ada", "Lindqvist", "lindqvist", "1234567", "S00042", "Bergamo"):
            self.assertNotIn(gone, body)

    def test_note_for_colleagues_does_not_get_into_the_article(self):
        self._customer_writes(self.ticket, "It flickers.")
        self._agent_answers(self.ticket, "Change the dimmer.")
        self._agent_notes(self.ticket, "He is difficult.")
        action = self.ticket.with_user(self.agent).action_create_article()
        article = self.env["support.article"].browse(action["res_id"])
        self.assertNotIn("difficult", article.text_ids.body)

    def test_collaborator_makes_no_article(self):
        self.ticket.user_id = self.collaborator
        with self.assertRaises(AccessError):
            self.ticket.with_user(self.collaborator).action_create_article()

    def test_reason_without_article_is_in_the_report_until_one_is_published(self):
        reason = self.env.ref("customer_support.support_category_shipping_late")
        for _number in range(3):
            self._create_ticket(category_id=reason.id)
        self.env.flush_all()
        gaps = self.env["support.article.gap"].with_user(self.agent)
        mine = [("category_id", "=", reason.id), ("company_id", "=", self.company.id)]
        gap = gaps.search(mine)
        self.assertEqual((gap.tickets, gap.articles), (3, 0))
        self.assertEqual(
            self.env["support.ticket"].search_count(
                gap.action_open_tickets()["domain"]
            ),
            3,
        )
        self._create_article("Late?", reason_ids=[(6, 0, reason.ids)])
        self.env.flush_all()
        gaps.invalidate_model()
        self.assertEqual(gaps.search(mine).articles, 1)

    def test_gaps_of_another_company_are_not_shown(self):
        reason = self.env.ref("customer_support.support_category_shipping_late")
        self._create_ticket(category_id=reason.id)
        self.env.flush_all()
        gaps = self.env["support.article.gap"].with_user(self.other_manager)
        found = gaps.with_context(allowed_company_ids=self.other_company.ids).search([])
        self.assertNotIn(self.company, found.sudo().company_id)
