from dataclasses import replace

from odoo import api, fields, models

from ...logic.triage import Rule


class SupportTriageRule(models.Model):
    """What a new ticket gets by itself: in order, every matching rule acts."""

    _name = "support.triage.rule"
    _inherit = ["support.rule.mixin"]
    _description = "Triage Rule"

    active = fields.Boolean(help="An archived rule does nothing; it can be tried out.")
    company_id = fields.Many2one(default=lambda self: self.env.company)
    # For which tickets
    phrases = fields.Text(
        "Words",
        help="One word or phrase per line. At least one of them stands in the subject "
        "or in the first text, as whole words, in capitals or not.",
    )
    lang_ids = fields.Many2many("res.lang", string="Languages of the Customer")
    # What it does beside setting values
    stops = fields.Boolean(
        "Stop Here",
        help="No rule below this one is asked. Where every new ticket waits for "
        "triage, one that such a rule has finished does not.",
    )

    # -- As plain data --------------------------------------------------------------
    def _prepare_definition(self):
        return Rule(
            id=self.id or 0,
            conditions=self._prepare_conditions(),
            values={
                name: self[field_name].id
                for name, field_name in self._get_value_fields().items()
                if self[field_name]
            },
            stops=self.stops,
            active=self.active,
            company_id=self.company_id.id or None,
        )

    @api.model
    def _get_value_fields(self):
        """Return what the rule can set. Hook to extend.

        :return: {name of the field that is set: name of the rule's Many2one field}
        """
        return {}

    @api.model
    def _get_condition_fields(self):
        return {**super()._get_condition_fields(), "language": "lang_ids"}

    def _prepare_conditions(self):
        phrases = tuple(filter(str.strip, (self.phrases or "").splitlines()))
        return replace(super()._prepare_conditions(), phrases=phrases)
