"""Odoo's own checks (its addon `test_lint`), run on this addon.

Left out: Odoo's pylint plug-ins, because `script/lint` runs pylint-odoo; ESLint, which
needs Odoo's own set-up of Node; conflict markers and localisations, which are about
Odoo's repository.
"""

import contextlib
import inspect
import io
from unittest.mock import patch

import docutils.core

from odoo.modules import Manifest
from odoo.modules.registry import Registry
from odoo.tests import tagged
from odoo.tests.common import get_db_name

from odoo.addons.test_lint.tests import (
    test_docstring,
    test_dunderinit,
    test_i18n,
    test_index,
    test_jstranslate,
    test_manifests,
    test_naming,
    test_onchange_domains,
    test_orm_import,
    test_override_signatures,
    test_pofile,
    test_routes,
    test_test_holes,
)

MODULE = "customer_support"


class OnThisAddon:
    """Narrows a check that visits all addons of the disk to this one."""

    allow_inherited_tests_method = True

    def setUp(self):
        super().setUp()
        manifests = [Manifest.for_addon(MODULE)]
        self.startPatcher(
            patch.object(Manifest, "all_addon_manifests", lambda: manifests)
        )


@tagged("post_install", "-at_install")
class TestHostDunderinit(OnThisAddon, test_dunderinit.TestDunderinit):
    pass


@tagged("post_install", "-at_install")
class TestHostI18n(OnThisAddon, test_i18n.TestI18n):
    pass


@tagged("post_install", "-at_install")
class TestHostJsTranslations(OnThisAddon, test_jstranslate.TestJsTranslations):
    pass


@tagged("post_install", "-at_install")
class TestHostManifests(OnThisAddon, test_manifests.ManifestLinter):
    pass


@tagged("post_install", "-at_install")
class TestHostOnchangeDomains(OnThisAddon, test_onchange_domains.TestOnchangeDomains):
    pass


@tagged("post_install", "-at_install")
class TestHostOrmImport(OnThisAddon, test_orm_import.TestDunderinit):
    pass


@tagged("post_install", "-at_install")
class TestHostTestHoles(OnThisAddon, test_test_holes.TestTestHoles):
    pass


@tagged("post_install", "-at_install")
class TestHostPofile(test_pofile.PotLinter):
    allow_inherited_tests_method = True

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(test_pofile, "get_modules", lambda: [MODULE]))


@tagged("post_install", "-at_install")
class TestHostDocstring(test_docstring.TestDocstring):
    """Docstrings parse, and their `:param:` name real parameters, in our classes."""

    def test_docstring_fits_the_method(self):
        for owner, name, method in self._get_documented_methods():
            with self.subTest(owner=owner.__qualname__, method=name):
                errors = io.StringIO()
                with contextlib.redirect_stderr(errors):
                    doctree = docutils.core.publish_doctree(
                        inspect.cleandoc(method.__doc__),
                        settings=self.doctree_settings_verbose,
                    )
                self.assertFalse(errors.getvalue())
                self._test_docstring_params(method, doctree)

    def _get_documented_methods(self):
        owners = {
            owner
            for model in Registry(get_db_name()).values()
            for owner in model.mro()
            if getattr(owner, "_module", None) == MODULE
        }
        for owner in sorted(owners, key=str):
            for name, method in vars(owner).items():
                if inspect.isfunction(method) and method.__doc__:
                    yield owner, name, method


@tagged("post_install", "-at_install")
class TestHostIndex(test_index.TestIndex):
    """Every inverse of a One2many is indexed."""

    allow_inherited_tests_method = True


@tagged("post_install", "-at_install")
class TestHostNaming(test_naming.TestNaming):
    allow_inherited_tests_method = True


@tagged("post_install", "-at_install")
class TestHostOverrideSignatures(test_override_signatures.TestLintOverrideSignatures):
    allow_inherited_tests_method = True


@tagged("post_install", "-at_install")
class TestHostRoutes(test_routes.RoutesLinter):
    """An overriding route repeats nothing; Odoo only warns, here it fails."""

    allow_inherited_tests_method = True

    def test_routes_definition(self):
        with self.assertNoLogs(test_routes._logger.name, "WARNING"):
            return super().test_routes_definition()
