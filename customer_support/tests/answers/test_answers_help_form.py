import re

from odoo.tests import tagged

from .test_answers_help_pages import HelpPageCommon


@tagged("post_install", "-at_install")
class TestAnswersHelpForm(HelpPageCommon):
    """A customer who writes is shown answers, and it is kept where he came from."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.customer.id,
                "company_id": cls.company.id,
                "order_line": [
                    (0, 0, {"product_id": cls.product.product_variant_id.id})
                ],
            }
        )
        cls.order.action_confirm()
        cls.problem = cls.env["support.problem"].create(
            {
                "name": "Driver of batch 7, supplier blamed",
                "description": "Internal words",
                "company_id": cls.company.id,
                "product_tmpl_ids": [(6, 0, cls.product.ids)],
                "is_published": True,
                "public_note": "The lamp may flicker when dimmed. Use full light.",
            }
        )

    def setUp(self):
        super().setUp()
        self._log_in(self.ada)

    def _suggest(self, **parameters):
        answer = self.url_open("/support/help/suggest", json={"params": parameters})
        return answer.json()["result"]

    def _titles(self, **parameters):
        return [row["title"] for row in self._suggest(**parameters)["articles"]]

    def _hand_in(self, page_url="/my/tickets/new", **values):
        page = self.url_open(page_url).text
        form = page.split('action="/my/tickets/new"')[1].split("</form>")[0]
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
        reason = self.env.ref("customer_support.support_category_order_cancel")
        data = {"category_id": reason.id, "subject": "It flickers", "text": "Help"}
        self.url_open("/my/tickets/new", data={**hidden, **data, **values})
        return self.env["support.ticket"].search(
            [("partner_id", "=", self.customer.id)], order="id desc", limit=1
        )

    # -- Suggestions ----------------------------------------------------------------
    def test_answers_are_suggested_for_what_is_written(self):
        text = "Hello, since last week my lmap does nothing but fliker. What can I do?"
        self.assertEqual(self._titles(text=text)[0], "The lamp flickers")
        self.assertEqual(self._titles(text="Nothing about it xyzzy"), [])

    def test_known_problem_is_told_in_the_published_words_only(self):
        product_id = self.product.product_variant_id.id
        for chosen in ({"product_id": product_id}, {"order_id": self.order.id}):
            told = self._suggest(**chosen)["problems"]
            self.assertEqual(told, [self.problem.public_note])

    def test_unpublished_solved_and_foreign_problems_are_not_told(self):
        for values in (
            {"is_published": False},
            {"is_published": True, "state": "solved"},
            {"state": "open", "company_id": self.other_company.id, "user_id": False},
        ):
            self.problem.sudo().write(values)
            self.assertFalse(self._suggest(order_id=self.order.id)["problems"])

    def test_order_of_somebody_else_tells_nothing(self):
        self.order.partner_id = self.other_customer
        self.assertFalse(self._suggest(order_id=self.order.id)["problems"])
        product_id = self.product.product_variant_id.id
        self.assertFalse(self._suggest(product_id=product_id)["problems"])

    def test_visitor_gets_suggestions_of_what_is_public(self):
        self._log_in(None)
        self.assertEqual(self._titles(text="lamp flickers"), ["The lamp flickers"])
        self.assertEqual(self._titles(text="prices for partners"), [])

    def test_employee_is_shown_what_a_customer_would_see(self):
        self._log_in(self.agent_own)
        self.assertEqual(self._titles(text="refuse politely"), [])

    def test_nonsense_is_no_crash(self):
        for parameters in (
            {"text": ["a"]},
            {"text": {"a": 1}, "product_id": "x"},
            {"text": "lamp", "order_id": [1]},
            {"product_id": -1, "order_id": 10**12},
        ):
            self._suggest(**parameters)

    def test_order_page_tells_the_problem(self):
        page = self.url_open(f"/my/orders/{self.order.id}").text
        self.assertIn("The lamp may flicker when dimmed.", page)
        self.assertNotIn("Driver of batch 7", page)
        self.problem.action_solve()
        page = self.url_open(f"/my/orders/{self.order.id}").text
        self.assertNotIn("The lamp may flicker", page)

    # -- Where he came from ---------------------------------------------------------
    def test_ticket_knows_the_article_that_did_not_help(self):
        page = self._open(self.article).text
        link = re.search(r'href="(/my/tickets/new\?[^"]*)"', page).group(1)
        ticket = self._hand_in(link.replace("&amp;", "&"))
        self.assertEqual(ticket.source_article_id, self.article)
        self.assertEqual(ticket.source_page, "/support/help/article")
        self.assertTrue(ticket.help_visitor_key)

    def test_ticket_knows_that_it_began_on_an_order(self):
        ticket = self._hand_in(f"/my/tickets/new?sale_order_id={self.order.id}")
        self.assertEqual(ticket.source_page, "/my/orders")

    def test_forged_sources_count_nothing(self):
        for values in (
            {"source": "<b>evil</b>", "article_id": str(self.for_agents.id)},
            {"source": "", "article_id": "9" * 30},
            {"article_id": str(self.foreign.id)},
        ):
            ticket = self._hand_in(**values)
            self.assertFalse(ticket.source_page)
            self.assertFalse(ticket.source_article_id)

    def test_customer_does_not_read_where_we_think_he_came_from(self):
        self._hand_in()
        tickets = self.env["support.ticket"].with_user(self.ada)
        for name in ("source_page", "source_article_id", "help_visitor_key"):
            field = tickets._fields[name]
            self.assertFalse(tickets._has_field_access(field, "read"), name)
