from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError

from ...const import ARTICLE_AUDIENCES, ARTICLE_STATES, ARTICLE_TRANSITIONS

# Written by the funnel and by events only, whatever the rights of the user.
_GUARDED = frozenset(
    {
        "state",
        "published_date",
        "last_review_date",
        "stale_since",
        "stale_reason",
        "is_review_asked",
    }
)
_MANAGER = "customer_support.customer_support_group_manager"


class SupportArticle(models.Model):
    """An answer that customers find by themselves.

    What it says is in its texts, one per language and version. Visitors have no rights
    on articles: they come through ``_find_for_visitor`` only.
    """

    _name = "support.article"
    _inherit = [
        "support.article.review",
        "support.article.search",
        "support.article.visitor",
        "support.article.figures",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Help Article"
    _order = "category_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(
        "Title",
        compute="_compute_name",
        store=True,
        help="Of the text in the company's language, else in English, else of any.",
    )
    sequence = fields.Integer(default=10)
    category_id = fields.Many2one(
        "support.article.category", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.company,
        help="Empty: all companies.",
    )
    audience = fields.Selection(
        ARTICLE_AUDIENCES, required=True, default="public", tracking=True
    )
    state = fields.Selection(
        ARTICLE_STATES,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    published_date = fields.Datetime(readonly=True, copy=False)
    text_ids = fields.One2many("support.article.text", "article_id", "Texts")
    # What it is about
    reason_ids = fields.Many2many(
        "support.category",
        string="Contact Reasons",
        help="Which questions it answers: reasons without an article are in a report.",
    )
    product_tmpl_ids = fields.Many2many(
        "product.template",
        string="Products",
        check_company=True,
        help="When one of them changes, the article has to be looked at again.",
    )
    sla_policy_ids = fields.Many2many(
        "support.sla.policy",
        string="Service Levels",
        help="When one of them changes, the article has to be looked at again.",
    )
    ticket_id = fields.Many2one(
        "support.ticket",
        "Made From",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    # What the user may do with it now
    can_be_submitted = fields.Boolean(compute="_compute_can_be")
    can_be_published = fields.Boolean(compute="_compute_can_be")
    can_be_reworked = fields.Boolean(compute="_compute_can_be")
    can_be_archived = fields.Boolean(compute="_compute_can_be")

    # -- Computes -------------------------------------------------------------------
    @api.depends("text_ids.name", "text_ids.lang", "text_ids.kind", "company_id")
    def _compute_name(self):
        for article in self:
            text = article._choose_text(article.company_id.partner_id.lang)
            article.name = text.name

    @api.depends("state", "text_ids.kind")
    @api.depends_context("uid")
    def _compute_can_be(self):
        is_manager = self.env.user.has_group(_MANAGER)
        for article in self:
            allowed = ARTICLE_TRANSITIONS[article.state]
            has_draft = "draft" in article.text_ids.mapped("kind")
            article.can_be_submitted = "review" in allowed and has_draft
            article.can_be_published = (
                is_manager and "published" in allowed and has_draft
            )
            article.can_be_reworked = "draft" in allowed
            article.can_be_archived = is_manager and "archived" in allowed

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        self._check_guarded_fields(*vals_list)
        context = self.env.context
        if not self.env.su and any(f"default_{name}" in context for name in _GUARDED):
            kept = {k: v for k, v in context.items() if k[8:] not in _GUARDED}
            # pylint: disable-next=context-overridden; drops keys
            self = self.with_context(kept)
        return super().create(vals_list)

    def write(self, vals):
        self._check_guarded_fields(vals)
        result = super().write(vals)
        if {"audience", "company_id"} & set(vals):
            # Other readers: they are corrected by the words of what they may read.
            texts = self.text_ids.filtered(lambda text: text.kind == "published")
            texts.sudo()._index_words()
        return result

    def copy_data(self, default=None):
        # What it says is copied as drafts: it is the part worth copying.
        vals_list = super().copy_data(default)
        for article, vals in zip(self, vals_list, strict=True):
            vals["text_ids"] = [
                (0, 0, text._prepare_draft_vals())
                for text in article._get_latest_texts()
            ]
        return vals_list

    @api.model
    def _check_guarded_fields(self, *vals_list):
        """Refuse what only the life cycle writes.

        :raise AccessError: also for managers; the product itself writes as superuser
        """
        if not self.env.su and _GUARDED.intersection(*[set().union(*vals_list)]):
            raise AccessError(
                self.env._("The state of an article changes by its buttons only.")
            )

    # -- Texts ----------------------------------------------------------------------
    def _choose_text(self, lang, kinds=None):
        """Return the text for a reader, of the first kind that is there.

        The language itself, else one of the same family, else the company's, else
        English, else any.

        :param kinds: kinds of texts that count, the best first; None: all
        """
        texts = self.text_ids
        for kind in kinds or ("published", "draft", "former"):
            of_kind = texts.filtered(lambda text, kind=kind: text.kind == kind)
            chain = self._get_language_chain(lang, of_kind.mapped("lang"))
            for code in chain:
                found = of_kind.filtered(lambda text, code=code: text.lang == code)
                if found:
                    return found[:1]
        return texts.browse()

    def _get_latest_texts(self):
        """Return one text per language: the draft, else the newest version."""
        order = {"draft": 0, "published": 1, "former": 2}
        latest = self.env["support.article.text"]
        for texts in self.text_ids.grouped("lang").values():
            latest |= texts.sorted(lambda text: (order[text.kind], -text.version))[:1]
        return latest

    @api.model
    def _get_language_chain(self, lang, codes):
        """Order languages by how well they suit a reader.

        :param str lang: of the reader, may be empty
        :param codes: of the texts that there are
        """
        company_lang = self.env.company.sudo().partner_id.lang

        def get_place(code):
            return (
                code != lang,
                not lang or code.split("_")[0] != lang.split("_")[0],
                code != company_lang,
                not code.startswith("en"),
                code,
            )

        return sorted(set(codes), key=get_place)

    @api.model
    @tools.ormcache()
    def _get_published_languages(self):
        """Return the languages of all published texts, whoever may read them."""
        texts_sudo = self.env["support.article.text"].sudo()
        groups = texts_sudo._read_group([("kind", "=", "published")], ["lang"])
        return tuple(lang for (lang,) in groups)

    # -- Life cycle -----------------------------------------------------------------
    def _set_state(self, state):
        """Move to a state: the only place that writes it.

        :raise UserError: an article cannot move there from where it is
        """
        names = dict(ARTICLE_STATES)
        for article in self:
            if state not in ARTICLE_TRANSITIONS[article.state]:
                raise UserError(
                    self.env._(
                        "“%(article)s” cannot move from %(before)s to %(after)s.",
                        article=article.name,
                        before=names[article.state],
                        after=names[state],
                    )
                )
        # Whoever may do it was asked before; the state itself is nobody's to write.
        self.sudo().write({"state": state, **self._prepare_state_vals(state)})

    def _prepare_state_vals(self, state):
        if state == "published":
            return {
                "published_date": fields.Datetime.now(),
                **self._prepare_review_vals(),
            }
        return {"stale_since": False, "stale_reason": False, "is_review_asked": False}

    def _ensure_can_be(self, verb):
        """Refuse what the button would not offer.

        :param str verb: "submitted", "published", …
        :raise UserError: one of the articles is not ready, or the user may not
        """
        refused = self.filtered(lambda article: not article[f"can_be_{verb}"])
        if refused:
            raise UserError(
                self.env._(
                    "This is not possible now, or only for managers: %(articles)s. "
                    "Only a draft can be published.",
                    articles=", ".join(refused.mapped("display_name")),
                )
            )

    def action_submit(self):
        """Ask a manager to read the drafts and to publish them."""
        self.check_access("write")
        self._ensure_can_be("submitted")
        self._set_state("review")

    def action_publish(self):
        """Let readers see the drafts; what they replace is kept."""
        self.check_access("write")
        self._ensure_can_be("published")
        self._set_state("published")
        self.text_ids._publish_drafts()

    def action_rework(self):
        """Back to the desk: a reviewed or archived article becomes a draft."""
        self.check_access("write")
        self._ensure_can_be("reworked")
        self._set_state("draft")
        self._get_latest_texts()._make_drafts()

    def action_archive_article(self):
        """Nobody finds it any more; what it said is kept."""
        self.check_access("write")
        self._ensure_can_be("archived")
        self._set_state("archived")
        self.text_ids._withdraw()

    def action_preview(self):
        """Open the page that readers see."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": self._get_help_url(),
            "target": "new",
        }

    # -- Review ---------------------------------------------------------------------
    def _prepare_review_vals(self):
        today = fields.Date.context_today(self)
        return {
            "last_review_date": today,
            "review_date": today + timedelta(days=self._get_review_days()),
            "stale_since": False,
            "stale_reason": False,
            "is_review_asked": False,
        }
