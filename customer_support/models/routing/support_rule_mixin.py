from odoo import api, fields, models, tools
from odoo.fields import Domain

from ...logic.conditions import Conditions


class SupportRuleMixin(models.AbstractModel):
    """Ordered rules with conditions: service levels, triage, priority.

    Rules are kept in memory as plain data, because every ticket asks for all of them.
    Conditions on what only another area knows are added there: a field, its fact in
    ``_get_condition_fields`` or ``_get_amount_fields``, and how records tell the fact
    (``support.facts.mixin``).
    """

    _name = "support.rule.mixin"
    _inherit = ["support.cached.mixin"]
    _description = "Rule with Conditions"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: all companies."
    )
    # For which tickets
    partner_ids = fields.Many2many(
        "res.partner", string="Customers", help="These customers and their contacts."
    )
    partner_tag_ids = fields.Many2many("res.partner.category", string="Customer Tags")
    country_ids = fields.Many2many("res.country", string="Countries")
    product_tmpl_ids = fields.Many2many(
        "product.template", string="Products", help="Any variant of them."
    )
    product_categ_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="These and everything below them.",
    )

    # -- As plain data --------------------------------------------------------------
    @api.model
    def _get_definitions(self):
        """Return all rules as plain data, archived ones too, in their order.

        :return: {id: what ``_prepare_definition`` returns}
        """
        return self._get_cached_definitions()

    @api.model
    @tools.ormcache()
    def _get_cached_definitions(self):
        # Which rule is for a ticket does not depend on who looks at it.
        rules_sudo = self.sudo().with_context(active_test=False).search(Domain.TRUE)
        return {rule.id: rule._prepare_definition() for rule in rules_sudo}

    @api.model
    def _get_definitions_of_company(self, company):
        """Return the active rules of a company as plain data, in their order."""
        return [
            definition
            for definition in self._get_definitions().values()
            if definition.active and definition.company_id in (None, company.id)
        ]

    def _prepare_definition(self):
        """Return the rule as plain data. Hook of the model.

        :return: an object with ``active``, ``company_id`` and ``conditions``
        """
        raise NotImplementedError

    def _prepare_conditions(self):
        """Return the rule's ``logic.conditions.Conditions``. Hook to extend."""
        self.ensure_one()
        return Conditions(
            accepted={
                fact: frozenset(self[field_name].ids)
                for fact, field_name in self._get_condition_fields().items()
                if self[field_name]
            },
            minimums={
                fact: self[field_name]
                for fact, field_name in self._get_amount_fields().items()
                if self[field_name]
            },
        )

    @api.model
    def _get_condition_fields(self):
        """Return the conditions that accept one of several records. Hook to extend.

        :return: {name of the fact: name of the Many2many field}
        """
        return {
            "partner": "partner_ids",
            "partner_tag": "partner_tag_ids",
            "country": "country_ids",
            "product": "product_tmpl_ids",
            "product_category": "product_categ_ids",
        }

    @api.model
    def _get_amount_fields(self):
        """Return the conditions that ask for at least an amount. Hook to extend.

        :return: {name of the fact: name of the Float field}; zero is no condition
        """
        return {}
