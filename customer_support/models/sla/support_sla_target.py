from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import SLA_KINDS
from ...logic.sla_policy import Target

_PAUSES = {"resolution": (True, True), "periodic_update": (True, False)}


class SupportSlaTarget(models.Model):
    """One promise of a policy: so much working time, by priority."""

    _name = "support.sla.target"
    _inherit = ["support.cached.mixin"]
    _description = "Service Level Target"
    _order = "sequence, id"

    policy_id = fields.Many2one(
        "support.sla.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id")
    level = fields.Selection(related="policy_id.level")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="An archived target starts nothing; what it started goes on."
    )
    kind = fields.Selection(SLA_KINDS, required=True, default="first_response")
    # Working time allowed, in minutes; 0: no promise at this priority
    minutes_0 = fields.Integer("Low")
    minutes_1 = fields.Integer("Normal")
    minutes_2 = fields.Integer("High")
    minutes_3 = fields.Integer("Urgent")
    is_published = fields.Boolean(
        "Shown to Customers", help="Customers see the deadline on the portal."
    )
    warn_percent = fields.Integer(
        "At Risk From (%)",
        default=75,
        help="From this share of the time on the ticket counts as at risk. 0: never.",
    )
    pauses_for_customer = fields.Boolean(
        "Stands While the Customer Is Asked",
        compute="_compute_pauses",
        store=True,
        readonly=False,
        precompute=True,
    )
    pauses_for_third_party = fields.Boolean(
        "Stands While a Third Party Is Asked",
        compute="_compute_pauses",
        store=True,
        readonly=False,
        precompute=True,
    )
    escalation_ids = fields.One2many(
        "support.sla.escalation", "target_id", "Escalations", copy=True
    )

    _kind_uniq = models.UniqueIndex(
        "(policy_id, kind) WHERE active", "A policy has one target of each kind."
    )
    _minutes_positive = models.Constraint(
        "CHECK (LEAST(minutes_0, minutes_1, minutes_2, minutes_3) >= 0)",
        "A target cannot be negative.",
    )
    _warn_percent_range = models.Constraint(
        "CHECK (warn_percent BETWEEN 0 AND 99)", "A warning comes between 0 and 99 %."
    )

    @api.depends("kind")
    def _compute_pauses(self):
        for target in self:
            pauses = _PAUSES.get(target.kind, (False, False))
            target.pauses_for_customer, target.pauses_for_third_party = pauses

    @api.depends("kind", "policy_id.name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for target in self:
            target.display_name = f"{target.policy_id.name}: {labels.get(target.kind)}"

    @api.constrains("minutes_0", "minutes_1", "minutes_2", "minutes_3")
    def _check_minutes(self):
        for target in self:
            if not any(target._get_minutes()):
                raise ValidationError(
                    self.env._(
                        "“%(target)s” promises nothing: give it minutes for at least "
                        "one priority.",
                        target=target.display_name,
                    )
                )

    # -- Helpers --------------------------------------------------------------------
    def _get_minutes(self):
        return (self.minutes_0, self.minutes_1, self.minutes_2, self.minutes_3)

    def _prepare_definition(self):
        """Return the target as ``logic.sla_policy.Target``."""
        self.ensure_one()
        pauses = {
            "waiting_customer": self.pauses_for_customer,
            "waiting_third_party": self.pauses_for_third_party,
        }
        return Target(
            id=self.id,
            kind=self.kind,
            minutes=self._get_minutes(),
            warn_percent=self.warn_percent,
            pausing_kinds=frozenset(kind for kind, stands in pauses.items() if stands),
            escalations=tuple(
                (escalation._get_step_key(), escalation.moment, escalation.minutes)
                for escalation in self.escalation_ids
            ),
            active=self.active,
        )
