from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...const import ONCALL_COMPENSATION_KINDS, ONCALL_COMPENSATION_UNITS
from ...logic.local_clock import to_datetime, to_seconds
from ...logic.oncall_compensation import count_units, cut_into_weeks

# So far back the ledger is compared with what was credited.
_LOOK_BACK = timedelta(days=62)


class _Part(NamedTuple):
    """What is credited in one line: a shift, or a week of a long one."""

    schedule: models.BaseModel
    user: models.BaseModel
    date_from: datetime
    date_to: datetime

    @property
    def key(self):
        """Return which part it is, as ``support.oncall.credit`` does."""
        return self.schedule.id, self.user.id, self.date_from, self.date_to


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
        shifts = self.env["support.oncall.shift"].search(
            Domain("date_to", ">", start)
            & Domain("date_from", "<", now)
            & self._get_schedule_domain()
        )
        credits = self.env["support.oncall.credit"].search(
            Domain("date_to", ">", start)
            & Domain("date_to", "<=", now)
            & Domain("rule_id", "=", self.id)
            & Domain("state", "=", "earned")
        )
        worked = {
            part.key: part
            for shift in shifts
            for part in self._get_parts(shift)
            # What was planned before a schedule was in service was never worked.
            if max(start, shift.schedule_id.service_date) < part.date_to <= now
        }
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

    def _get_parts(self, shift):
        """Return the parts in which a shift is credited; a long one has several."""
        schedule, user = shift.schedule_id, shift.user_id
        weeks = cut_into_weeks(
            to_seconds(shift.date_from),
            to_seconds(shift.date_to),
            ZoneInfo(schedule.tz),
        )
        return [
            _Part(schedule, user, to_datetime(start), to_datetime(end))
            for start, end in weeks
        ]

    def _prepare_credit_vals(self, part):
        schedule = part.schedule
        count = count_units(
            self.unit,
            to_seconds(part.date_from),
            to_seconds(part.date_to),
            ZoneInfo(schedule.tz),
            schedule._get_public_holidays(),
        )
        earned = count * self.rate
        is_money = self.kind == "amount"
        return {
            "rule_id": self.id,
            "schedule_id": schedule.id,
            "user_id": part.user.id,
            "date_from": part.date_from,
            "date_to": part.date_to,
            "days": 0.0 if is_money else round(earned, 2),
            "amount": self.currency_id.round(earned) if is_money else 0.0,
            "currency_id": self.currency_id.id,
        }
