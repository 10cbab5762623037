from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import babel_locale_parse

from odoo.addons.base.models.res_partner import _tz_get

from ...const import ALERT_TARGETS
from ...logic.escalation import Step, TimeRange, get_minute_of_day

# The names that the host's widget for days of the week uses, Monday first.
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class SupportEscalationStep(models.Model):
    """Whom an escalation policy calls, and how long it waits for an answer.

    Add a kind of target by extending ``kind`` and defining
    ``_find_<kind>(target_id, at)`` on ``support.alert``.
    """

    _name = "support.escalation.step"
    _description = "Escalation Step"
    _order = "policy_id, sequence, id"
    _rec_name = "target_words"
    _check_company_auto = True

    policy_id = fields.Many2one(
        "support.escalation.policy", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="policy_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    # Who
    kind = fields.Selection(
        ALERT_TARGETS, "Call", required=True, default=lambda self: ALERT_TARGETS[0][0]
    )
    schedule_id = fields.Many2one(
        "support.oncall.schedule", check_company=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        "Person",
        domain="[('share', '=', False)]",
        ondelete="restrict",
    )
    team_id = fields.Many2one(
        "support.team",
        check_company=True,
        ondelete="restrict",
        help="Empty: the team of the ticket.",
    )
    is_round_robin = fields.Boolean(
        "In Turn", help="Only one of the people is called, each time the next one."
    )
    last_user_id = fields.Many2one(
        "res.users", "Last Called", readonly=True, copy=False, ondelete="set null"
    )
    # When
    delay = fields.Integer(
        "Wait (Minutes)",
        default=5,
        required=True,
        help="How long the people have to answer before the next step.",
    )
    has_hours = fields.Boolean(
        "Only at Certain Hours", help="At other times the step is skipped at once."
    )
    hour_from = fields.Float("From", default=22)
    hour_to = fields.Float("To", default=6, help="Before “From”: on the next day.")
    mon = fields.Boolean(default=True)
    tue = fields.Boolean(default=True)
    wed = fields.Boolean(default=True)
    thu = fields.Boolean(default=True)
    fri = fields.Boolean(default=True)
    sat = fields.Boolean(default=True)
    sun = fields.Boolean(default=True)
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        default=lambda self: self.env.user.tz or "UTC",
        required=True,
    )
    target_words = fields.Char("Whom", compute="_compute_target_words")

    _delay_range = models.Constraint(
        "CHECK (delay BETWEEN 1 AND 9000)", "A step waits from 1 to 9000 minutes."
    )
    _hours_range = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < 24 AND hour_to >= 0 AND hour_to <= 24)",
        "Hours of a step are from 0:00 to 24:00.",
    )

    @api.constrains("kind", "schedule_id", "user_id", "has_hours", *_DAYS)
    def _check_complete(self):
        for step in self:
            if step.kind == "schedule" and not step.schedule_id:
                raise ValidationError(self.env._("Choose the schedule of the step."))
            if step.kind == "person" and not step.user_id:
                raise ValidationError(self.env._("Choose the person of the step."))
            if step.has_hours and not any(step[day] for day in _DAYS):
                raise ValidationError(self.env._("Choose a day of the week."))

    # -- In words -------------------------------------------------------------------
    @api.depends(
        "kind",
        "schedule_id.name",
        "user_id.name",
        "team_id.name",
        "is_round_robin",
        "has_hours",
        "hour_from",
        "hour_to",
        *_DAYS,
    )
    def _compute_target_words(self):
        for step in self:
            is_one = step.is_round_robin and step.kind not in ("person", "leader")
            words = step._get_turn_words() if is_one else step._get_target_words()
            if step.has_hours:
                words = f"{words} ({step._get_hours_words()})"
            step.target_words = words

    def _get_target_words(self):
        self.ensure_one()
        team = self.team_id.name
        if self.kind == "schedule":
            name = self.schedule_id.name or ""
            return self.env._("whoever is on duty in “%(name)s”", name=name)
        if self.kind == "person":
            return self.user_id.name or ""
        if self.kind == "team":
            everybody = self.env._("everybody in the team of the ticket")
            return (
                self.env._("everybody in “%(team)s”", team=team) if team else everybody
            )
        if self.kind == "leader":
            its = self.env._("the leader of the team of the ticket")
            return self.env._("the leader of “%(team)s”", team=team) if team else its
        return self.env._("the support managers")

    def _get_turn_words(self):
        """Say of which people one is called in turn."""
        self.ensure_one()
        team, name = self.team_id.name, self.schedule_id.name or ""
        if self.kind == "schedule":
            return self.env._("one of those on duty in “%(name)s”, in turn", name=name)
        if self.kind == "team":
            its = self.env._("one of the team of the ticket, in turn")
            return self.env._("one of “%(team)s”, in turn", team=team) if team else its
        return self.env._("one of the support managers, in turn")

    def _get_hours_words(self):
        hours = "–".join(
            f"{get_minute_of_day(hour) // 60:02d}:{get_minute_of_day(hour) % 60:02d}"
            for hour in (self.hour_from, self.hour_to)
        )
        days = [number for number, day in enumerate(_DAYS) if self[day]]
        if len(days) == len(_DAYS):
            return self.env._("only %(hours)s", hours=hours)
        locale = babel_locale_parse(self.env.lang or "en_US")
        names = locale.days["format"]["abbreviated"]
        return self.env._(
            "only %(hours)s, %(days)s",
            hours=hours,
            days=", ".join(names[number] for number in days),
        )

    # -- As plain data --------------------------------------------------------------
    def _get_definition(self):
        """Return the step as ``logic.escalation.Step``."""
        self.ensure_one()
        return Step(
            key=self.id,
            kind=self.kind,
            target_id=self._get_target_id(),
            delay=timedelta(minutes=self.delay),
            round_robin=self.is_round_robin,
            hours=self._get_hours() if self.has_hours else None,
        )

    def _get_target_id(self):
        """Return the id of whom or what the step calls. Hook for further kinds."""
        fields_by_kind = {
            "schedule": "schedule_id",
            "person": "user_id",
            "team": "team_id",
            "leader": "team_id",
        }
        name = fields_by_kind.get(self.kind)
        return (name and self[name].id) or None

    def _get_hours(self):
        weekdays = (number for number, day in enumerate(_DAYS) if self[day])
        return TimeRange(
            frozenset(weekdays),
            get_minute_of_day(self.hour_from),
            get_minute_of_day(self.hour_to),
            self.tz,
        )
