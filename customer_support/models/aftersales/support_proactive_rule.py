import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...const import PROACTIVE_ACTIONS, PROACTIVE_EVENTS

_logger = logging.getLogger(__name__)


class SupportProactiveRule(models.Model):
    """What is done before the customer asks, once per document and event.

    A job looks for documents. What is done about one, and that it was done, are written
    in one transaction: killed at any moment, nobody is told twice and nobody forgotten.
    """

    _name = "support.proactive.rule"
    _inherit = ["support.proactive.source"]
    _description = "Proactive Rule"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    # When
    event = fields.Selection(PROACTIVE_EVENTS, required=True, default="late_transfer")
    after_days = fields.Integer(
        "After (Days)", default=1, help="So many days after it should have happened."
    )
    date_from = fields.Date(
        "Since",
        required=True,
        default=fields.Date.context_today,
        help="What is older is left alone: nobody is told of what is long over.",
    )
    due_count = fields.Integer(
        "Waiting Now",
        compute="_compute_due_count",
        help="Documents that the next run looks at.",
    )
    # What
    action = fields.Selection(PROACTIVE_ACTIONS, required=True, default="ticket")
    template_id = fields.Many2one(
        "mail.template",
        "Mail",
        domain="[('model', '=', 'support.proactive.case')]",
        ondelete="restrict",
        index="btree_not_null",
    )
    team_id = fields.Many2one(
        "support.team",
        required=True,
        index=True,
        check_company=True,
        help="Gets the tickets, and the answers to the mails.",
    )
    category_id = fields.Many2one(
        "support.category", "Contact Reason", index="btree_not_null"
    )
    maximum = fields.Integer(
        "At Most per Run", default=50, help="What is left waits for the next run."
    )
    case_count = fields.Integer("Dealt With", compute="_compute_case_count")

    _numbers_positive = models.Constraint(
        "CHECK (after_days >= 0 AND maximum > 0)",
        "Days cannot be negative, and a run does something.",
    )

    @api.depends("event", "after_days", "date_from", "company_id")
    def _compute_due_count(self):
        for rule in self:
            is_known = rule._origin and rule.date_from and rule.company_id
            # Managers of the desk read no orders: only the number leaves.
            found = rule.sudo()._find_documents(rule.maximum) if is_known else ()
            rule.due_count = len(found)

    def _compute_case_count(self):
        groups = self.env["support.proactive.case"]._read_group(
            [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
        )
        counts = {rule.id: count for rule, count in groups}
        for rule in self:
            rule.case_count = counts.get(rule.id, 0)

    @api.constrains("action", "template_id")
    def _check_template(self):
        for rule in self:
            if rule.action != "ticket" and (
                rule.template_id.model != "support.proactive.case"
            ):
                raise ValidationError(self.env._("Choose the mail that is sent."))

    def action_open_cases(self):
        """Show what the rule has done."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_proactive_case_action"
        )
        return {**action, "domain": [("rule_id", "=", self.id)]}

    # -- Cron -----------------------------------------------------------------------
    @api.model
    def _cron_run(self):
        """Let every active rule do what is due, up to its maximum."""
        for rule in self.search([]):
            rule._run()

    def _run(self):
        """Deal with documents one after the other; a failure stops no other."""
        self.ensure_one()
        rule = self.with_company(self.company_id)
        for document in rule._find_documents(rule.maximum):
            if rule._deal_with_safely(document):
                self.env["ir.cron"]._commit_progress(1)

    def _deal_with_safely(self, document):
        """Deal with one document; what fails is kept as failed and not tried again.

        :return: whether it is done
        """
        try:
            with self.env.cr.savepoint():
                self._create_case(document)._act()
        except OperationalError:
            # Somebody else is at it: the next run finds it again.
            _logger.info("%s is looked at with the next run", document)
            return False
        except Exception as error:
            _logger.warning("Rule %s failed on %s", self.id, document, exc_info=error)
            self._create_case(document, state="failed", error=str(error)[:200])
        return True

    def _create_case(self, document, **values):
        prepare = getattr(self, f"_prepare_{self.event}_vals")
        return self.env["support.proactive.case"].create(
            {
                "rule_id": self.id,
                "event": self.event,
                "company_id": self.company_id.id,
                "res_model": document._name,
                "res_id": document.id,
                "document_name": document.display_name,
                **prepare(document),
                **values,
            }
        )
