from odoo import http
from odoo.http import request

from ..logic import help_page
from . import help_visitor
from .portal_help import SupportPortalHelp

_MAX_TEXT = 2000
_SUGGESTIONS = 3
_PAGES_PER_MAP = 10_000


class SupportPortalHelpAnswers(SupportPortalHelp):
    """What the help centre takes and gives beside its pages: votes, suggestions, and
    the list of its pages for search engines.
    """

    # -- Votes ----------------------------------------------------------------------
    @http.route(
        "/support/help/article/<int:article_id>/vote",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def portal_help_vote(
        self, article_id, helpful="", reason="", comment="", **_kwargs
    ):
        """Take a reader's vote; the page thanks him whatever became of it."""
        article_sudo = request.env["support.article"]._find_for_visitor(article_id)
        if not article_sudo:
            return self._render_no_article()
        if help_visitor.may_vote() and helpful in ("0", "1"):
            request.env["support.article.vote"]._vote(
                article_sudo,
                help_visitor.get_visitor(),
                helpful == "1",
                reason if isinstance(reason, str) else "",
                comment if isinstance(comment, str) else "",
            )
        return request.redirect_query(article_sudo._get_help_url(), {"voted": 1})

    # -- Suggestions ----------------------------------------------------------------
    @http.route("/support/help/suggest", type="jsonrpc", auth="public", website=True)
    def portal_help_suggest(self, text="", product_id=None, order_id=None):
        """Return what a customer should know before he sends his request.

        :param str text: what he has written so far
        :param int product_id: the product that he has chosen
        :param int order_id: the order that he has chosen
        :return: {"articles": [{"title", "url"}], "problems": [text]}
        """
        if not help_visitor.may_search():
            return {"articles": [], "problems": []}
        text = text[:_MAX_TEXT] if isinstance(text, str) else ""
        # Also for an employee who looks: what a customer would see.
        articles = request.env["support.article"]
        audiences = tuple(a for a in articles._get_audiences() if a != "agent")
        products_sudo = self._get_asked_products(product_id, order_id)
        found_sudo = articles._search_for_visitor(
            text, _SUGGESTIONS, is_text=True, audiences=audiences
        )
        if product_id:
            found_sudo |= articles._find_for_products(products_sudo, 2, audiences)
        found_sudo = found_sudo[:_SUGGESTIONS]
        self._log_view(found_sudo, "shown")
        return {
            "articles": [self._get_suggestion(article) for article in found_sudo],
            "problems": self._get_problems(products_sudo),
        }

    def _get_suggestion(self, article_sudo):
        return {
            "title": article_sudo._get_help_text().name,
            "url": f"{article_sudo._get_help_url()}?from=suggestion",
        }

    def _get_asked_products(self, product_id, order_id):
        """Return the templates of what the customer chose, of his own orders only."""
        tickets = request.env["support.ticket"]
        templates_sudo = request.env["product.template"].sudo()
        if not request.env.user._is_portal():
            # Who has no orders of his own may have no right to look for them.
            return templates_sudo
        orders = tickets._portal_get_orders()
        chosen = orders.filtered(lambda order: order.id == order_id)
        if product_id:
            bought_sudo = tickets._portal_get_products(orders)
            products_sudo = bought_sudo.filtered(lambda p: p.id == product_id)
        else:
            products_sudo = tickets._portal_get_products(chosen)
        return products_sudo.product_tmpl_id

    def _get_problems(self, products_sudo):
        return request.env["support.problem"]._get_notes_for_visitor(products_sudo)

    # -- Search engines -------------------------------------------------------------
    @http.route(
        ["/support/sitemap.xml", "/support/sitemap-<int:page>.xml"],
        type="http",
        auth="public",
        website=True,
        multilang=False,
        sitemap=False,
    )
    def portal_help_sitemap(self, page=None, **_kwargs):
        """List the public pages of the help centre, in all languages they have."""
        articles_sudo = request.env["support.article"]._find_all_for_visitor(
            audiences=("public",)
        )
        count = -(-len(articles_sudo) // _PAGES_PER_MAP)
        if count > 1 and not page:
            addresses = [
                self._make_absolute(f"/support/sitemap-{number}.xml")
                for number in range(1, count + 1)
            ]
            return self._render_xml(help_page.list_maps(addresses))
        start = ((page or 1) - 1) * _PAGES_PER_MAP
        batch = articles_sudo[start : start + _PAGES_PER_MAP]
        if page and not batch:
            raise request.not_found()
        pages = [] if start else self._get_shelf_pages(articles_sudo)
        for article in batch:
            pages += self._get_article_pages(article)
        return self._render_xml(help_page.list_pages(pages))

    def _get_shelf_pages(self, articles_sudo):
        slug = request.env["ir.http"]._slug
        paths = ["/support/help", "/support/contact"] + [
            f"/support/help/{slug(category)}" for category in articles_sudo.category_id
        ]
        return [(self._make_absolute(path), None) for path in paths]

    def _get_article_pages(self, article_sudo):
        date = article_sudo.published_date
        addresses = [url for _tag, url in self._get_alternates(article_sudo)]
        addresses = addresses or [self._make_absolute(article_sudo._get_help_url())]
        return [(address, date) for address in addresses]

    def _render_xml(self, text):
        headers = [("Content-Type", "application/xml; charset=utf-8")]
        return request.make_response(text, headers)
