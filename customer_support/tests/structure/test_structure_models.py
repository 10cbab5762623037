import re

from odoo.tests import TransactionCase, tagged

MODULE = "customer_support"
GROUPS = f"{MODULE}.{MODULE}_group_"

# Models without screens of their own, and why.
WITHOUT_VIEWS = {
    "support.alert.event": "read in the form of its alert",
    "support.alert.notification": "read in the form of its alert",
    "support.escalation.step": "edited in the form of its policy",
    "support.notification.rule": "edited in the preferences of its user",
    "support.oncall.participant": "edited in the form of its layer",
    "support.oncall.restriction": "edited in the form of its layer",
    "support.oncall.temporary.duty": "edited in the form of its plan",
    "support.article.word": "vocabulary of the search, nothing to look at",
    "support.problem.solution": "edited in the form of its problem",
    "support.reply.template.text": "edited in the form of its version",
    "support.resolution.line": "edited in the form of its resolution",
    "support.sla.escalation": "edited in the form of its target",
    "support.sla.event": "read in the form of its clock",
    "support.team.member": "edited in the form of its team",
    "support.triage.participant": "edited in the form of its team",
    "support.wait.estimate": "read in the form of its ticket, judged in its report",
}
# Models that no user may read, and why.
WITHOUT_ACCESS = {}

XML_IDS = {
    "ir.ui.view": r"^{model}_view_[a-z_]+$",
    "ir.actions.act_window": r"^{model}_action(_[a-z_]+)?$",
    "ir.model.access": r"^access_{model}_[a-z_]+$",
    "ir.rule": r"^{model}_rule_[a-z_]+$",
}
MODEL_FIELDS = {
    "ir.ui.view": "model",
    "ir.actions.act_window": "res_model",
    "ir.model.access": "model_id.model",
    "ir.rule": "model_id.model",
}


@tagged("post_install", "-at_install")
class TestModels(TransactionCase):
    """What every `support.*` model has, so that nobody has to remember it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = sorted(name for name in cls.registry if name.startswith("support."))
        cls.models = [cls.env[name] for name in names]
        cls.stored = [m for m in cls.models if m._auto and not m._abstract]
        cls.lasting = [model for model in cls.stored if not model._transient]

    def _get_own_attribute(self, model, name):
        """Return a class attribute that one of our classes sets, else None."""
        for parent in type(model).mro():
            own = parent.__dict__
            if own.get("_module") == MODULE and name in own:
                return own[name]
        return None

    def test_there_are_models(self):
        self.assertIn("support.ticket", [model._name for model in self.lasting])

    def test_every_model_has_a_description(self):
        for model in self.models:
            with self.subTest(model=model._name):
                self.assertTrue(self._get_own_attribute(model, "_description"))

    def test_every_lasting_model_declares_its_order(self):
        for model in self.lasting:
            with self.subTest(model=model._name):
                self.assertTrue(self._get_own_attribute(model, "_order"))

    def test_every_model_has_access_rights_of_named_groups(self):
        manager = self.env.ref(f"{GROUPS}manager")
        for model in self.stored:
            if model._name in WITHOUT_ACCESS:
                continue
            with self.subTest(model=model._name):
                rights = self.env["ir.model.access"].search(
                    [("model_id.model", "=", model._name)]
                )
                self.assertTrue(rights, "no access rights")
                self.assertTrue(
                    all(right.group_id for right in rights), "for everybody"
                )
                readers = rights.filtered("perm_read").group_id
                self.assertTrue(
                    readers & manager.all_implied_ids, "a manager cannot read it"
                )

    def test_every_model_of_a_company_has_a_company_rule(self):
        for model in self.lasting:
            field = model._fields.get("company_id")
            if not field or not field.store:
                continue
            with self.subTest(model=model._name):
                rules = self.env["ir.rule"].search(
                    [("model_id.model", "=", model._name)]
                )
                shared = rules.filtered(lambda rule: not rule.groups)
                self.assertTrue(
                    any("company_id" in (rule.domain_force or "") for rule in shared),
                    "no rule for all users that names company_id",
                )

    def test_every_lasting_model_has_form_list_and_search(self):
        for model in self.lasting:
            if model._name in WITHOUT_VIEWS:
                continue
            with self.subTest(model=model._name):
                views = self.env["ir.ui.view"].search(
                    [("model", "=", model._name), ("inherit_id", "=", False)]
                )
                missing = {"form", "list", "search"} - set(views.mapped("type"))
                self.assertFalse(missing)

    def test_exemptions_are_still_needed(self):
        names = {model._name for model in self.stored}
        self.assertFalse((set(WITHOUT_VIEWS) | set(WITHOUT_ACCESS)) - names)

    def test_xml_ids_follow_the_pattern(self):
        for kind, pattern in XML_IDS.items():
            for xml_id, model in self._get_records(kind):
                with self.subTest(xml_id=xml_id):
                    stem = model.replace(".", "_")
                    self.assertRegex(xml_id, pattern.format(model=re.escape(stem)))

    def _get_records(self, kind):
        """Return (xml id, model) of the addon's records that belong to our models.

        An inherited view keeps the id of its parent and is left out.
        """
        data = self.env["ir.model.data"].search(
            [("module", "=", MODULE), ("model", "=", kind)]
        )
        for line in data:
            record = self.env[kind].browse(line.res_id)
            model = record.mapped(MODEL_FIELDS[kind])[0]
            is_extension = kind == "ir.ui.view" and record.inherit_id
            if model and model.startswith("support.") and not is_extension:
                yield line.name, model

    def test_menus_and_groups_follow_the_pattern(self):
        patterns = {
            "ir.ui.menu": r"^(support_[a-z_]+|customer_support)_menu(_[a-z_]+)?$",
            "res.groups": rf"^{MODULE}_group_[a-z_]+$",
        }
        for kind, pattern in patterns.items():
            data = self.env["ir.model.data"].search(
                [("module", "=", MODULE), ("model", "=", kind)]
            )
            for line in data:
                with self.subTest(xml_id=line.name):
                    self.assertRegex(line.name, pattern)
