from random import randint

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# Tags that say nothing when one looks at a list of them a year later.
VAGUE_NAMES = {
    "bug",
    "customer",
    "general",
    "generic",
    "help",
    "info",
    "issue",
    "misc",
    "miscellaneous",
    "other",
    "others",
    "problem",
    "question",
    "request",
    "support",
    "ticket",
    "various",
}


class SupportTag(models.Model):
    _name = "support.tag"
    _description = "Support Tag"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    color = fields.Integer(default=lambda self: self._default_color())
    active = fields.Boolean(default=True)
    reason_type = fields.Selection(
        [("what", "What happened"), ("why", "Why it happened")],
        required=True,
        default="what",
        help="“Parcel late” tells what, “carrier delay” tells why.",
    )
    polarity = fields.Selection(
        [
            ("good", "More of it is good"),
            ("neutral", "Neither"),
            ("bad", "More of it is bad"),
        ],
        required=True,
        default="bad",
        help="How to read a sudden rise of this tag.",
    )
    description = fields.Text(
        translate=True, help="When to use it: one sentence for a new colleague."
    )

    _name_uniq = models.Constraint(
        "unique (name)", "A tag with the same name already exists."
    )

    def _default_color(self):
        return randint(1, 11)

    @api.constrains("name")
    def _check_name_is_precise(self):
        for tag in self:
            if (tag.name or "").strip().casefold() in VAGUE_NAMES:
                raise ValidationError(
                    self.env._(
                        "“%(name)s” is too vague to act on. Name what happened or why: "
                        "“parcel damaged”, “carrier delay”.",
                        name=tag.name,
                    )
                )
