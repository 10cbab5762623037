import json
import re

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .help_common import HelpCommon

_JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


class HelpPageCommon(HelpCommon, HttpCase):
    """A browser, and articles of the company whose pages anybody sees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.public_user").write(
            {"company_ids": [(4, cls.company.id)], "company_id": cls.company.id}
        )
        cls.article = cls._create_article(
            "The lamp flickers",
            "A dimmer of the wrong kind lets it flicker.",
            italian=("La lampada sfarfalla", "Un variatore non adatto."),
        )
        cls.for_customers = cls._create_article(
            "Prices for partners", "Half of it.", audience="customer"
        )
        cls.for_agents = cls._create_article(
            "Refuse politely", "Never.", audience="agent"
        )
        cls.foreign = cls._create_article(
            "Elsewhere only", company_id=cls.other_company.id
        )
        cls.draft = cls._create_article("Not yet", publish=False)
        cls.env["ir.config_parameter"].set_param(
            "customer_support.article_view_days", "90"
        )

    def setUp(self):
        super().setUp()
        # A browser, not a script.
        self.opener.headers["User-Agent"] = f"Mozilla/5.0 {self.id()}"

    def _log_in(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _open(self, article, lang="", **arguments):
        return self.url_open(f"{lang}{article._get_help_url()}", params=arguments)

    def _vote(self, article, page=None, **values):
        page = page or self._open(article)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text).group(1)
        return self.url_open(
            f"/support/help/article/{article.id}/vote",
            data={"csrf_token": token, **values},
        )


@tagged("post_install", "-at_install")
class TestAnswersHelpPages(HelpPageCommon):
    def test_anybody_reads_what_is_public(self):
        for url in ("/support/help", f"/support/help/shipping-{self.shelf.id}"):
            page = self.url_open(url)
            self.assertEqual(page.status_code, 200)
            self.assertIn("The lamp flickers", page.text)
            self.assertEqual(page.headers["X-Robots-Tag"], "all")
        page = self._open(self.article)
        self.assertIn("A dimmer of the wrong kind", page.text)
        self.assertIn(f"article_id={self.article.id}", page.text)

    def test_each_reader_sees_his_audience_only(self):
        for user, seen in (
            (None, {self.article}),
            (self.ada, {self.article, self.for_customers}),
            (self.agent_own, {self.article, self.for_customers, self.for_agents}),
            (self.outsider, {self.article, self.for_customers}),
        ):
            self._log_in(user)
            home = self.url_open("/support/help").text
            everything = (
                self.article
                | self.for_customers
                | self.for_agents
                | self.foreign
                | self.draft
            )
            for article in everything:
                with self.subTest(user=user and user.login, article=article.name):
                    page = self._open(article)
                    expected = 200 if article in seen else 404
                    self.assertEqual(page.status_code, expected)
                    self.assertEqual(article.name in home, article in seen)
                    found = self.url_open("/support/help", params={"q": article.name})
                    # The query itself is shown; the link to it is not.
                    link = f"-{article.id}?"
                    self.assertEqual(link in found.text, article in seen)

    def test_typing_error_is_forgiven(self):
        page = self.url_open("/support/help", params={"q": "lmap fliker"})
        self.assertIn("The lamp flickers", page.text)
        page = self.url_open("/it/support/help", params={"q": "lampadda"})
        self.assertIn("La lampada sfarfalla", page.text)

    def test_page_is_in_the_language_of_its_address(self):
        page = self._open(self.article, lang="/it")
        self.assertIn("La lampada sfarfalla", page.text)
        self.assertRegex(page.text, r'hreflang="it-IT" href="[^"]*/it/support/help/')
        self.assertRegex(page.text, r'hreflang="en-US" href="[^"]*/support/help/')
        self.assertRegex(page.text, r'rel="canonical" href="[^"]*/it/support/help/')

    def test_page_for_customers_is_kept_from_search_engines_and_caches(self):
        self._log_in(self.ada)
        page = self._open(self.for_customers)
        self.assertEqual(page.headers["X-Robots-Tag"], "noindex")
        self.assertIn("no-store", page.headers["Cache-Control"])
        self.assertNotIn("ld+json", page.text)
        self.assertNotIn("canonical", page.text)

    def test_structured_data_is_read_back_and_holds_no_script(self):
        evil = self._create_article(
            'Bad </script><script>alert("x")</script>', "a &lt;/script&gt; b"
        )
        for page in (
            self._open(evil),
            self.url_open(f"/support/help/shipping-{self.shelf.id}"),
        ):
            self.assertNotIn("<script>alert", page.text)
            data = json.loads(_JSON_LD.search(page.text).group(1))
            self.assertIn('alert("x")', json.dumps(data).replace("\\", ""))
        self.assertEqual(data["@type"], "FAQPage")
        names = {entity["name"] for entity in data["mainEntity"]}
        self.assertIn("The lamp flickers", names)

    def test_shelf_shows_search_engines_nothing_but_public_articles(self):
        self._log_in(self.ada)
        page = self.url_open(f"/support/help/shipping-{self.shelf.id}")
        self.assertIn("Prices for partners", page.text)
        self.assertNotIn("Prices", _JSON_LD.search(page.text).group(1))

    def test_sitemap_lists_public_pages_even_for_customers(self):
        self._log_in(self.ada)
        text = self.url_open("/support/sitemap.xml").text
        self.assertIn(f"-{self.article.id}</loc>", text)
        self.assertIn("/it/support/help/article/", text)
        for hidden in (self.for_customers, self.for_agents, self.foreign, self.draft):
            self.assertNotIn(f"-{hidden.id}</loc>", text)

    def test_search_engines_are_let_in_where_it_is_public(self):
        if "website" in self.env.registry._init_modules:
            self.skipTest("The Website app has rules of its own.")
        text = self.url_open("/robots.txt").text
        self.assertIn("Allow: /support/help", text)
        self.assertIn("Disallow: /", text)

    def test_nonsense_is_no_page(self):
        for slug in ("x", "0", "x-0", "x-999999999"):
            for url in (f"/support/help/article/{slug}", f"/support/help/{slug}"):
                self.assertEqual(self.url_open(url).status_code, 404, url)

    def test_query_is_shown_as_text(self):
        page = self.url_open("/support/help", params={"q": "<script>alert(1)</script>"})
        self.assertNotIn("<script>alert", page.text)

    def test_related_articles_answer_the_same_question_first(self):
        reason = self.env.ref("customer_support.support_category_shipping_late")
        self.article.reason_ids = reason
        near = self._create_article("Nearest", reason_ids=[(6, 0, reason.ids)])
        related = self.article.with_user(self.ada).sudo()._get_related()
        self.assertEqual(related[0], near)
        self.assertIn(self.for_customers, related)
        self.assertNotIn(self.for_agents, related)
        page = self._open(self.article)
        self.assertIn("Nearest", page.text)
        self.assertNotIn("Prices for partners", page.text)

    def test_help_and_contact_lead_to_each_other(self):
        self.assertIn('href="/support/help"', self.url_open("/support/contact").text)
        self.assertIn('href="/support/contact"', self.url_open("/support/help").text)


@tagged("post_install", "-at_install")
class TestAnswersHelpVotes(HelpPageCommon):
    def _get_votes(self):
        self.env.invalidate_all()
        return self.article.vote_ids

    def test_visitor_votes_once_and_may_change_his_mind(self):
        page = self._vote(self.article, helpful="1")
        self.assertIn("Thank you", page.text)
        self._vote(
            self.article,
            self._open(self.article),
            helpful="0",
            reason="unclear",
            comment="Which dimmer?",
        )
        vote = self._get_votes()
        self.assertEqual(len(vote), 1)
        self.assertEqual(
            (vote.is_helpful, vote.reason, vote.comment),
            (False, "unclear", "Which dimmer?"),
        )

    def test_customer_and_visitor_are_two_voters(self):
        self._vote(self.article, helpful="1")
        self._log_in(self.ada)
        self._vote(self.article, helpful="0", reason="hacked")
        self.assertEqual(len(self._get_votes()), 2)
        mine = self._get_votes().filtered("partner_id")
        self.assertEqual((mine.partner_id, mine.reason), (self.customer, False))
        counted = self.article.with_user(self.agent_own)
        self.assertEqual((counted.helpful_count, counted.unhelpful_count), (1, 1))

    def test_opening_an_address_does_not_vote(self):
        url = f"/support/help/article/{self.article.id}/vote?helpful=1"
        self.assertNotEqual(self.url_open(url).status_code, 200)
        self._open(self.article, helpful="1", voted="0")
        self.assertFalse(self._get_votes())

    def test_vote_without_token_does_not_count(self):
        with mute_logger("odoo.http"):
            answer = self.url_open(
                f"/support/help/article/{self.article.id}/vote", data={"helpful": "1"}
            )
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._get_votes())

    def test_nobody_votes_on_what_he_may_not_read(self):
        page = self._open(self.article)
        for hidden in (self.for_customers, self.for_agents, self.foreign, self.draft):
            answer = self._vote(hidden, page, helpful="1")
            self.assertEqual(answer.status_code, 404)
            self.assertFalse(hidden.vote_ids)

    def test_flood_of_votes_is_not_counted(self):
        page = self._open(self.article)
        others = [self._create_article(f"Number {n}") for n in range(33)]
        for article in others:
            self._vote(article, page, helpful="1")
        voted = [article for article in others if article.vote_ids]
        self.assertEqual(len(voted), 30)

    def test_address_of_a_visitor_cannot_be_read_out_of_his_vote(self):
        self._vote(self.article, helpful="1")
        self.assertNotIn("127.0.0.1", self._get_votes().voter_key)


@tagged("post_install", "-at_install")
class TestAnswersHelpSearches(HelpPageCommon):
    def _find_queries(self, name):
        queries = self.env["support.article.query"].with_user(self.manager)
        return queries.search([("name", "=", name)])

    def test_searches_are_counted_and_those_in_vain_ranked(self):
        for query in ("xylophone", "Xylophone ", "flickers"):
            self.url_open("/support/help", params={"q": query})
        vain = self._find_queries("xylophone")
        self.assertEqual((vain.searches, vain.found_nothing), (2, 2))
        self.assertEqual(self._find_queries("flickers").found_nothing, 0)

    def test_no_personal_data_is_kept_of_a_search(self):
        self.url_open("/support/help", params={"q": "lamp ada@lindqvist.example"})
        kept = self.env["support.article.query"].search([]).mapped("name")
        self.assertIn("lamp […]", kept)

    def test_flood_of_searches_is_stopped_with_words(self):
        pages = [
            self.url_open("/support/help", params={"q": f"word{n}"}) for n in range(61)
        ]
        self.assertEqual(pages[59].status_code, 200)
        self.assertEqual(pages[60].status_code, 429)
        self.assertIn("wait a minute", pages[60].text)

    def test_employee_and_machine_are_no_readers(self):
        self._log_in(self.agent_own)
        self._open(self.article)
        self.url_open("/support/help", params={"q": "harpsichord"})
        self._log_in(None)
        self.opener.headers["User-Agent"] = "Searchbot/2.1"
        self._open(self.article)
        views = self.env["support.article.view"]
        self.assertFalse(views.search([("article_id", "=", self.article.id)]))
        self.assertFalse(self._find_queries("harpsichord"))
