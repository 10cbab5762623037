from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...const import REPLY_MODES, REPLY_PURPOSES, STAGE_KINDS
from ...logic.reply_language import choose_language, get_base, has_language
from ..ticket.support_ticket_facts import _get_path_ids

# Suggestions are ranked among so many templates that fit.
_CANDIDATES = 200
# What a template that is made for exactly this is worth.
_WEIGHTS = {"category": 10, "product": 8, "product_category": 4, "stage": 3, "team": 2}


class SupportReplyTemplate(models.Model):
    """An answer that recurs: where it fits, what goes with it, how far it is trusted.

    Its words are in versions. The mode moves by buttons only, and to "automatic" only
    through the gate (``support.reply.template.gate``).
    """

    _name = "support.reply.template"
    _inherit = [
        "support.reply.template.gate",
        "support.reply.template.review",
        "support.reply.template.figures",
        "support.reply.guard",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Reply Template"
    _order = "sequence, id"
    _check_company_auto = True
    _product_fields = frozenset(
        {"mode", "version_id", "automatic_lang_ids", "last_review_date"}
    )

    name = fields.Char(required=True, translate=True, index="trigram")
    code = fields.Char(
        copy=False, help="A short name by which agents find it, e.g. “late”."
    )
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: all companies. Only a template of one company can be automatic.",
    )
    owner_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Reviews it regularly, and is told when it stops working.",
    )
    mode = fields.Selection(
        REPLY_MODES,
        readonly=True,
        copy=False,
        required=True,
        default="suggested",
        tracking=True,
        index=True,
    )
    purpose = fields.Selection(REPLY_PURPOSES, required=True, default="answer")
    # Where it fits
    team_ids = fields.Many2many("support.team", string="Teams", check_company=True)
    category_ids = fields.Many2many(
        "support.category",
        string="Contact Reasons",
        help="These and everything below them.",
    )
    product_tmpl_ids = fields.Many2many("product.template", string="Products")
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="These and everything below them.",
    )
    stage_kind = fields.Selection(STAGE_KINDS, "Fits at Stage", help="Empty: any.")
    # What goes with it
    tone = fields.Text(
        translate=True,
        help="How to speak in such a case; shown beside the text.",
    )
    checklist = fields.Text(
        translate=True,
        help="One step per line. The agent ticks all of them before he sends.",
    )
    next_template_id = fields.Many2one(
        "support.reply.template",
        "Next Answer",
        ondelete="set null",
        check_company=True,
        help="Answers what customers usually ask next.",
    )
    next_category_id = fields.Many2one(
        "support.category",
        "Next Question",
        ondelete="set null",
        help="What customers usually ask next: answer it at once.",
    )
    # What it says
    version_ids = fields.One2many(
        "support.reply.template.version", "template_id", "Versions"
    )
    version_id = fields.Many2one(
        "support.reply.template.version", "Version in Use", readonly=True, copy=False
    )
    text_ids = fields.One2many(related="version_id.text_ids", string="Texts in Use")
    search_text = fields.Text(
        compute="_compute_search_text", store=True, index="trigram"
    )
    missing_lang_ids = fields.Many2many(
        "res.lang", string="Missing Languages", compute="_compute_missing_lang_ids"
    )
    is_language_missing = fields.Boolean(
        compute="_compute_missing_lang_ids", search="_search_is_language_missing"
    )

    # Words that stand in many templates are found in this order, rare ones by trigrams.
    _order_idx = models.Index("(sequence, id)")
    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE code IS NOT NULL",
        "There is a template with this code already.",
    )

    @api.depends("code", "version_id.text_ids.subject", "version_id.text_ids.body")
    def _compute_search_text(self):
        for template in self:
            texts = template.version_id.text_ids
            parts = [f"{text.subject or ''} {text._get_plain_text()}" for text in texts]
            template.search_text = "\n".join([template.code or "", *parts])

    @api.depends("version_id.text_ids.lang_id")
    def _compute_missing_lang_ids(self):
        languages = self.env["res.lang"].search([])
        for template in self:
            codes = template.version_id.text_ids.lang_id.mapped("code")
            missing = languages.filtered(
                lambda lang, codes=codes: not has_language(codes, lang.code)
            )
            template.missing_lang_ids = missing
            template.is_language_missing = bool(missing)

    def _search_is_language_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        bases = {get_base(code) for code, _name in self.env["res.lang"].get_installed()}
        path = "version_id.text_ids.lang_id.code"
        return Domain.OR(~Domain(path, "=like", f"{base}%") for base in sorted(bases))

    @api.depends("name", "code")
    def _compute_display_name(self):
        for template in self:
            template.display_name = template.name

    @api.constrains("next_template_id")
    def _check_next_template(self):
        for template in self:
            if template.next_template_id == template:
                raise ValidationError(
                    self.env._("“%(name)s” is not its own next answer.", name=self.name)
                )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        """Every template has a version to write into, except a copy: see ``copy``."""
        templates = super().create(vals_list)
        bare = templates.filtered(lambda template: not template.version_ids)
        versions = self.env["support.reply.template.version"]
        versions.create([{"template_id": template.id} for template in bare])
        return templates

    def write(self, vals):
        moved = self.filtered(
            lambda t: "company_id" in vals and t.company_id.id != vals["company_id"]
        )
        result = super().write(vals)
        moved._withdraw_if_automatic(
            self.env._("The template belongs to another company now.")
        )
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for template, vals in zip(self, vals_list, strict=True):
            if "name" not in (default or {}):
                vals["name"] = self.env._("%(name)s (copy)", name=template.name)
        return vals_list

    def copy(self, default=None):
        """A copy begins as a draft with the same words, and has earned nothing."""
        copies = super().copy(default)
        for old, new in zip(self, copies, strict=True):
            source = old.version_id or old._get_draft()
            for text in source.text_ids:
                text.copy({"version_id": new._get_draft().id})
        return copies

    # -- Versions -------------------------------------------------------------------
    def _get_draft(self):
        return self.version_ids.filtered(lambda version: version.state == "draft")

    def action_edit_text(self):
        """Open the draft; make one of the version in use if there is none."""
        self.ensure_one()
        self.check_access("write")
        draft = self._get_draft() or self.version_id._make_draft()
        return draft._get_records_action(name=self.env._("Draft"), target="current")

    def _on_published(self):
        """React to a new version in use. Hook: call ``super()``."""
        self._log_decision("published", version=self.version_id)
        self._withdraw_if_automatic(
            self.env._("A new version has to earn it again: its words are other ones.")
        )

    @api.model
    def _publish_shipped(self):
        """Publish what the addon brings, once; a later draft is not touched."""
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "customer_support"), ("model", "=", self._name)]
        )
        for template in self.browse(shipped.mapped("res_id")):
            if not template.version_id and template._get_draft().text_ids:
                template._get_draft().action_publish()

    def _choose_text(self, customer_code, company_code):
        """Return the text for a customer, and whether it is another language than his.

        :return: (``support.reply.template.text``, bool); an empty text: there is none
        """
        texts = self.version_id._get_texts_by_code() if self.version_id else {}
        choice = choose_language(texts, customer_code, company_code)
        if not choice:
            return self.env["support.reply.template.text"], False
        return texts[choice.code], choice.is_fallback

    # -- Searching ------------------------------------------------------------------
    @api.model
    def _search_display_name(self, operator, value):
        if operator != "ilike" or not value:
            return super()._search_display_name(operator, value)
        return Domain.AND(
            Domain("name", "ilike", word) | Domain("search_text", "ilike", word)
            for word in value.split()
        )

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Put first what is suggested for the ticket of the context, if there is one.

        The key ``reply_ticket_id`` names a ticket; one that the user may not read is
        left out of account.
        """
        found = super().name_search(name, domain, operator, limit)
        ticket = self._get_ticket_of_context()
        if not ticket:
            return found
        purpose = self.env.context.get("reply_purpose", "answer")
        suggested = self._find_suggested(ticket, purpose)
        suggested = suggested.filtered_domain(Domain(domain or []))
        if name:
            suggested &= self.browse([template_id for template_id, _name in found])
        first = [(template.id, template.display_name) for template in suggested]
        return [*first, *(pair for pair in found if pair not in first)][:limit]

    def _get_ticket_of_context(self):
        ticket_id = self.env.context.get("reply_ticket_id")
        if not isinstance(ticket_id, int):
            return self.env["support.ticket"]
        return (
            self.env["support.ticket"]
            .browse(ticket_id)
            .exists()
            ._filtered_access("read")
        )

    @api.model
    def _find_suggested(self, ticket, purpose="answer", limit=10):
        """Return the templates that fit a ticket, the closest first.

        The number of queries does not depend on the number of templates.

        :param ticket: one ``support.ticket``
        """
        facts = _get_facts(ticket)
        domain = self._get_usable_domain(ticket) & Domain("purpose", "=", purpose)
        domain &= _get_fit_domain(facts)
        if purpose == "answer":
            # A closing formula may fit everywhere; such an answer fits nothing.
            domain &= _get_made_for_domain(facts)
        found = self.search(domain, limit=_CANDIDATES)
        scores = {template: template._get_score(facts) for template in found}
        return found.sorted(lambda template: -scores[template])[:limit]

    @api.model
    def _get_usable_domain(self, ticket):
        return (
            Domain("version_id", "!=", False)
            & Domain("mode", "!=", "manual")
            & Domain("company_id", "in", (False, ticket.company_id.id))
        )

    def _get_score(self, facts):
        """Return how closely the template is made for what the ticket is about."""
        score = 0
        if self.category_ids:
            # The nearer the reason, the better: a cause before its cluster.
            path = list(facts["category"])
            depth = max(map(path.index, set(self.category_ids.ids) & set(path)))
            score += _WEIGHTS["category"] + depth
        for name, field_name in (
            ("product", "product_tmpl_ids"),
            ("product_category", "product_categ_ids"),
            ("stage", "stage_kind"),
            ("team", "team_ids"),
        ):
            score += _WEIGHTS[name] if self[field_name] else 0
        return score


def _get_facts(ticket):
    """Return what a template may be made for, of a ticket."""
    # Whoever may read a ticket may know which answers fit.
    ticket_sudo = ticket.sudo()
    product = ticket_sudo.product_id
    path = ticket_sudo.category_id.parent_path or ""
    return {
        "category": tuple(map(int, filter(None, path.split("/")))),
        "product": tuple(product.product_tmpl_id.ids),
        "product_category": tuple(_get_path_ids(product.categ_id)),
        "team": tuple(ticket_sudo.team_id.ids),
        "stage": ticket_sudo.stage_kind,
    }


def _get_fit_domain(facts):
    """Return which templates nothing speaks against."""
    fits = Domain.AND(
        Domain(name, "=", False) | Domain(name, "in", ids)
        for name, ids in _get_conditions(facts).items()
    )
    return fits & Domain("stage_kind", "in", (False, facts["stage"]))


def _get_made_for_domain(facts):
    """Return which templates something speaks for."""
    conditions = _get_conditions(facts).items()
    made_for = Domain.OR(Domain(name, "in", ids) for name, ids in conditions if ids)
    return made_for | Domain("stage_kind", "=", facts["stage"])


def _get_conditions(facts):
    return {
        "category_ids": facts["category"],
        "product_tmpl_ids": facts["product"],
        "product_categ_ids": facts["product_category"],
        "team_ids": facts["team"],
    }
