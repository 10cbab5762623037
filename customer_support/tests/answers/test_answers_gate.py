from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersGate(AnswersCommon):
    """No template answers by itself unless it has earned it, and only so long."""

    # -- Through the gate -----------------------------------------------------------
    def test_manager_approves_what_has_earned_it(self):
        template = self._earn()
        self.assertTrue(template.can_be_automated)
        template.action_automate()
        self.assertEqual(template.mode, "automatic")
        self.assertEqual(template.automatic_lang_ids, self.english)
        decision = template.decision_ids[0]
        self.assertEqual((decision.kind, decision.user_id), ("automated", self.manager))
        self.assertEqual((decision.decided_count, decision.closed_count), (40, 40))
        self.assertAlmostEqual(decision.lower_bound, 0.9124, 4)

    def test_agent_does_not_approve(self):
        self._earn()
        with self.assertRaises(AccessError):
            self.template.with_user(self.agent).action_automate()

    def test_refusal_says_what_is_missing(self):
        self._add_uses(12)
        self._add_uses(3, age=1)
        template = self.template.with_user(self.manager)
        with self.assertRaises(UserError) as caught:
            template.action_automate()
        text = str(caught.exception)
        for part in ("12 counted uses of at least 30", "3 are pending", "No rule says"):
            self.assertIn(part, text)
        self.assertEqual(template.mode, "suggested")

    def test_uses_that_do_not_count_do_not_open_it(self):
        for values in (
            {"is_altered": True},
            {"is_automatic": True, "user_id": False},
            {"company_id": self.other_company.id},
            {"age": 1},
            {"closed": False},
        ):
            with self.subTest(values=values), self.env.cr.savepoint() as savepoint:
                self._earn_with(**values)
                with self.assertRaises(UserError):
                    self.template.with_user(self.manager).action_automate()
                savepoint.rollback()

    def _earn_with(self, **values):
        self._add_uses(40, **values)
        self._add_rule()
        self.template.action_review()
        self.env.flush_all()
        self.env.invalidate_all()

    def test_language_earns_for_itself(self):
        both = self._create_template(
            "Both", texts={self.english: "<p>Hello</p>", self.italian: "<p>Ciao</p>"}
        )
        template = self._earn(both)
        template.action_automate()
        self.assertEqual(template.automatic_lang_ids, self.english)

    def test_template_of_all_companies_is_not_automatic(self):
        self._earn()
        self.template.company_id = False
        with self.assertRaisesRegex(UserError, "all companies"):
            self.template.with_user(self.manager).action_automate()

    def test_template_that_names_an_agent_is_not_automatic(self):
        template = self._create_template("Signed", "<p>Yours, {{ agent.name }}</p>")
        with self.assertRaisesRegex(UserError, "agent.name"):
            self._earn(template).action_automate()

    def test_old_review_shuts_it(self):
        template = self._earn()
        self.template.last_review_date = "2020-01-01"
        with self.assertRaisesRegex(UserError, "not reviewed"):
            template.action_automate()

    # -- Around the gate ------------------------------------------------------------
    def test_no_other_way_leads_to_automatic(self):
        template = self.template.with_user(self.manager)
        templates = self.env["support.reply.template"].with_user(self.manager)
        ways = {
            "write": lambda: template.write({"mode": "automatic"}),
            "attribute": lambda: setattr(template, "mode", "automatic"),
            "create": lambda: templates.create({"name": "x", "mode": "automatic"}),
            "copy": lambda: template.copy({"mode": "automatic"}),
            "languages": lambda: template.write(
                {"automatic_lang_ids": [Command.set(self.english.ids)]}
            ),
            "review": lambda: template.write({"last_review_date": "2026-01-01"}),
            "version": lambda: template.write(
                {"version_id": template.version_ids[0].id}
            ),
            "state": lambda: template.version_ids.create(
                {"template_id": template.id, "state": "published"}
            ),
            "web_save": lambda: template.web_save({"mode": "automatic"}, {}),
            "decision": lambda: (
                self.env["support.reply.decision"]
                .with_user(self.manager)
                .create({"template_id": template.id, "kind": "automated"})
            ),
            "use": lambda: (
                self.env["support.reply.use"]
                .with_user(self.manager)
                .create({"template_id": template.id})
            ),
        }
        for name, way in ways.items():
            with self.subTest(way=name), self.assertRaises(AccessError):
                way()
        self.assertEqual(self.template.mode, "suggested")

    def test_import_does_not_lead_to_automatic(self):
        templates = self.env["support.reply.template"].with_user(self.manager)
        result = templates.load(["name", "mode"], [["Imported", "automatic"]])
        self.assertFalse(result["ids"])
        self.assertFalse(templates.search([("name", "=", "Imported")]))

    def test_defaults_of_the_context_do_not_lead_to_automatic(self):
        templates = self.env["support.reply.template"].with_user(self.manager)
        template = templates.with_context(
            default_mode="automatic", default_last_review_date="2026-01-01"
        ).create({"name": "Forged"})
        self.assertEqual(template.mode, "suggested")
        self.assertFalse(template.last_review_date)

    def test_user_defaults_do_not_lead_to_automatic(self):
        self.env["ir.default"].set(
            "support.reply.template", "mode", "automatic", user_id=self.manager.id
        )
        templates = self.env["support.reply.template"].with_user(self.manager)
        self.assertEqual(templates.create({"name": "Forged"}).mode, "suggested")

    # -- The way back ---------------------------------------------------------------
    def test_changes_take_the_approval_back(self):
        self._earn().action_automate()
        template = self.template.with_user(self.manager)
        draft = template.version_ids.browse(template.action_edit_text()["res_id"])
        changes = {
            "version": draft.action_publish,
            "rule": lambda: template.rule_ids.write({"phrases": "the"}),
            "new rule": lambda: self._add_rule(phrases="hello"),
            "company": lambda: template.write({"company_id": False}),
            "archived": template.action_archive,
            "purpose": lambda: template.write({"purpose": "closing"}),
        }
        for name, change in changes.items():
            with self.subTest(change=name), self.env.cr.savepoint() as savepoint:
                change()
                self.assertEqual(template.mode, "suggested")
                self.assertFalse(template.automatic_lang_ids)
                decisions = template.decision_ids.mapped("kind")
                self.assertIn("withdrawn", decisions)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_name_and_order_of_rules_change_nothing(self):
        self._earn().action_automate()
        self.template.rule_ids.write({"name": "Other", "sequence": 3})
        self.template.write({"name": "Other", "tone": "Calm"})
        self.assertEqual(self.template.mode, "automatic")

    def test_manager_takes_it_back(self):
        self._earn().action_automate()
        self.template.with_user(self.manager).action_suggest()
        self.assertEqual(self.template.mode, "suggested")
        with self.assertRaises(AccessError):
            self.template.with_user(self.agent).action_hide()

    def test_it_is_withdrawn_when_it_no_longer_closes(self):
        self.template.owner_id = self.agent
        self._earn().action_automate()
        self._add_automatic_uses(20, closed=False)
        self._run_cron("ir_cron_watch_automatic_replies")
        self.assertEqual(self.template.mode, "suggested")
        decision = self.template.decision_ids[0]
        self.assertEqual((decision.kind, decision.user_id.ids), ("withdrawn", []))
        self.assertIn("0 %", decision.reason)
        self.assertEqual(self.template.activity_ids.user_id, self.agent)

    def test_it_stays_while_it_closes(self):
        self._earn().action_automate()
        self._add_automatic_uses(15)
        self._add_automatic_uses(5, closed=False)
        self._run_cron("ir_cron_watch_automatic_replies")
        self.assertEqual(self.template.mode, "automatic")

    def _add_automatic_uses(self, count, **values):
        """Write down automatic uses whose window has passed since the approval."""
        decisions = self.template.decision_ids.filtered(lambda d: d.kind == "automated")
        decisions.sudo().date = "2026-01-01 00:00:00"
        self._add_uses(count, is_automatic=True, user_id=False, **values)
        self.env.flush_all()

    def test_rule_without_conditions_is_refused(self):
        with self.assertRaisesRegex(UserError, "every ticket"):
            self._add_rule(phrases=False)
