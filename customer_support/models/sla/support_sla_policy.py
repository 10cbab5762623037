from dataclasses import replace

from odoo import api, fields, models, tools

from ...const import PRIORITIES, SLA_LEVELS
from ...logic.sla_policy import Policy


class SupportSlaPolicy(models.Model):
    """Who gets which service levels: in order, the first match per level counts."""

    _name = "support.sla.policy"
    _inherit = ["support.rule.mixin"]
    _description = "Service Level Policy"

    active = fields.Boolean(
        help="An archived policy starts nothing; it can be tried out."
    )
    level = fields.Selection(
        SLA_LEVELS,
        required=True,
        default="contractual",
        help="A ticket can have one policy of each level side by side.",
    )
    description = fields.Text(
        translate=True, help="Why this policy exists, for whom it was agreed."
    )
    target_ids = fields.One2many(
        "support.sla.target", "policy_id", "Targets", copy=True
    )
    # In which hours
    around_the_clock = fields.Boolean()
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Hours",
        check_company=True,
        help="Empty: the hours of the customer, else those of the team, else those of "
        "the company.",
    )
    # For which tickets
    priority_from = fields.Selection(
        PRIORITIES, "From Priority", help="This priority and higher. Empty: any."
    )

    @api.constrains("calendar_id")
    def _check_calendar_opens(self):
        self.calendar_id._check_opens()

    # -- Matching -------------------------------------------------------------------
    @api.model
    def _get_target_definition(self, target):
        """Return the plain data of a target, also of an archived policy.

        :param target: ``support.sla.target``
        :return: ``logic.sla_policy.Target``
        """
        return self._get_cached_targets()[target.id]

    @api.model
    @tools.ormcache()
    def _get_cached_targets(self):
        return {
            target.id: target
            for definition in self._get_definitions().values()
            for target in definition.targets
        }

    def _prepare_definition(self):
        return Policy(
            id=self.id,
            level=self.level,
            conditions=self._prepare_conditions(),
            targets=tuple(target._prepare_definition() for target in self.target_ids),
            active=self.active,
            company_id=self.company_id.id or None,
            around_the_clock=self.around_the_clock,
            calendar_id=self.calendar_id.id or None,
        )

    def _prepare_conditions(self):
        conditions = super()._prepare_conditions()
        if not self.priority_from:
            return conditions
        keys = [key for key, _label in PRIORITIES if key >= self.priority_from]
        accepted = {**conditions.accepted, "priority": frozenset(keys)}
        return replace(conditions, accepted=accepted)
