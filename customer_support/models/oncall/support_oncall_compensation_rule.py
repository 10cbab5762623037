from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ONCALL_COMPENSATION_KINDS, ONCALL_COMPENSATION_UNITS
from ...logic.local_clock import to_seconds
from ...logic.oncall_compensation import count_units

# So far back the ledger is compared with what was credited.
_LOOK_BACK = timedelta(days=62)


class SupportOncallCompensationRule(models.Model):
    """What a shift that was worked earns. Several rules add up.

    A changed rule holds for shifts that are credited from then on.
    """

    _name = "support.oncall.compensation.rule"
    _description = "On-call Compensation Rule"
    _order = "company_id, schedule_id, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    schedule_id = fields.Many2one(
        "support.oncall.schedule",
        index=True,
        ondelete="cascade",
        check_company=True,
        help="Empty: for all schedules of the company.",
    )
    unit = fields.Selection(ONCALL_COMPENSATION_UNITS, required=True, default="week")
    kind = fields.Selection(
        ONCALL_COMPENSATION_KINDS, "Earns", required=True, default="days"
    )
    rate = fields.Float(
        required=True, default=1.0, help="Days, or money, for one. Parts in proportion."
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    date_from = fields.Date(
        "From",
        required=True,
        default=fields.Date.context_today,
        help="Shifts that ended before earn nothing.",
    )
    settled_until = fields.Datetime(readonly=True, copy=False)

    _rate_positive = models.Constraint("CHECK (rate > 0)", "A rule earns something.")

    # -- Earning --------------------------------------------------------------------
    @api.model
    def _cron_earn_credits(self):
        """Credit the shifts that are over, each once."""
        rules = self.search([])
        self.env["ir.cron"]._commit_progress(remaining=len(rules))
        for rule in rules:
            if rule.try_lock_for_update(allow_referencing=True):
                rule._earn(fields.Datetime.now())
            self.env["ir.cron"]._commit_progress(1)

    def _earn(self, now):
        """Make the credits those of the ledger: missing ones come, others are reversed.

        May be killed and run again at any time.
        """
        self.ensure_one()
        begin = fields.Datetime.to_datetime(self.date_from)
        start = max(begin, min(self.settled_until or begin, now - _LOOK_BACK))
        over = Domain("date_to", ">", start) & Domain("date_to", "<=", now)
        shifts = self.env["support.oncall.shift"].search(
            over & self._get_schedule_domain()
        )
        credits = self.env["support.oncall.credit"].search(
            over & Domain("rule_id", "=", self.id) & Domain("state", "=", "earned")
        )
        # What was planned before a schedule was in service was never worked.
        shifts = shifts.filtered(lambda s: s.date_to > s.schedule_id.service_date)
        worked = {shift._get_credit_key(): shift for shift in shifts}
        known = {credit._get_credit_key(): credit for credit in credits}
        wrong = [known[key].id for key in known.keys() - worked.keys()]
        credits.browse(wrong)._reverse()
        vals_list = [
            self._prepare_credit_vals(worked[key])
            for key in sorted(worked.keys() - known.keys())
        ]
        earned = [vals for vals in vals_list if vals["days"] or vals["amount"]]
        credits.create(earned)
        self.settled_until = now

    def _get_schedule_domain(self):
        if self.schedule_id:
            return Domain("schedule_id", "=", self.schedule_id.id)
        return Domain("company_id", "=", self.company_id.id)

    def _prepare_credit_vals(self, shift):
        schedule = shift.schedule_id
        count = count_units(
            self.unit,
            to_seconds(shift.date_from),
            to_seconds(shift.date_to),
            ZoneInfo(schedule.tz),
            schedule._get_public_holidays(),
        )
        earned = count * self.rate
        is_money = self.kind == "amount"
        return {
            "rule_id": self.id,
            "schedule_id": schedule.id,
            "user_id": shift.user_id.id,
            "date_from": shift.date_from,
            "date_to": shift.date_to,
            "days": 0.0 if is_money else round(earned, 2),
            "amount": self.currency_id.round(earned) if is_money else 0.0,
            "currency_id": self.currency_id.id,
        }
