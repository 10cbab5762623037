from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain

from ...logic import portal_html

_RELATED = 5


class SupportArticleVisitor(models.AbstractModel):
    """What visitors of the help centre may read.

    Visitors have no rights on articles. Whatever shows them one goes through here.
    """

    _name = "support.article.visitor"
    _description = "Help Articles as Visitors See Them"

    @api.model
    def _get_audiences(self):
        """Return the audiences that the user belongs to."""
        user = self.env.user
        if user.has_group("customer_support.customer_support_group_collaborator"):
            return ("public", "customer", "agent")
        return ("public",) if user._is_public() else ("public", "customer")

    @api.model
    def _get_scope(self, audiences=None):
        """Return who asks: (ids of companies, audiences)."""
        return self.env.company.ids, audiences or self._get_audiences()

    @api.model
    def _get_visible_domain(self, audiences=None):
        """Return the domain of the articles that the user may read as a visitor."""
        company_ids, audiences = self._get_scope(audiences)
        return (
            Domain("state", "=", "published")
            & Domain("audience", "in", audiences)
            & Domain("company_id", "in", [*company_ids, False])
        )

    @api.model
    def _find_for_visitor(self, article_id):
        """Return an article that the user may read, in sudo, or none.

        :param int article_id: as the visitor gave it
        """
        # Visitors have no rights on articles; the domain says what they may read.
        articles_sudo = self.env["support.article"].sudo()
        return articles_sudo.search(
            self._get_visible_domain() & Domain("id", "=", article_id), limit=1
        )

    @api.model
    def _find_all_for_visitor(self, domain=Domain.TRUE, limit=None, audiences=None):
        """Return the articles that the user may read, in sudo."""
        articles_sudo = self.env["support.article"].sudo()
        return articles_sudo.search(
            self._get_visible_domain(audiences) & domain, limit=limit
        )

    @api.model
    def _search_for_visitor(self, query, limit=20, is_text=False, audiences=None):
        """Return the articles that answer, in sudo, the best first."""
        return self._search_for(
            query,
            self._get_scope(audiences),
            self.env.lang,
            limit=limit,
            is_text=is_text,
        )

    @api.model
    def _find_for_products(self, products, limit=_RELATED, audiences=None):
        """Return the articles about products, in sudo.

        :param products: ``product.template``
        """
        if not products:
            return self.env["support.article"].sudo()
        return self._find_all_for_visitor(
            Domain("product_tmpl_ids", "in", products.ids), limit, audiences
        )

    def _get_related(self):
        """Return other articles that a reader of this one may want, in sudo.

        Those that answer the same question or tell about the same product come first,
        then the others of its shelf.
        """
        self.ensure_one()
        others = Domain("id", "!=", self.id)
        near = Domain("reason_ids", "in", self.reason_ids.ids) | Domain(
            "product_tmpl_ids", "in", self.product_tmpl_ids.ids
        )
        found = self._find_all_for_visitor(others & near, _RELATED)
        if len(found) < _RELATED:
            shelf = Domain("category_id", "=", self.category_id.id)
            found |= self._find_all_for_visitor(others & shelf, _RELATED)
        return found[:_RELATED]

    def _get_help_text(self, lang=None):
        """Return the text that the reader sees, in sudo."""
        self.ensure_one()
        return self._choose_text(lang or self.env.lang, ("published",))

    def _get_help_url(self, lang=None):
        """Return the address of the article's page, without domain and language."""
        self.ensure_one()
        text = self._get_help_text(lang) or self._choose_text(self.env.lang)
        slug = self.env["ir.http"]._slug((self.id, text.name or ""))
        return f"/support/help/article/{slug}"

    @api.model
    def _get_help_body(self, text):
        """Return a text as a reader's browser may show it."""
        return Markup(portal_html.prepare_for_display(text.body or ""))
