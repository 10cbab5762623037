from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...const import ARTICLE_STATES, ARTICLE_TRANSITIONS
from .help_common import HelpCommon


@tagged("post_install", "-at_install")
class TestAnswersArticleLife(HelpCommon):
    def test_five_shelves_are_there_at_install(self):
        for name in ("billing", "order", "shipping", "return", "account"):
            shelf = self.env.ref(f"customer_support.support_article_category_{name}")
            langs = shelf.article_ids.text_ids.mapped("lang")
            self.assertLessEqual({"en_US", "it_IT"}, set(langs))

    def test_agent_submits_and_manager_publishes(self):
        article = self._create_article(user=self.agent_own, publish=False)
        article.action_submit()
        self.assertEqual(article.state, "review")
        article.with_user(self.manager).action_publish()
        self.assertEqual(article.state, "published")
        self.assertEqual(article.text_ids.kind, "published")
        self.assertTrue(article.review_date > article.last_review_date)

    def test_agent_does_not_publish_nor_archive(self):
        article = self._create_article(user=self.agent, publish=False)
        with self.assertRaises(UserError):
            article.action_publish()
        with self.assertRaises(UserError):
            article.action_archive_article()
        self.assertEqual(article.state, "draft")

    def test_collaborator_reads_and_does_not_write(self):
        article = self._create_article(publish=False)
        own = article.with_user(self.collaborator)
        self.assertEqual(own.name, "Why does it flicker?")
        with self.assertRaises(AccessError):
            own.sequence = 5
        with self.assertRaises(AccessError):
            self._create_article(user=self.collaborator, publish=False)

    def test_agent_does_not_change_what_is_published(self):
        article = self._create_article().with_user(self.agent)
        with self.assertRaises(AccessError):
            article.audience = "agent"
        with self.assertRaises(UserError):
            article.text_ids.name = "Something else"
        with self.assertRaises(UserError):
            article.text_ids.unlink()

    def test_nobody_writes_the_state_past_the_buttons(self):
        article = self._create_article(publish=False).with_user(self.manager)
        with self.assertRaises(AccessError):
            article.state = "published"
        with self.assertRaises(AccessError):
            article.text_ids.kind = "published"
        with self.assertRaises(AccessError):
            article.text_ids.with_context(default_kind="published").create(
                {"article_id": article.id, "lang": "it_IT", "name": "Forged"}
            )
        forged = article.with_context(default_state="published").create(
            {"category_id": self.shelf.id}
        )
        self.assertEqual(forged.state, "draft")

    def test_only_declared_moves_are_possible(self):
        for before in dict(ARTICLE_STATES):
            for after in dict(ARTICLE_STATES):
                article = self._create_article(publish=False)
                article.sudo().write({"state": before})
                with self.subTest(before=before, after=after):
                    if after in ARTICLE_TRANSITIONS[before]:
                        article._set_state(after)
                        self.assertEqual(article.state, after)
                    else:
                        with self.assertRaises(UserError):
                            article._set_state(after)

    def test_new_version_is_seen_when_it_is_published_and_the_old_one_kept(self):
        article = self._create_article(body="Old words")
        self._edit(article, body="<p>New words</p>")
        self.assertIn("Old words", article._get_help_text().body)
        article.with_user(self.manager).action_publish()
        self.assertIn("New words", article._get_help_text().body)
        former = article.text_ids.filtered(lambda text: text.kind == "former")
        self.assertIn("Old words", former.body)
        self.assertEqual((former.version, article._get_help_text().version), (1, 2))

    def test_former_version_comes_back(self):
        article = self._create_article(body="Old words")
        self._edit(article, body="<p>New words</p>")
        article.with_user(self.manager).action_publish()
        former = article.text_ids.filtered(lambda text: text.kind == "former")
        former.with_user(self.agent).action_make_draft()
        with self.assertRaises(UserError):
            former.with_user(self.agent).action_make_draft()
        article.with_user(self.manager).action_publish()
        self.assertIn("Old words", article._get_help_text().body)
        self.assertEqual(article._get_help_text().version, 3)

    def test_publishing_needs_a_draft(self):
        article = self._create_article()
        with self.assertRaises(UserError):
            article.with_user(self.manager).action_publish()

    def test_archived_article_is_kept_and_can_come_back(self):
        article = self._create_article(body="Words").with_user(self.manager)
        article.action_archive_article()
        self.assertFalse(article._get_help_text())
        article.action_rework()
        self.assertEqual(article.state, "draft")
        article.action_publish()
        self.assertIn("Words", article._get_help_text().body)

    def test_one_draft_per_language(self):
        article = self._create_article(publish=False)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.cr.savepoint(),
        ):
            article.text_ids.create(
                {"article_id": article.id, "lang": "en_US", "name": "Twice"}
            ).flush_recordset()

    def test_copy_is_a_draft_with_the_same_words(self):
        article = self._create_article(body="Words", italian=("Titolo", "Parole"))
        copied = article.with_user(self.agent).copy()
        self.assertEqual(copied.state, "draft")
        self.assertEqual(set(copied.text_ids.mapped("kind")), {"draft"})
        self.assertEqual(set(copied.text_ids.mapped("lang")), {"en_US", "it_IT"})

    def test_reader_gets_his_language_or_the_nearest(self):
        article = self._create_article(name="Title", italian=("Titolo", ""))
        for lang, title in (
            ("it_IT", "Titolo"),
            ("it_CH", "Titolo"),
            ("en_GB", "Title"),
            ("fr_FR", "Title"),
            (False, "Title"),
        ):
            self.assertEqual(article._choose_text(lang, ("published",)).name, title)

    def test_script_does_not_get_into_a_text(self):
        article = self._create_article(
            body='<script>alert(1)</script><img src="x" onerror="alert(2)">'
            '<a href="javascript:alert(3)">x</a><form action="//evil"><input></form>'
            '<img src="https://evil.example/pixel.png" alt="far">'
            '<iframe src="//evil"></iframe>'
        )
        text = article._get_help_text()
        shown = article._get_help_body(text)
        for evil in ("<script", "onerror", "javascript:", "<form", "evil", "<iframe"):
            self.assertNotIn(evil, shown)
        self.assertIn("far", shown)

    def test_article_of_another_company_is_not_read(self):
        article = self._create_article(company_id=self.other_company.id, publish=False)
        mine = self.env["support.article"].with_user(self.manager)
        self.assertNotIn(article, mine.search([]))
        texts = self.env["support.article.text"].with_user(self.manager)
        self.assertNotIn(article.text_ids, texts.search([]))
        with self.assertRaises(AccessError):
            article.with_user(self.manager).read(["name"])
