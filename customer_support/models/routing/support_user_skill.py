from odoo import api, fields, models

from ...const import SKILL_LEVELS


class SupportUserSkill(models.Model):
    _name = "support.user.skill"
    _description = "Skill of a User"
    _order = "skill_id, level desc, user_id, id"

    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('share', '=', False)]",
    )
    skill_id = fields.Many2one(
        "support.skill", required=True, index=True, ondelete="cascade"
    )
    level = fields.Selection(SKILL_LEVELS, required=True, default="1")

    _skill_uniq = models.Constraint(
        "unique (user_id, skill_id)", "This user has the skill already."
    )

    @api.depends("skill_id", "level")
    def _compute_display_name(self):
        labels = dict(self._fields["level"]._description_selection(self.env))
        for holder in self:
            level = labels.get(holder.level, "")
            holder.display_name = f"{holder.skill_id.name or ''} ({level})"
