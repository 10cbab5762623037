from pathlib import Path

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged

from ...logic.kpi_definitions import KPIS


@tagged("post_install", "-at_install")
class TestKpiDefinitions(TransactionCase):
    def test_every_figure_is_defined_in_words(self):
        definitions = self.env["support.kpi.figures"]._get_definitions()
        self.assertEqual([d["code"] for d in definitions], list(KPIS))
        for definition in definitions:
            with self.subTest(code=definition["code"]):
                for part in ("name", "formula", "source", "section_name"):
                    self.assertTrue(definition[part])
                self.assertNotIn("%(", definition["name"])

    def test_names_tell_figures_apart(self):
        definitions = self.env["support.kpi.figures"]._get_definitions()
        self.assertEqual(len({d["name"] for d in definitions}), len(KPIS))

    def test_page_says_the_same(self):
        page = Path(get_module_path("customer_support")).parent / "docs" / "kpi.md"
        rows = page.read_text(encoding="utf-8").splitlines()
        figures = self.env["support.kpi.figures"].with_context(lang="en_US")
        for definition in figures._get_definitions():
            with self.subTest(code=definition["code"]):
                parts = [definition[part] for part in ("name", "formula", "source")]
                start = f"| {' | '.join(parts)} |"
                self.assertTrue(any(row.startswith(start) for row in rows), start)
