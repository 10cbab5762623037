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
