from odoo.tests import tagged

from ..answers.test_answers_help_pages import HelpPageCommon
from . import test_tours_ticket


@tagged("post_install", "-at_install")
class TestToursHelp(HelpPageCommon):
    """The help centre in a browser: a customer, and an agent who sends an article."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        cls._create_article("Where is my parcel?", "In three days it is there.")
        cls.env["support.problem"].create(
            {
                "name": "Driver of batch 7",
                "company_id": cls.company.id,
                "product_tmpl_ids": [(6, 0, cls.product.ids)],
                "is_published": True,
                "public_note": "The lamp may flicker. Use full light.",
            }
        )
        variant = cls.product.product_variant_id
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "order_line": [(0, 0, {"product_id": variant.id})],
            }
        )
        order.action_confirm()

    def test_customer_searches_reads_votes_and_writes_nevertheless(self):
        self.start_tour(
            "/support/help",
            "support_customer_finds_help",
            login=self.ada.login,
            timeout=180,
        )
        self.env.invalidate_all()
        vote = self.article.vote_ids
        self.assertEqual((vote.reason, vote.comment), ("incomplete", "Which dimmer?"))
        ticket = self.env["support.ticket"].search(
            [("source_article_id", "=", self.article.id)]
        )
        self.assertEqual(ticket.partner_id, self.customer)
        sources = self.env["support.article.view"].search([]).mapped("source")
        self.assertLessEqual({"search", "shown"}, set(sources))

    def test_agent_sends_an_article(self):
        ticket = self._create_ticket(user_id=self.agent.id, name="Lamp flickers")
        self.start_tour(
            f"/odoo/support.ticket/{ticket.id}",
            "support_agent_sends_an_article",
            login=self.agent.login,
            timeout=180,
        )
