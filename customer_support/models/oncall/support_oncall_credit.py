from odoo import fields, models

from ...const import ONCALL_CREDIT_STATES


class SupportOncallCredit(models.Model):
    """What somebody has earned by a shift: days off, or money.

    A ledger: lines are added by the product only, and never changed. A line that turns
    out to be wrong gets a reversing line, which takes as much as it gave.
    """

    _name = "support.oncall.credit"
    _description = "On-call Credit"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        "Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="schedule_id.company_id", store=True, index=True
    )
    rule_id = fields.Many2one(
        "support.oncall.compensation.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    date_from = fields.Datetime("From", required=True, readonly=True)
    date_to = fields.Datetime("To", required=True, readonly=True, index=True)
    days = fields.Float(readonly=True)
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    state = fields.Selection(
        ONCALL_CREDIT_STATES, required=True, readonly=True, default="earned"
    )
    reversed_id = fields.Many2one(
        "support.oncall.credit",
        "Reverses",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _shift_uniq = models.UniqueIndex(
        "(rule_id, schedule_id, user_id, date_from) WHERE state = 'earned'",
        "This shift has been credited already.",
    )
    _reversed_uniq = models.UniqueIndex(
        "(reversed_id) WHERE reversed_id IS NOT NULL",
        "This credit has been reversed already.",
    )

    def _get_credit_key(self):
        """Return which shift it is about, as the rule does."""
        return self.schedule_id.id, self.user_id.id, self.date_from, self.date_to

    def _reverse(self):
        """Add lines that take back what these gave."""
        self.create(
            [
                {
                    **line,
                    "days": -credit.days,
                    "amount": -credit.amount,
                    "state": "reversal",
                    "reversed_id": credit.id,
                }
                for credit in self
                for line in credit.copy_data()
            ]
        )
        self.write({"state": "reversed"})
