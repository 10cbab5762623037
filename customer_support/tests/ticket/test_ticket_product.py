from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketProduct(SupportCommon):
    """The agent answers from what is known of the product."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lamp, cls.chair = cls.env["product.product"].create(
            [{"name": "Desk Lamp", "support_note": "Ask for the dimmer."}]
            + [{"name": "Garden Chair"}]
        )
        cls.manual = cls.env["product.document"].create(
            {
                "name": "manual.pdf",
                "datas": b"JVBERi0=",
                "res_model": "product.template",
                "res_id": cls.lamp.product_tmpl_id.id,
            }
        )
        cls.problem, cls.solved, cls.elsewhere = cls.env["support.problem"].create(
            [
                {
                    "name": name,
                    "company_id": company.id,
                    "product_tmpl_ids": cls.lamp.product_tmpl_id.ids,
                }
                for name, company in (
                    ("Cracked housings", cls.company),
                    ("Wrong plug", cls.company),
                    ("Elsewhere", cls.other_company),
                )
            ]
        )
        cls.solved.action_solve()

    def _look(self, product):
        return self._create_ticket(product_id=product.id).with_user(self.agent_own)

    def test_agent_reads_note_documents_and_open_problems(self):
        ticket = self._look(self.lamp)
        self.assertIn("Ask for the dimmer.", ticket.product_support_note)
        self.assertEqual(ticket.product_file_ids.name, "manual.pdf")
        self.assertEqual(ticket.product_problem_ids, self.problem)

    def test_other_products_show_nothing_of_it(self):
        ticket = self._look(self.chair)
        self.assertFalse(ticket.product_support_note)
        self.assertFalse(ticket.product_file_ids)
        self.assertFalse(ticket.product_problem_ids)

    def test_many_tickets_are_read_with_their_own(self):
        tickets = self._look(self.lamp) | self._look(self.chair)
        shown = tickets.mapped(lambda ticket: len(ticket.product_problem_ids))
        self.assertEqual(shown, [1, 0])
