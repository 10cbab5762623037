from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL
from odoo.tools.mail import html_to_inner_content

from ...const import ARTICLE_TEXT_KINDS
from ...logic import article_search

_MAX_INDEXED = 100_000


class SupportArticleText(models.Model):
    """What an article says in one language: a draft, what is read, or what was read.

    Only drafts can be edited. A published text stays as it was published, and when a
    newer one takes its place it is kept as a version.
    """

    _name = "support.article.text"
    _description = "Text of a Help Article"
    _order = "article_id, lang, kind, version desc, id"

    article_id = fields.Many2one(
        "support.article", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="article_id.company_id", store=True)
    audience = fields.Selection(related="article_id.audience", store=True)
    lang = fields.Selection(
        selection="_get_languages",
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
    )
    name = fields.Char("Title", required=True)
    body = fields.Html(
        sanitize_attributes=True,
        sanitize_form=True,
        strip_classes=True,
        help="Shown to readers without pictures from elsewhere.",
    )
    keywords = fields.Char(help="Words of customers that are not in the text.")
    kind = fields.Selection(
        ARTICLE_TEXT_KINDS, required=True, default="draft", readonly=True, index=True
    )
    version = fields.Integer(readonly=True)
    published_date = fields.Datetime(readonly=True)
    published_by_id = fields.Many2one("res.users", readonly=True)

    _draft_uniq = models.UniqueIndex(
        "(article_id, lang) WHERE kind = 'draft'",
        "There is a draft in this language already.",
    )
    _published_uniq = models.UniqueIndex(
        "(article_id, lang) WHERE kind = 'published'",
        "There is a published text in this language already.",
    )

    @api.private
    def init(self):
        """Add what the search needs; the ORM has no such column."""
        for column in ("title_vector", "search_vector"):
            self.env.cr.execute(
                SQL(
                    "ALTER TABLE support_article_text "
                    "ADD COLUMN IF NOT EXISTS %s tsvector",
                    SQL.identifier(column),
                )
            )
            tools.create_index(
                self.env.cr,
                f"support_article_text_{column}_idx",
                self._table,
                [column],
                method="gin",
                where="kind = 'published'",
            )

    @api.model
    def _get_languages(self):
        """Return all languages that the host knows: a text may be there before its
        language is switched on.
        """
        languages = self.env["res.lang"].sudo().with_context(active_test=False)
        found = languages.search([], order="active desc, name")
        return [(language.code, language.name) for language in found]

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                self._check_only_draft(vals)
            kinds = {key for key in self.env.context if key == "default_kind"}
            if kinds and self.env.context["default_kind"] != "draft":
                raise AccessError(self.env._("Texts are published by their article."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._check_only_draft(vals)
            self._ensure_drafts()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        # The history goes with its article, which only managers delete.
        if not self.env.su:
            self._ensure_drafts()

    def _check_only_draft(self, vals):
        if vals.get("kind", "draft") != "draft" or vals.get("version"):
            raise AccessError(self.env._("Texts are published by their article."))

    def _ensure_drafts(self):
        if any(text.kind != "draft" for text in self):
            raise UserError(
                self.env._(
                    "What was published stays as it was. Make a draft of it, and "
                    "publish that."
                )
            )

    # -- Life cycle -----------------------------------------------------------------
    def _publish_drafts(self):
        """Let the drafts among the texts take the place of what readers see."""
        # Nobody edits what is published; the article has asked who may publish.
        drafts_sudo = self.sudo().filtered(lambda text: text.kind == "draft")
        for draft in drafts_sudo:
            same = draft.article_id.text_ids.filtered(
                lambda text, draft=draft: text.lang == draft.lang
            )
            same.filtered(lambda text: text.kind == "published").kind = "former"
            # The one index entry must be free before it is taken.
            same.flush_recordset(["kind"])
            draft.write(
                {
                    "kind": "published",
                    "version": max(same.mapped("version")) + 1,
                    "published_date": fields.Datetime.now(),
                    "published_by_id": self.env.user.id,
                }
            )
        drafts_sudo._index_words()

    def _withdraw(self):
        """No reader sees the texts any more; they are kept as versions."""
        published_sudo = self.sudo().filtered(lambda text: text.kind == "published")
        published_sudo.kind = "former"
        self.env.registry.clear_cache()

    def _make_drafts(self):
        """Make drafts that say the same, where there is none in that language yet.

        :return: the drafts of these languages
        """
        drafts = self.browse()
        for text in self:
            same = text.article_id.text_ids.filtered(
                lambda other, text=text: (
                    other.kind == "draft" and other.lang == text.lang
                )
            )
            drafts |= same or self.create(
                {**text._prepare_draft_vals(), "article_id": text.article_id.id}
            )
        return drafts

    def _prepare_draft_vals(self):
        self.ensure_one()
        return {
            "lang": self.lang,
            "name": self.name,
            "body": self.body,
            "keywords": self.keywords,
        }

    def action_make_draft(self):
        """Edit a published text, or come back to a former one.

        :raise UserError: somebody writes a draft in this language already
        """
        self.ensure_one()
        drafts = self.article_id.text_ids.filtered(
            lambda text: text.kind == "draft" and text.lang == self.lang
        )
        if drafts:
            raise UserError(
                self.env._("There is a draft in this language already: edit that.")
            )
        draft = self._make_drafts()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": draft.id,
            "views": [(False, "form")],
            "target": "new",
        }

    # -- Search ---------------------------------------------------------------------
    def _index_words(self):
        """Let the search find the texts, all of one language at a time."""
        self.flush_recordset()
        for lang, texts in self.grouped("lang").items():
            configuration = article_search.get_configuration(lang)
            for text in texts:
                text._write_vectors(configuration)
            self.env["support.article.word"]._learn(texts)
        self.env.registry.clear_cache()

    def _write_vectors(self, configuration):
        title, keywords, body = (
            article_search.normalize(part) for part in self._get_searched_parts()
        )
        self.env.cr.execute(
            SQL(
                """
                UPDATE support_article_text
                   SET title_vector = to_tsvector(%(conf)s::regconfig, %(head)s),
                       search_vector =
                           setweight(to_tsvector(%(conf)s::regconfig, %(title)s), 'A')
                        || setweight(to_tsvector(%(conf)s::regconfig, %(keys)s), 'B')
                        || setweight(to_tsvector(%(conf)s::regconfig, %(body)s), 'D')
                 WHERE id = %(id)s
                """,
                conf=configuration,
                head=f"{title} {keywords}",
                title=title,
                keys=keywords,
                body=body,
                id=self.id,
            )
        )

    def _get_searched_parts(self):
        """Return (title, keywords, body) as plain text."""
        self.ensure_one()
        body = html_to_inner_content(self.body or "")[:_MAX_INDEXED]
        return self.name or "", self.keywords or "", body
