from markupsafe import Markup, escape

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.mail import html_to_inner_content

from ...const import SOURCE_PAGES
from ...logic import personal_data

_ARTICLES = 8


class SupportTicketHelp(models.AbstractModel):
    """The help centre beside a ticket: where the customer came from, which articles the
    agent can send, and how an answer becomes an article.
    """

    _name = "support.ticket.help"
    _description = "Help Centre Side of a Support Ticket"

    source_page = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The page on which the customer decided to write.",
    )
    source_article_id = fields.Many2one(
        "support.article",
        "Read Before",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The article after which the customer wrote nevertheless.",
    )
    # By it a reader of articles is known to have written; see support.article.day.
    help_visitor_key = fields.Char(
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="customer_support.customer_support_group_manager",
    )
    product_article_ids = fields.Many2many(
        "support.article", compute="_compute_product_article_ids", string="Articles"
    )

    @api.depends("product_id", "company_id")
    def _compute_product_article_ids(self):
        templates = self.product_id.product_tmpl_id
        articles = self.env["support.article"].search(
            Domain("state", "=", "published")
            & Domain("product_tmpl_ids", "in", templates.ids)
        )
        for ticket in self:
            own = articles.filtered(
                lambda article, ticket=ticket: (
                    ticket.product_id.product_tmpl_id in article.product_tmpl_ids
                    and article.company_id <= ticket.company_id
                )
            )
            ticket.product_article_ids = own

    # -- Where he came from ---------------------------------------------------------
    @api.model
    def _portal_get_source(self, form):
        """Return where the form was opened from, as far as that is known.

        :param dict form: what the visitor's browser sent; unknown values count nothing
        :return: (name in ``const.SOURCE_PAGES`` or "", ``support.article`` in sudo)
        """
        source = form.get("source") or ""
        for field, page in (("sale_order_id", "order"), ("invoice_id", "invoice")):
            if not source and form.get(field):
                source = page
        article_id = form.get("article_id") or ""
        articles = self.env["support.article"]
        article_sudo = articles._find_for_visitor(
            int(article_id) if article_id.isdecimal() and len(article_id) < 10 else 0
        )
        return source if source in SOURCE_PAGES else "", article_sudo

    def _portal_keep_source(self, source, article_sudo, visitor_key):
        """Remember on a new ticket where its customer came from."""
        self.ensure_one()
        self.write(
            {
                "source_page": SOURCE_PAGES.get(source),
                "source_article_id": article_sudo.id,
                "help_visitor_key": visitor_key,
            }
        )

    # -- Articles for the agent -----------------------------------------------------
    def find_articles(self, query=None):
        """Return articles for the answer to a ticket, the best first.

        For the panel beside the ticket.

        :param str query: words; without them those of the subject, and the articles
            about the product
        :return: list of {"id", "title", "url", "text", "audience"}; ``url`` is False
            for articles that the customer cannot open
        """
        self.ensure_one()
        self.check_access("read")
        articles = self.env["support.article"].with_company(self.company_id)
        # A ticket of his own is everything that a customer may read of the desk.
        if not articles.has_access("read"):
            raise AccessError(self.env._("Articles are for agents here."))
        lang = self.partner_id.lang or self.company_id.partner_id.lang
        articles = articles.with_context(lang=lang)
        found_sudo = articles._search_for_visitor(
            str(query or self.name or "")[:200], _ARTICLES, is_text=not query
        )
        if not query:
            templates = self.product_id.product_tmpl_id
            found_sudo = articles._find_for_products(templates) | found_sudo
        return [
            self._prepare_article_row(article, lang)
            for article in found_sudo[:_ARTICLES]
        ]

    def _prepare_article_row(self, article_sudo, lang):
        text = article_sudo._choose_text(lang, ("published",))
        is_internal = article_sudo.audience == "agent"
        base = self.get_base_url()
        return {
            "id": article_sudo.id,
            "title": text.name,
            "audience": article_sudo.audience,
            "url": not is_internal and f"{base}{article_sudo._get_help_url(lang)}",
            "text": not is_internal
            and html_to_inner_content(text.body or "").strip()[:5000],
        }

    # -- From answer to article -----------------------------------------------------
    def action_create_article(self):
        """Begin an article with the question and the last answer, without names."""
        self.ensure_one()
        self.check_access("read")
        article = self.env["support.article"].create(self._prepare_article_vals())
        return {
            "type": "ir.actions.act_window",
            "res_model": "support.article",
            "res_id": article.id,
            "views": [(False, "form")],
        }

    def _prepare_article_vals(self):
        category = self.env["support.article.category"].search([], limit=1)
        question, answer = self._get_question_and_answer()
        body = Markup("<p><em>%s</em></p><p>%s</p>") % (question, answer)
        return {
            "category_id": category.id,
            "company_id": self.company_id.id,
            "ticket_id": self.id,
            "reason_ids": [(6, 0, self.category_id.ids)],
            "product_tmpl_ids": [(6, 0, self.product_id.product_tmpl_id.ids)],
            "text_ids": [
                (
                    0,
                    0,
                    {
                        "lang": self.partner_id.lang or self.env.lang or "en_US",
                        "name": self._strip_personal_data(self.name),
                        "body": body,
                    },
                )
            ],
        }

    def _get_question_and_answer(self):
        """Return (first text of the customer, last of ours) without personal data."""
        messages = self.message_ids.filtered(
            lambda message: (
                message.message_type in ("comment", "email")
                and not message.subtype_id.internal
                and not message.is_internal
            )
        ).sorted("id")
        # Who wrote is asked of people that the agent need not be able to read.
        ours = messages.filtered(
            lambda m: m.author_id and not m.author_id.sudo().partner_share
        )
        question = (messages - ours)[:1].body or self.description or ""
        return [
            self._strip_lines(html_to_inner_content(body))
            for body in (question, ours[-1:].body or "")
        ]

    def _strip_lines(self, text):
        lines = self._strip_personal_data(text).strip().splitlines()
        return Markup("<br/>").join(escape(line) for line in lines)

    def _strip_personal_data(self, text):
        """Return a text of the ticket without names, addresses and numbers."""
        # Names are looked for, not shown: also those the agent may not read.
        ticket_sudo = self.sudo()
        people = ticket_sudo.partner_id | ticket_sudo.commercial_partner_id
        people |= ticket_sudo.message_ids.author_id | ticket_sudo.user_id.partner_id
        names = [
            *people.mapped("name"),
            *people.mapped("street"),
            *people.mapped("city"),
            ticket_sudo.number,
            ticket_sudo.sale_order_id.name,
            *ticket_sudo.invoice_ids.mapped("name"),
            *ticket_sudo.picking_ids.mapped("name"),
        ]
        return personal_data.strip(text or "", [name for name in names if name])
