from urllib.parse import urlencode

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from ..logic import help_page
from . import help_visitor
from .portal import SupportPortal

_MAX_QUERY = 120
_RESULTS = 20
_PER_CATEGORY = 5
_PER_PAGE = 200
# What everybody may read, search engines may show.
_PUBLIC_HEADERS = {"Cache-Control": "private, no-cache", "X-Robots-Tag": "all"}
# After a search, a reader's way is known by the link that he followed.
_SOURCES = ("search", "suggestion")


class SupportPortalHelp(SupportPortal):
    """The help centre: what customers find by themselves.

    Visitors have no rights on articles. All of them come from
    ``support.article._find_for_visitor`` and its sisters.
    """

    # -- Finding --------------------------------------------------------------------
    @http.route("/support/help", type="http", auth="public", website=True, sitemap=True)
    def portal_help(self, q="", **_kwargs):
        """Show the shelves, or what was found."""
        query = " ".join(q.split())[:_MAX_QUERY] if isinstance(q, str) else ""
        if query:
            return self._render_search(query)
        shelves = self._get_shelves()
        values = {"shelves": shelves, "per_category": _PER_CATEGORY}
        return self._render_help("portal_help", values, "/support/help")

    def _get_shelves(self):
        """Return the categories that hold something for the visitor, with it."""
        articles_sudo = request.env["support.article"]._find_all_for_visitor()
        return [
            (category, articles)
            for category, articles in articles_sudo.grouped("category_id").items()
            if category.active
        ]

    def _render_search(self, query):
        articles = request.env["support.article"]
        allowed = help_visitor.may_search()
        found_sudo = articles.sudo()
        if allowed:
            found_sudo = articles._search_for_visitor(query, limit=_RESULTS)
            if help_visitor.is_reader():
                request.env["support.article.query"]._log(query, len(found_sudo))
        values = {
            "query": query,
            "found": found_sudo,
            "is_too_much": not allowed,
            "link_query": f"?{urlencode({'from': 'search', 'q': query})}",
        }
        response = self._render_help("portal_help_search", values)
        if not allowed:
            response.status_code = 429
        return response

    @http.route("/support/help/<string:slug>", type="http", auth="public", website=True)
    def portal_help_category(self, slug, **_kwargs):
        """Show all articles of a shelf."""
        category_sudo = self._find_category(slug)
        articles_sudo = request.env["support.article"]._find_all_for_visitor(
            Domain("category_id", "=", category_sudo.id), _PER_PAGE
        )
        if not category_sudo or not articles_sudo:
            return self._render_no_article()
        public = articles_sudo.filtered(lambda article: article.audience == "public")
        values = {
            "category": category_sudo,
            "articles": articles_sudo,
            "structured": help_page.describe_questions(
                [self._get_question(article) for article in public]
            ),
            "title": category_sudo.name,
        }
        path = f"/support/help/{request.env['ir.http']._slug(category_sudo)}"
        return self._render_help("portal_help_category", values, public and path)

    def _find_category(self, slug):
        _name, category_id = request.env["ir.http"]._unslug(slug)
        # Shelves are configuration; an empty one shows nothing of what is on it.
        categories_sudo = request.env["support.article.category"].sudo()
        return categories_sudo.search([("id", "=", category_id or 0)])

    def _get_question(self, article_sudo):
        text = article_sudo._get_help_text()
        return help_page.Question(
            title=text.name, answer=text._get_searched_parts()[2].strip()
        )

    # -- Reading --------------------------------------------------------------------
    @http.route(
        "/support/help/article/<string:slug>", type="http", auth="public", website=True
    )
    def portal_help_article(self, slug, **arguments):
        """Show an article."""
        article_sudo = self._find_article(slug)
        if not article_sudo:
            return self._render_no_article()
        source = arguments.get("from")
        source = source if source in _SOURCES else "link"
        self._log_view(article_sudo, source, arguments.get("q"))
        text = article_sudo._get_help_text()
        is_public = article_sudo.audience == "public"
        path = article_sudo._get_help_url()
        values = {
            "article": article_sudo,
            "text": text,
            "body": article_sudo._get_help_body(text),
            "related": article_sudo._get_related(),
            "is_other_language": not help_page.is_same_language(
                text.lang, request.env.lang
            ),
            "has_voted": arguments.get("voted") == "1",
            "vote_reasons": self._get_vote_reasons(),
            "title": text.name,
            "page_description": help_page.shorten(self._get_question(article_sudo)),
            "structured": is_public and self._describe(article_sudo, text),
            "alternates": is_public and self._get_alternates(article_sudo),
        }
        canonical = is_public and self._localize(path, text.lang)
        return self._render_help("portal_help_article", values, canonical)

    def _find_article(self, slug):
        _name, article_id = request.env["ir.http"]._unslug(slug)
        return request.env["support.article"]._find_for_visitor(article_id or 0)

    def _log_view(self, article_sudo, source, query=None):
        if not help_visitor.is_reader():
            return
        queries = request.env["support.article.query"]
        query = queries._clean(query) if isinstance(query, str) else ""
        request.env["support.article.view"]._log(
            article_sudo, help_visitor.get_visitor(), source, query
        )

    def _get_vote_reasons(self):
        votes = request.env["support.article.vote"].sudo()
        return votes.fields_get(["reason"])["reason"]["selection"]

    # -- Search engines -------------------------------------------------------------
    def _describe(self, article_sudo, text):
        question = self._get_question(article_sudo)
        return help_page.describe_article(
            question,
            text.lang,
            text.published_date,
            article_sudo.company_id.name or request.env.company.name,
        )

    def _get_alternates(self, article_sudo):
        """Return (code, address) of the article's page in each language it has."""
        codes = request.env["res.lang"]._get_frontend()
        texts = article_sudo.text_ids.filtered(lambda text: text.kind == "published")
        return [
            (
                help_page.get_language_tag(code),
                self._make_absolute(
                    self._localize(article_sudo._get_help_url(code), code)
                ),
            )
            for code in sorted({*texts.mapped("lang")} & {*codes})
        ]

    def _localize(self, path, lang):
        """Return the path in a language, if pages are there in it."""
        http_model = request.env["ir.http"]
        if lang not in request.env["res.lang"]._get_frontend():
            lang = request.env.lang
        is_default = lang == http_model._get_default_lang().code
        return path if is_default else http_model._url_lang(path, lang)

    def _make_absolute(self, path):
        return request.env.company.get_base_url().rstrip("/") + path

    # -- Rendering ------------------------------------------------------------------
    def _render_help(self, template, values, canonical=None):
        """Render a page of the help centre.

        :param canonical: path by which search engines may show it; none: they may not
        """
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "support_help",
            "no_breadcrumbs": True,
            "title": request.env._("Help"),
            "query": "",
            **values,
            "canonical": canonical and self._make_absolute(canonical),
        }
        response = self._render_page(f"customer_support.{template}", values)
        if canonical:
            response.headers.update(_PUBLIC_HEADERS)
        return response

    def _render_no_article(self):
        response = self._render_help("portal_help_nothing", {})
        response.status_code = 404
        return response
