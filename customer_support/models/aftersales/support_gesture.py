from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError


class SupportGesture(models.Model):
    """A small thing given to a disappointed customer, within a budget."""

    _name = "support.gesture"
    _description = "Goodwill Gesture"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost = fields.Monetary(help="What it costs the company each time.")
    # Budget
    period_days = fields.Integer("Budget Period (Days)", required=True, default=365)
    customer_budget = fields.Monetary(
        "Budget per Customer", help="Cost within the period; zero for no limit."
    )
    team_budget = fields.Monetary(
        "Budget per Team", help="Cost within the period; zero for no limit."
    )

    _cost_not_negative = models.Constraint(
        "CHECK(cost >= 0 AND customer_budget >= 0 AND team_budget >= 0)",
        "Costs and budgets are not negative.",
    )
    _period_positive = models.Constraint(
        "CHECK(period_days > 0)", "The period has at least one day."
    )

    def _ensure_within_budget(self, customer, team, now):
        """Refuse what the customer or the team has no budget left for.

        Locks the gesture, so that two agents cannot spend the same rest.

        :param res.partner customer: with all contacts of the same firm
        :param datetime now: naive UTC
        :raise UserError: names the budget and what is left of it
        """
        self.ensure_one()
        self.lock_for_update(allow_referencing=True)
        budgets = [
            (self.customer_budget, [("partner_id", "child_of", customer.ids)]),
            (self.team_budget, [("team_id", "=", team.id)]),
        ]
        for budget, domain in budgets:
            left = budget - self._get_spent(domain, now)
            if budget and self.currency_id.compare_amounts(self.cost, left) > 0:
                raise UserError(
                    self.env._(
                        "%(gesture)s costs %(cost)s, and %(left)s of the budget of "
                        "%(budget)s is left.",
                        gesture=self.name,
                        cost=self.currency_id.format(self.cost),
                        left=self.currency_id.format(max(left, 0.0)),
                        budget=self.currency_id.format(budget),
                    )
                )

    def _get_spent(self, domain, now):
        since = now - timedelta(days=self.period_days)
        [(spent,)] = self.env["support.resolution"]._read_group(
            [
                ("gesture_id", "=", self.id),
                ("state", "=", "done"),
                ("done_date", ">", since),
                *domain,
            ],
            aggregates=["cost:sum"],
        )
        return spent or 0.0
