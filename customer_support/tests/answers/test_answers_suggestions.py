from odoo.fields import Command
from odoo.tests import tagged

from .answers_common import AnswersCommon


@tagged("post_install", "-at_install")
class TestAnswersSuggestions(AnswersCommon):
    """Which templates come first, and what the list costs."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cause = cls.env["support.category"].create(
            {"name": "Carrier", "parent_id": cls.reason.id}
        )
        cls.ticket = cls._create_late_ticket(
            category_id=cls.cause.id, product_id=cls.lamp.id
        )

    def _suggest(self, ticket=None, purpose="answer"):
        templates = self.env["support.reply.template"].with_user(self.agent)
        return templates._find_suggested(
            (ticket or self.ticket).with_user(self.agent), purpose
        )

    def _search(self, text="", **context):
        templates = self.env["support.reply.template"].with_user(self.agent)
        context = {"reply_ticket_id": self.ticket.id, **context}
        found = templates.with_context(**context).name_search(text)
        return [name for _id, name in found]

    def test_nearer_reason_comes_first(self):
        near = self._create_template(
            "Carrier is late", category_ids=[Command.set(self.cause.ids)]
        )
        self.assertEqual(self._suggest(), near + self.template)

    def test_product_makes_it_fit_better(self):
        template = self.lamp.product_tmpl_id
        product = self._create_template(
            "Lamp is late",
            product_tmpl_ids=[Command.set(template.ids)],
        )
        self.assertEqual(self._suggest()[0], product)

    def test_what_fits_something_else_is_not_suggested(self):
        category = self.env["support.category"].create({"name": "Else"})
        for values in (
            {"category_ids": [Command.set(category.ids)]},
            {"category_ids": False},
            {"team_ids": [Command.set(self.second_team.ids)]},
            {"stage_kind": "solved"},
            {"purpose": "closing"},
            {"published": False},
        ):
            with self.subTest(values=values):
                self.assertNotIn(
                    self._create_template("Not", **values), self._suggest()
                )

    def test_hidden_template_is_found_by_search_only(self):
        self.template.with_user(self.manager).action_hide()
        self.assertNotIn(self.template, self._suggest())
        self.assertIn("Parcel is late", self._search("late"))

    def test_suggestions_come_first_in_the_list(self):
        self._create_template("A first one", category_ids=False)
        self.assertEqual(self._search()[:2], ["Parcel is late", "A first one"])

    def test_words_are_found_in_name_text_and_code(self):
        template = self._create_template(
            "Zebra", "<p>The wombat sleeps.</p>", code="wmb", category_ids=False
        )
        for text in ("zebra", "wombat", "sleeps zebra", "wmb"):
            with self.subTest(text=text):
                self.assertEqual(self._search(text), [template.name])
        self.assertEqual(self._search("zebra lion"), [])

    def test_ticket_that_may_not_be_read_changes_nothing(self):
        foreign = self._create_late_ticket(
            team_id=self.second_team.id, user_id=self.manager.id
        )
        self._create_template("A first one", category_ids=False, sequence=1)
        names = self._search(reply_ticket_id=foreign.id)
        self.assertEqual(names[0], "A first one")

    def test_closing_formulas_are_suggested_by_reason(self):
        everywhere = self._create_template(
            "Any", "<p>Bye</p>", purpose="closing", category_ids=False
        )
        made_for = self._create_template("For it", "<p>Bye</p>", purpose="closing")
        self.assertEqual(self._suggest(purpose="closing"), made_for + everywhere)

    def test_cost_does_not_grow_with_templates(self):
        self._create_many(20)
        few = self._measure_queries(self._search)
        self._create_many(1980)
        self.assertLessEqual(self._measure_queries(self._search), few)
        self.assertLessEqual(few, 20)

    def _create_many(self, count):
        """Create published templates, half of them for the reason of the ticket."""
        other = self.env["support.category"].create({"name": "Else"})
        templates = self.env["support.reply.template"].create(
            [
                {
                    "name": f"Template {number}",
                    "company_id": self.company.id,
                    "category_ids": [
                        Command.set((self.reason if number % 2 else other).ids)
                    ],
                }
                for number in range(count)
            ]
        )
        for template in templates:
            template.version_id = template.version_ids
        self.env.flush_all()
