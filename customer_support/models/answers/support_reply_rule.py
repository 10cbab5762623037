from dataclasses import replace
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...const import REPLY_HOURS, REPLY_ORDER_STATES
from ...logic.automatic_reply import Rule

# A preview looks at the newest of so many days' tickets, and fills in so many.
_PREVIEW_DAYS = 30
_PREVIEW_LIMIT = 2000
_PREVIEW_ROWS = 200


class SupportReplyRule(models.Model):
    """Which new tickets an automatic template answers: in order, the first one does.

    A rule of a template that is not automatic does nothing. What was approved is the
    template with its rules: changing them takes the approval back.
    """

    _name = "support.reply.rule"
    _inherit = ["support.rule.mixin"]
    _description = "Rule for Automatic Answers"

    template_id = fields.Many2one(
        "support.reply.template", required=True, index=True, ondelete="cascade"
    )
    template_mode = fields.Selection(related="template_id.mode")
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, readonly=True
    )
    phrases = fields.Text(
        "Words",
        help="One word or phrase per line. At least one of them stands in the subject "
        "or in the text, as whole words, in capitals or not.",
    )
    order_state = fields.Selection(
        REPLY_ORDER_STATES, "Order", help="Empty: whatever its order."
    )
    hours = fields.Selection(REPLY_HOURS, required=True, default="always")

    @api.constrains(
        lambda self: [
            "template_id",
            *self._get_condition_fields().values(),
            *self._get_amount_fields().values(),
            "phrases",
            "channel_kind",
            "order_state",
            "hours",
        ]
    )
    def _check_has_conditions(self):
        for rule in self:
            if rule._prepare_conditions().is_empty:
                raise ValidationError(
                    self.env._(
                        "Rule “%(rule)s” would answer every ticket: give it a "
                        "condition.",
                        rule=rule.name,
                    )
                )

    # -- As plain data --------------------------------------------------------------
    def _prepare_definition(self):
        return Rule(
            id=self.id,
            template_id=self.template_id.id,
            conditions=self._prepare_conditions(),
            active=self.active,
            company_id=self.company_id.id or None,
        )

    def _prepare_conditions(self):
        conditions = super()._prepare_conditions()
        accepted = dict(conditions.accepted)
        if self.order_state:
            accepted["order_state"] = frozenset([self.order_state])
        if self.hours == "closed":
            accepted["hours"] = frozenset(["closed"])
        phrases = tuple(filter(str.strip, (self.phrases or "").splitlines()))
        return replace(conditions, accepted=accepted, phrases=phrases)

    # -- CRUD: what was approved was the template with these rules ------------------
    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules.template_id._on_rules_changed()
        return rules

    def write(self, vals):
        before = self.template_id
        result = super().write(vals)
        if vals.keys() - {"name", "sequence"}:
            (before | self.template_id)._on_rules_changed()
        return result

    # -- Preview --------------------------------------------------------------------
    def _find_recent_matches(self):
        """Return the tickets of the last days that the rule is for, as they are now.

        Of those that the user may read; touches none.
        """
        self.ensure_one()
        since = fields.Datetime.now() - timedelta(days=_PREVIEW_DAYS)
        companies = self.company_id or self.env.companies
        recent = self.env["support.ticket"].search(
            Domain("received_date", ">=", since)
            & Domain("company_id", "in", companies.ids)
            & Domain("cancel_reason", "=", False),
            order="id desc",
            limit=_PREVIEW_LIMIT,
        )
        return recent._filter_by_conditions(self._prepare_conditions())[:_PREVIEW_ROWS]

    def action_preview(self):
        """Open the tickets of the last days that the rule would have answered."""
        self.ensure_one()
        rows = self.env["support.reply.preview"]._create_for_rule(self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_reply_preview_action"
        )
        return {
            **action,
            "display_name": self.env._("Rule “%(rule)s”", rule=self.name),
            "domain": [("id", "in", rows.ids)],
        }
