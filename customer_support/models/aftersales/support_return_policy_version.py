from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...const import FREIGHT_PAYERS, OUTCOMES
from ...logic.return_eligibility import Terms

# So long a form may stay open before it is saved.
_SLACK = timedelta(hours=1)


class SupportReturnPolicyVersion(models.Model):
    """What a policy promises from a moment on.

    Once an order was confirmed under it a version never changes: who edits it makes
    the next one.
    """

    _name = "support.return.policy.version"
    _inherit = ["support.cached.mixin"]
    _description = "Version of a Return Policy"
    _order = "policy_id, number desc, id desc"
    _rec_name = "number"

    policy_id = fields.Many2one(
        "support.return.policy", required=True, index=True, ondelete="cascade"
    )
    number = fields.Integer(readonly=True, copy=False)
    valid_from = fields.Datetime(
        default=fields.Datetime.now, copy=False, help="Empty: a draft."
    )
    is_used = fields.Boolean(compute="_compute_is_used", compute_sudo=True)
    # Until when
    window_days = fields.Integer("Days to Return", default=30)
    transit_days = fields.Integer(
        "Days on the Way",
        default=3,
        help="Added to the day on which it left, where no carrier tells the arrival.",
    )
    season_from = fields.Date("Arrived from")
    season_until = fields.Date("Arrived until")
    season_deadline = fields.Date(
        "Returnable until", help="For what arrives in a season, e.g. before Christmas."
    )
    # What
    final_sale = fields.Boolean()
    excepted_reason_ids = fields.Many2many(
        "support.return.reason",
        relation="support_return_version_excepted_reason_rel",
        string="Accepted All the Same",
        help="Reasons for which even a final sale may come back.",
    )
    can_cancel = fields.Boolean("May Be Cancelled before It Leaves", default=True)
    # On which terms
    fee_percent = fields.Float("Restocking Fee (%)")
    freight_payer = fields.Selection(
        FREIGHT_PAYERS, "Way Back Paid by", required=True, default="company"
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", compute_sudo=True
    )
    freight_amount = fields.Monetary("Price of the Way Back")
    keep_below = fields.Monetary(
        "Keeps What Is Worth Less than",
        help="What the customer paid for it, with taxes. Zero: only what is not worth "
        "the way back.",
    )
    return_cost = fields.Monetary(
        "A Parcel Costs Us",
        help="Freight and handling of what comes back. What is worth less to us, by "
        "the valuation of the stock, may stay with the customer. Zero: nothing does.",
    )
    allows_refund = fields.Boolean("Refund", default=True)
    allows_replacement = fields.Boolean("Replacement", default=True)
    allows_exchange = fields.Boolean("Exchange", default=True)
    allows_keep_item = fields.Boolean("Keep the Item")
    allows_credit_note = fields.Boolean("Credit Note")
    # Approved by itself
    automatic_value = fields.Monetary(
        "Approved by Itself up to", help="Zero: somebody approves every return."
    )
    automatic_ratio = fields.Float(
        "Unless Sent Back More than (%)",
        help="Of what the customer received in 12 months. Zero: whatever he sent back.",
    )
    automatic_reason_ids = fields.Many2many(
        "support.return.reason",
        relation="support_return_version_automatic_reason_rel",
        string="For These Reasons",
        help="Empty: any reason.",
    )

    _window_positive = models.Constraint(
        "CHECK (window_days >= 0 AND transit_days >= 0)", "Days cannot be negative."
    )
    _fee_percent_bounds = models.Constraint(
        "CHECK (fee_percent >= 0 AND fee_percent <= 100)",
        "A fee is between 0 and 100 percent.",
    )
    _number_unique = models.Constraint(
        "UNIQUE (policy_id, number)", "This version exists already."
    )

    @api.depends("policy_id.company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for version in self:
            company = version.policy_id.company_id or self.env.company
            version.currency_id = company.currency_id

    @api.depends_context("uid")
    def _compute_is_used(self):
        lines = self.env["sale.order.line"]._read_group(
            [("return_policy_version_id", "in", self.ids)], ["return_policy_version_id"]
        )
        used_ids = {version.id for (version,) in lines}
        for version in self:
            version.is_used = version._origin.id in used_ids

    @api.constrains("season_from", "season_until", "season_deadline")
    def _check_season(self):
        for version in self:
            bounds = (version.season_from, version.season_until)
            if any(bounds) and not (all(bounds) and version.season_deadline):
                raise ValidationError(
                    self.env._("A season has a first day, a last day and a deadline.")
                )

    @api.constrains("valid_from")
    def _check_not_backdated(self):
        """Only the first version may hold for what was before it."""
        now = fields.Datetime.now()
        for version in self:
            others = version.policy_id.version_ids - version
            if others and version.valid_from and version.valid_from < now - _SLACK:
                raise ValidationError(
                    self.env._(
                        "A version cannot hold for the past: orders were confirmed "
                        "under the terms of then."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        versions = super().create(vals_list)
        for version in versions:
            siblings = version.policy_id.version_ids
            version.number = max(siblings.mapped("number")) + 1
        return versions

    def write(self, vals):
        used = self.filtered("is_used")
        for version in used:
            version._create_successor(vals)
        return super(SupportReturnPolicyVersion, self - used).write(vals)

    def _create_successor(self, vals):
        """Make the next version, in force from now on; this one stays as it is."""
        if "policy_id" in vals:
            raise UserError(self.env._("A version stays with its policy."))
        self.copy({"valid_from": fields.Datetime.now(), **vals})

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if any(version.is_used for version in self):
            raise UserError(
                self.env._("Orders were confirmed under this version: it is kept.")
            )

    def _prepare_terms(self):
        """Return the version as ``logic.return_eligibility.Terms``."""
        self.ensure_one()
        names = (
            *("id", "window_days", "transit_days", "final_sale", "can_cancel"),
            *("fee_percent", "freight_payer", "freight_amount", "keep_below"),
            *("return_cost", "automatic_value"),
        )
        return Terms(
            **{name: self[name] for name in names},
            season_from=self.season_from or None,
            season_until=self.season_until or None,
            season_deadline=self.season_deadline or None,
            excepted_reason_ids=frozenset(self.excepted_reason_ids.ids),
            outcomes=tuple(code for code, _label in OUTCOMES if self[f"allows_{code}"]),
            automatic_ratio=self.automatic_ratio / 100,
            automatic_reason_ids=frozenset(self.automatic_reason_ids.ids),
        )
