from odoo import fields, models


class SupportSkill(models.Model):
    """What not everybody can do: a language, a product, a kind of repair."""

    _name = "support.skill"
    _inherit = ["support.cached.mixin"]
    _description = "Support Skill"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(
        translate=True, help="What somebody must be able to do to have it."
    )
    holder_ids = fields.One2many("support.user.skill", "skill_id", "Who Has It")
    requirement_ids = fields.One2many(
        "support.skill.requirement", "skill_id", "What Needs It"
    )
