from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...const import PRIORITIES, SLA_LEVELS
from ...logic.sla_policy import Policy


class SupportSlaPolicy(models.Model):
    """Who gets which service levels: in order, the first match per level counts.

    Conditions on what only another area knows are added there: a field, and its fact in
    ``_get_condition_fields``.
    """

    _name = "support.sla.policy"
    _description = "Service Level Policy"
    _check_company_auto = True
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="An archived policy starts nothing; it can be tried out."
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: all companies."
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
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", help="These customers and their contacts."
    )
    partner_tag_ids = fields.Many2many("res.partner.category", string="Customer Tags")
    country_ids = fields.Many2many("res.country", string="Countries")
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="These and everything below them.",
    )
    priority_from = fields.Selection(
        PRIORITIES, "From Priority", help="This priority and higher. Empty: any."
    )

    @api.constrains("calendar_id")
    def _check_calendar_opens(self):
        self.calendar_id._check_opens()

    # -- CRUD -----------------------------------------------------------------------
    @api.model_create_multi
    def create(self, vals_list):
        policies = super().create(vals_list)
        self.env.registry.clear_cache()
        return policies

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    # -- Matching -------------------------------------------------------------------
    @api.model
    def _get_definitions(self):
        """Return all policies as plain data, archived ones too, in their order.

        :return: {id: ``logic.sla_policy.Policy``}
        """
        return self._get_cached_definitions()

    @api.model
    @tools.ormcache()
    def _get_cached_definitions(self):
        # What a ticket is promised does not depend on who looks at it.
        policies_sudo = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        return {policy.id: policy._prepare_definition() for policy in policies_sudo}

    @api.model
    def _get_definitions_of_company(self, company):
        """Return the active policies of a company, in their order.

        :return: list of ``logic.sla_policy.Policy``
        """
        return [
            definition
            for definition in self._get_definitions().values()
            if definition.active and definition.company_id in (None, company.id)
        ]

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
        self.ensure_one()
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
        conditions = {
            fact: frozenset(self[field_name].ids)
            for fact, field_name in self._get_condition_fields().items()
            if self[field_name]
        }
        if self.priority_from:
            accepted = [key for key, _label in PRIORITIES if key >= self.priority_from]
            conditions["priority"] = frozenset(accepted)
        return conditions

    @api.model
    def _get_condition_fields(self):
        """Return the conditions that accept one of several records. Hook to extend.

        :return: {name of the fact: name of the Many2many field}; whoever has service
            levels tells the facts in ``support.sla.mixin._get_sla_facts``
        """
        return {
            "partner": "partner_ids",
            "partner_tag": "partner_tag_ids",
            "country": "country_ids",
            "product_category": "product_categ_ids",
        }
