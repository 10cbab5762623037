from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...const import REPLY_VERSION_STATES


class SupportReplyTemplateVersion(models.Model):
    """What a template says, in its languages. Once published it is frozen.

    Uses are counted by version: a text that changed has to earn its trust anew.
    """

    _name = "support.reply.template.version"
    _inherit = ["support.reply.guard"]
    _description = "Version of a Reply Template"
    _order = "template_id, number desc, id desc"
    _product_fields = frozenset({"state", "published_date", "published_by_id"})

    template_id = fields.Many2one(
        "support.reply.template", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(
        "Version", readonly=True, copy=False, default=1, aggregator=None
    )
    state = fields.Selection(
        REPLY_VERSION_STATES, readonly=True, copy=False, required=True, default="draft"
    )
    published_date = fields.Datetime("Published On", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    change_note = fields.Char("What Changed")
    text_ids = fields.One2many(
        "support.reply.template.text", "version_id", "Texts", copy=True
    )

    _number_uniq = models.UniqueIndex("(template_id, number)")
    _draft_uniq = models.UniqueIndex(
        "(template_id) WHERE state = 'draft'", "There is a draft already."
    )

    @api.depends("template_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(template)s, version %(number)s",
                template=version.template_id.name or "",
                number=version.number,
            )

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        last = self._get_last_numbers({vals.get("template_id") for vals in vals_list})
        numbered = []
        for vals in vals_list:
            last[vals.get("template_id")] += 1
            numbered.append({**vals, "number": last[vals.get("template_id")]})
        return super().create(numbered)

    @api.model
    def _get_last_numbers(self, template_ids):
        """Return the highest number of each template, as a dict that knows zero."""
        groups = self._read_group(
            [("template_id", "in", list(template_ids))],
            ["template_id"],
            ["number:max"],
        )
        return defaultdict(int, {template.id: last for template, last in groups})

    def write(self, vals):
        if vals.keys() - self._product_fields:
            self._ensure_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._ensure_draft()

    def _ensure_draft(self):
        """Refuse to change what has been published.

        :raise UserError: also for the superuser
        """
        frozen = self.filtered(lambda version: version.state != "draft")
        if frozen:
            raise UserError(
                self.env._(
                    "%(version)s has been published and stays as it is. Make a new "
                    "version of it.",
                    version=frozen[0].display_name,
                )
            )

    # -- Life cycle -----------------------------------------------------------------
    def action_publish(self):
        """Use this version from now on. It cannot be changed any more."""
        self.ensure_one()
        self.check_access("write")
        self._ensure_draft()
        if not self.text_ids:
            raise UserError(self.env._("Write a text before you publish it."))
        # State and dates are the product's; the right to write was checked.
        self.sudo()._publish()

    def _publish(self):
        """Make the draft (in sudo) the version in use."""
        template = self.template_id
        template.version_id.state = "retired"
        self.write(
            {
                "state": "published",
                "published_date": fields.Datetime.now(),
                "published_by_id": self.env.uid,
            }
        )
        template.version_id = self
        template._on_published()

    def _make_draft(self):
        """Return a new draft with the same texts."""
        self.ensure_one()
        return self.create(
            {
                "template_id": self.template_id.id,
                "text_ids": [
                    Command.create(text._prepare_copy_vals()) for text in self.text_ids
                ],
            }
        )

    # -- Languages ------------------------------------------------------------------
    def _get_texts_by_code(self):
        """Return {code of the language: text} of one version."""
        self.ensure_one()
        return {text.lang_id.code: text for text in self.text_ids}
