from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...logic.conditions import Conditions
from ...logic.triage import Consequence, run_rules
from .support_ticket_facts import _get_path_ids

# A preview looks at the tickets of so many days, the newest so many of them.
PREVIEW_SPAN = timedelta(days=30)
PREVIEW_LIMIT = 5000
_BATCH = 500


class SupportTriageRule(models.Model):
    """Triage rules meet tickets: what they ask of one, and what they give it."""

    _inherit = "support.triage.rule"

    has_order = fields.Boolean(
        "Has an Order", help="The ticket is about an order that we know."
    )
    set_team_id = fields.Many2one(
        "support.team", "Team", check_company=True, ondelete="restrict"
    )
    set_category_id = fields.Many2one(
        "support.category", "Contact Reason", ondelete="restrict"
    )
    set_user_id = fields.Many2one(
        "res.users",
        "Agent",
        check_company=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    set_product_id = fields.Many2one(
        "product.product", "Product", check_company=True, ondelete="restrict"
    )
    add_tag_ids = fields.Many2many(
        "support.tag",
        "support_triage_rule_add_tag_rel",
        string="Add Tags",
        ondelete="restrict",
    )
    activity_plan_id = fields.Many2one(
        "mail.activity.plan",
        "Start Activity Plan",
        ondelete="restrict",
        check_company=True,
        domain="[('res_model', '=', 'support.ticket')]",
        help="The steps that such tickets go through, with who does them and by when.",
    )

    preview_count = fields.Integer(
        "Tickets of the Last 30 Days",
        compute="_compute_preview_count",
        groups="customer_support.customer_support_group_manager",
        help="How many of them the rule is for, as they are now. Of more than 5000, "
        "the newest 5000 are looked at.",
    )

    @api.depends(lambda self: self._get_preview_fields())
    def _compute_preview_count(self):
        for rule in self:
            rule.preview_count = len(rule._find_recent_matches())

    # The name is always given: also a rule without any action is looked at.
    @api.constrains(lambda self: ["name", *self._get_action_fields()])
    def _check_does_something(self):
        for rule in self:
            if not any(rule[name] for name in self._get_action_fields()):
                raise ValidationError(
                    self.env._(
                        "Rule “%(rule)s” does nothing yet: choose what matching "
                        "tickets get.",
                        rule=rule.name,
                    )
                )

    @api.constrains("activity_plan_id")
    def _check_plan_is_for_tickets(self):
        for plan in self.activity_plan_id:
            if plan.res_model != "support.ticket":
                raise ValidationError(
                    self.env._("Plan “%(plan)s” is not for tickets.", plan=plan.name)
                )

    # -- As plain data --------------------------------------------------------------
    @api.model
    def _get_value_fields(self):
        return {
            **super()._get_value_fields(),
            "category_id": "set_category_id",
            "team_id": "set_team_id",
            "user_id": "set_user_id",
            "product_id": "set_product_id",
        }

    @api.model
    def _get_action_fields(self):
        """Return the fields of which a rule has at least one, to be of any use."""
        values = self._get_value_fields().values()
        return [*values, "add_tag_ids", "activity_plan_id", "stops"]

    def _prepare_definition(self):
        return replace(
            super()._prepare_definition(),
            tag_ids=frozenset(self.add_tag_ids.ids),
            plan_id=self.activity_plan_id.id or None,
        )

    def _prepare_conditions(self):
        conditions = super()._prepare_conditions()
        if not self.has_order:
            return conditions
        accepted = {**conditions.accepted, "has_order": frozenset([True])}
        return replace(conditions, accepted=accepted)

    # -- Running --------------------------------------------------------------------
    @api.model
    def _prepare_run(self, rules, company):
        """Return what ``logic.triage.run_rules`` needs to know of rules.

        Reads each kind of record once, whatever the number of rules.

        :param list rules: of ``logic.triage.Rule``
        :param company: ``res.company`` of the tickets
        :return: the rules without archived values, and their consequences
        """
        consequences, archived = {}, set()
        for name, field_name in self._get_value_fields().items():
            ids = {rule.values[name] for rule in rules if name in rule.values}
            records = self.env[self._fields[field_name].comodel_name].browse(ids)
            for record in records:
                if record.active:
                    found = self._get_consequence(name, record, company)
                    consequences[name, record.id] = found
                else:
                    archived.add((name, record.id))
        return [_without(rule, archived) for rule in rules], consequences

    @api.model
    def _get_consequence(self, name, record, company):
        """Return what follows when a rule sets a field. Hook to extend."""
        if name == "category_id":
            # The reason decides which department solves the ticket.
            team = record._find_team(company)
            facts = {"category": _get_path_ids(record)}
            if team:
                return Consequence(
                    {**facts, "team": frozenset(team.ids)}, {"team_id": team.id}
                )
            return Consequence(facts)
        if name == "team_id":
            return Consequence({"team": frozenset(record.ids)})
        if name == "product_id":
            return Consequence({"product_category": _get_path_ids(record.categ_id)})
        return Consequence()

    # -- Preview --------------------------------------------------------------------
    @api.model
    def _get_preview_fields(self):
        """Return on which fields it depends which tickets a rule is for."""
        return [
            *self._get_condition_fields().values(),
            *self._get_amount_fields().values(),
            "phrases",
            "channel_kind",
            "has_order",
            "company_id",
        ]

    def _find_recent_matches(self):
        """Return the tickets of the last days that the rule is for, as they are now.

        Of those that the user may read; touches none.
        """
        conditions = self._prepare_conditions()
        recent = self._find_recent_tickets()
        if conditions.is_empty:
            return recent
        matching = recent.browse()
        for start in range(0, len(recent), _BATCH):
            matching += recent[start : start + _BATCH]._filter_by_conditions(conditions)
        return matching

    def _find_recent_tickets(self):
        since = fields.Datetime.now() - PREVIEW_SPAN
        companies = self.company_id or self.env.companies
        domain = Domain("received_date", ">=", since) & Domain(
            "company_id", "in", companies.ids
        )
        return self.env["support.ticket"].search(
            domain, order="id desc", limit=PREVIEW_LIMIT
        )

    def _get_texts_of_preview(self, tickets):
        """Return in words what the rule would have set, {ticket: text}.

        Only what is not so already is named.
        """
        definition = replace(self._prepare_definition(), conditions=Conditions())
        texts = {}
        for company, group in tickets.grouped("company_id").items():
            rules, consequences = self._prepare_run([definition], company)
            (action,) = run_rules(rules, {}, consequences=consequences).actions
            for ticket in group:
                texts[ticket] = self._get_text_of_changes(_get_news(action, ticket))
        return texts

    # -- Actions --------------------------------------------------------------------
    @api.model
    def action_open_unmatched(self):
        """Open what no rule was for."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_ticket_action_unmatched"
        )

    def action_preview(self):
        """Open the tickets of the last days that the rule is for."""
        self.ensure_one()
        rows = self.env["support.triage.preview"]._create_for_rule(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_triage_preview_action"
        )
        return {
            **action,
            "display_name": self.env._("Rule “%(rule)s”", rule=self.name),
            "domain": [("id", "in", rows.ids)],
        }

    # -- In words -------------------------------------------------------------------
    @api.model
    def _get_text_of_action(self, action):
        """Return in words what a rule did to a ticket.

        :param action: ``logic.triage.Action``
        """
        return self.env._(
            "Rule “%(rule)s”: %(changes)s",
            rule=self.browse(action.rule_id).name,
            changes=self._get_text_of_changes(action),
        )

    @api.model
    def _get_text_of_changes(self, action):
        labels = {
            "category_id": self.env._("reason"),
            "team_id": self.env._("team"),
            "user_id": self.env._("agent"),
            "product_id": self.env._("product"),
        }
        parts = [
            f"{labels[name]} {self._get_changed(name, action.values[name])}"
            for name in labels
            if name in action.values
        ]
        if action.tag_ids:
            tags = self.env["support.tag"].browse(sorted(action.tag_ids))
            names = ", ".join(tags.mapped("name"))
            parts.append(self.env._("tags %(tags)s", tags=names))
        if action.plan_id:
            plan = self.env["mail.activity.plan"].browse(action.plan_id)
            parts.append(self.env._("plan %(plan)s", plan=plan.name))
        return ", ".join(parts) or self.env._("nothing to add")

    @api.model
    def _get_changed(self, name, value):
        comodel = self.env["support.ticket"]._fields[name].comodel_name
        return self.env[comodel].browse(value).display_name


def _get_news(action, ticket):
    """Return the action without what the ticket has already."""
    values = {k: v for k, v in action.values.items() if ticket[k].id != v}
    tags = action.tag_ids - set(ticket.tag_ids.ids)
    return replace(action, values=values, tag_ids=tags)


def _without(rule, items):
    if not items:
        return rule
    values = {name: v for name, v in rule.values.items() if (name, v) not in items}
    return replace(rule, values=values)
