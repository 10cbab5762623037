from dataclasses import dataclass, replace
from datetime import datetime

from odoo import api, fields, models

from ...logic.conditions import Conditions
from ...logic.return_eligibility import Terms


@dataclass(frozen=True)
class Policy:
    """A policy as plain data; ``versions`` are (valid from, terms), oldest first."""

    id: int
    active: bool
    company_id: int | None
    conditions: Conditions
    versions: tuple[tuple[datetime, Terms], ...]

    def find_terms(self, at):
        """Return the terms in force at a moment; the first ones rule what was before.

        :return: ``Terms``, None if no version is in force yet
        """
        valid = [terms for since, terms in self.versions if since <= at]
        return valid[-1] if valid else self.versions[0][1] if self.versions else None


class SupportReturnPolicy(models.Model):
    """Who may return what: in order, the first policy for a line of an order counts.

    What is promised stands in its versions. A line keeps the version of the day on
    which its order was confirmed.
    """

    _name = "support.return.policy"
    _inherit = ["support.rule.mixin"]
    _description = "Return Policy"

    sales_team_ids = fields.Many2many("crm.team", string="Sales Teams")
    version_ids = fields.One2many(
        "support.return.policy.version", "policy_id", "Versions", copy=True
    )

    @api.model
    def _get_condition_fields(self):
        # Orders know less than tickets.
        names = ("partner", "partner_tag", "country", "product", "product_category")
        known = super()._get_condition_fields()
        return {
            **{name: known[name] for name in names},
            "sales_team": "sales_team_ids",
        }

    @api.model
    def _get_amount_fields(self):
        return {}

    def _prepare_conditions(self):
        """Return conditions on what an order knows; a channel is a ticket's."""
        conditions = super()._prepare_conditions()
        known = self._get_condition_fields()
        accepted = {
            fact: values
            for fact, values in conditions.accepted.items()
            if fact in known
        }
        return replace(conditions, accepted=accepted)

    def _prepare_definition(self):
        versions = self.version_ids.filtered("valid_from").sorted("valid_from")
        return Policy(
            id=self.id,
            active=self.active,
            company_id=self.company_id.id or None,
            conditions=self._prepare_conditions(),
            versions=tuple((v.valid_from, v._prepare_terms()) for v in versions),
        )

    def action_simulate(self):
        """Try the policy out on orders of the past."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_return_policy_simulation_action"
        )
        return {
            **action,
            "views": [(False, "form")],
            "context": {
                "default_policy_id": self.id,
                "default_company_id": (self.company_id or self.env.company).id,
            },
        }
