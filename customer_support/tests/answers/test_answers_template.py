from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersTemplate(AnswersCommon):
    """Templates, their versions and languages."""

    def test_agent_reads_and_manager_writes(self):
        template = self.template.with_user(self.agent_own)
        self.assertIn("Dear", template.text_ids.body)
        with self.assertRaises(AccessError):
            template.name = "Mine"
        self.template.with_user(self.manager).name = "Parcel comes late"

    def test_template_of_another_company_is_not_found(self):
        found = self.env["support.reply.template"].with_user(self.other_manager)
        found = found.with_context(allowed_company_ids=self.other_company.ids)
        self.assertNotIn(self.template, found.search([]))

    def test_published_text_is_frozen_for_everybody(self):
        text = self.template.version_id.text_ids
        for user in (self.manager, self.env.ref("base.user_root")):
            with self.subTest(user=user.login):
                for change in (
                    lambda text: text.write({"body": "<p>Other</p>"}),
                    lambda text: text.unlink(),
                    lambda text: text.copy({"lang_id": self.italian.id}),
                    lambda text: text.version_id.write({"text_ids": [Command.clear()]}),
                    lambda text: text.version_id.unlink(),
                ):
                    with self.assertRaises(UserError):
                        change(text.with_user(user))

    def test_editing_makes_a_new_version(self):
        first = self.template.version_id
        template = self.template.with_user(self.manager)
        draft = template.version_ids.browse(template.action_edit_text()["res_id"])
        self.assertEqual((draft.number, draft.state), (2, "draft"))
        draft.text_ids.body = "<p>Now without variables.</p>"
        self.assertEqual(template.version_id, first, "Nobody uses a draft.")
        draft.action_publish()
        self.assertEqual(template.version_id, draft)
        self.assertEqual(first.state, "retired")
        self.assertEqual(template.decision_ids[0].kind, "published")

    def test_there_is_one_draft_at_a_time(self):
        template = self.template.with_user(self.manager)
        draft = template.action_edit_text()["res_id"]
        self.assertEqual(template.action_edit_text()["res_id"], draft)

    def test_version_without_text_is_not_published(self):
        template = self._create_template("Empty", texts={}, published=False)
        template._get_draft().text_ids.unlink()
        with self.assertRaises(UserError):
            template._get_draft().action_publish()

    def test_unknown_variable_is_refused_when_saving(self):
        for text in (
            "{{ order.margin }}",
            "{{ object.partner_id.email }}",
            "{{ order.number",
            "<a href='{{ delivery.tracking_link }}'>x</a>",
        ):
            with self.subTest(text=text), self.assertRaises(ValidationError):
                self._create_template("Wrong", f"<p>{text}</p>", published=False)

    def test_variable_in_a_subject_is_checked_too(self):
        draft = self._create_template("Late", published=False)._get_draft()
        with self.assertRaises(ValidationError):
            draft.text_ids.subject = "About {{ order.secret }}"

    def test_copy_is_a_draft_that_has_earned_nothing(self):
        self._earn().action_automate()
        copy = self.template.with_user(self.manager).copy()
        self.assertEqual((copy.mode, copy.version_id.ids), ("suggested", []))
        self.assertIn("Dear", copy._get_draft().text_ids.body)
        self.assertFalse(copy.rule_ids)

    # -- Languages ------------------------------------------------------------------
    def test_missing_language_is_reported(self):
        both = self._create_template(
            "Both", texts={self.english: "<p>Hello</p>", self.italian: "<p>Ciao</p>"}
        )
        missing = self.env["support.reply.template"].search(
            [("is_language_missing", "=", True)]
        )
        self.assertIn(self.template, missing)
        self.assertIn(self.italian, self.template.missing_lang_ids)
        others = self.env["res.lang"].search([]) - self.english - self.italian
        if not others:
            self.assertNotIn(both, missing)
        self.assertFalse(both.missing_lang_ids & (self.english + self.italian))

    def test_language_of_the_customer_is_chosen(self):
        both = self._create_template(
            "Both", texts={self.english: "<p>Hello</p>", self.italian: "<p>Ciao</p>"}
        )
        for wanted, expected, is_fallback in (
            ("it_IT", self.italian, False),
            ("en_GB", self.english, False),
            ("fr_FR", self.english, True),
        ):
            with self.subTest(wanted=wanted):
                text, found_fallback = both._choose_text(wanted, "en_US")
                self.assertEqual(
                    (text.lang_id, found_fallback), (expected, is_fallback)
                )

    # -- Review ---------------------------------------------------------------------
    def test_owner_reviews_without_the_right_to_write(self):
        self.template.owner_id = self.agent
        template = self.template.with_user(self.agent)
        self.assertTrue(template.is_review_due)
        template.action_review()
        self.assertFalse(template.is_review_due)
        self.assertEqual(template.decision_ids[0].user_id, self.agent)

    def test_nobody_else_reviews(self):
        with self.assertRaises(AccessError):
            self.template.with_user(self.agent_own).action_review()

    def test_review_falls_due_after_the_interval(self):
        self._freeze()
        self.template.action_review()
        domain = [("is_review_due", "=", True), ("id", "=", self.template.id)]
        templates = self.env["support.reply.template"]
        self.assertFalse(templates.search(domain))
        self._wait(days=91)
        self.assertTrue(templates.search(domain))

    def test_owner_gets_one_weekly_activity_with_figures(self):
        self._add_uses(3)
        self._add_uses(1, closed=False)
        self.template.owner_id = self.agent
        for _week in range(2):
            self.template._request_review()
        activity = self.template.activity_ids
        self.assertEqual(activity.user_id, self.agent)
        self.assertIn("3 of 4", activity.note)
        self.template.with_user(self.agent).action_review()
        self.assertFalse(self.template.activity_ids.filtered("active"))
