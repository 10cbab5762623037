from odoo import api, fields, models

from ...const import PRIORITIES, PRIORITY_EFFECTS
from ...logic.priority import Rule


class SupportPriorityRule(models.Model):
    """What makes a ticket more or less urgent: all matching rules apply, in order."""

    _name = "support.priority.rule"
    _inherit = ["support.rule.mixin"]
    _description = "Priority Rule"

    name = fields.Char(help="The reason that agents read on the ticket.")
    description = fields.Text(translate=True, help="Why this rule exists.")
    effect = fields.Selection(PRIORITY_EFFECTS, required=True, default="at_least")
    level = fields.Selection(PRIORITIES, "Priority", required=True, default="2")
    steps = fields.Integer(default=1, help="By how many levels.")
    summary = fields.Char(
        "What It Does",
        compute="_compute_summary",
        help="“At least High”, “Raise by 1”.",
    )

    _check_steps = models.Constraint(
        "CHECK(steps BETWEEN 1 AND 3)",
        "A rule raises or lowers by one to three levels.",
    )

    @api.depends("effect", "level", "steps")
    @api.depends_context("lang")
    def _compute_summary(self):
        for rule in self:
            rule.summary = rule._describe_effect(rule.effect, rule.level, rule.steps)

    @api.model
    def _describe_effect(self, effect, level, steps):
        """Return an effect in the user's language.

        :param str effect: see ``const.PRIORITY_EFFECTS``
        :param str level: of "at_least" and "at_most"
        :param int steps: of "raise" and "lower"
        """
        levels = dict(self._fields["level"]._description_selection(self.env))
        values = {"level": levels.get(level, ""), "steps": steps}
        return {
            "at_least": self.env._("At least %(level)s", **values),
            "at_most": self.env._("At most %(level)s", **values),
            "raise": self.env._("Raise by %(steps)s", **values),
            "lower": self.env._("Lower by %(steps)s", **values),
        }.get(effect, "")

    def _prepare_definition(self):
        return Rule(
            id=self.id,
            # Only read when the rule has been deleted: not in anybody's language.
            name=self.with_context(lang=None).name,
            effect=self.effect,
            level=int(self.level),
            steps=self.steps,
            conditions=self._prepare_conditions(),
            active=self.active,
            company_id=self.company_id.id or None,
        )
