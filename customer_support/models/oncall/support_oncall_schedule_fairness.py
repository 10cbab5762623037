from collections import Counter, defaultdict
from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models

from ...const import ONCALL_COVERAGES
from ...logic import oncall_fairness, oncall_limits, spans
from ...logic.local_clock import to_seconds

# How far back and ahead the score on the form looks.
_SCORE_SPAN = timedelta(days=365)


class SupportOncallScheduleFairness(models.AbstractModel):
    """How evenly duty is spread, over what was and what is planned."""

    _name = "support.oncall.schedule.fairness"
    _description = "On-call Schedule: Fairness"

    coverage = fields.Selection(
        ONCALL_COVERAGES,
        "Somebody Must Be There",
        required=True,
        default="planned",
        help="Times without anybody are reported beforehand and lower the score.",
    )
    weight_night = fields.Float(
        "Night",
        default=1.5,
        help="What an hour from 22:00 to 6:00 weighs; one of the day weighs 1.",
    )
    weight_weekend = fields.Float("Weekend", default=1.5)
    weight_holiday = fields.Float("Public Holiday", default=2.0)
    weight_call = fields.Float(
        "Call", default=1.0, help="What a call taken weighs, in hours of the day."
    )
    overload_percent = fields.Integer(
        "Overloaded From (%)",
        default=20,
        help="So much above his expected share somebody counts as overloaded.",
    )
    score = fields.Integer(
        compute="_compute_score",
        help="0 to 100: the part of the needed time in which somebody is there, times "
        "how equal the loads are. Over the past year since the schedule is in service, "
        "and the plan.",
    )

    _weights_positive = models.Constraint(
        "CHECK (weight_night >= 0 AND weight_weekend >= 0 AND weight_holiday >= 0 "
        "AND weight_call >= 0 AND overload_percent >= 0)",
        "Weights are not negative.",
    )

    @api.depends_context("uid")
    @api.depends(
        "layer_ids",
        "override_ids",
        "temporary_plan_ids",
        "coverage",
        "weight_night",
        "weight_weekend",
        "weight_holiday",
        "weight_call",
    )
    def _compute_score(self):
        now = fields.Datetime.now()
        for schedule in self:
            if not isinstance(schedule.id, int):
                schedule.score = 0
                continue
            start, end = schedule._get_score_span(now)
            schedule.score = schedule._get_score(start, end)

    def _get_score_span(self, now):
        """Return (start, end) of past and plan that are judged."""
        start = max(self.service_date, now - _SCORE_SPAN)
        return start, max(now + timedelta(days=self.horizon_days), start)

    # -- Shares ---------------------------------------------------------------------
    def _get_shares(self, start, end):
        """Return what each person carries between two instants.

        What was before the schedule was in service does not count: it was never worked.

        :return: list of ``logic.oncall_fairness.Share``, the most burdened first
        """
        self.ensure_one()
        start = max(start, self.service_date)
        if start >= end:
            return []
        span = to_seconds(start), to_seconds(end)
        duties = self._get_turn_shifts(start, end)
        users = self.env["res.users"].browse({person for _s, _e, person in duties})
        presences = self._get_presences(start, end)
        users |= users.browse(presences)
        return oncall_fairness.get_shares(
            duties,
            presences,
            self._get_hours(*span),
            self._get_weights(),
            self._get_call_counts(users, start, end),
            self._get_circles(),
        )

    def _get_circles(self):
        """Return the sets of ids of users who take turns with each other."""
        # Who takes turns with whom is no secret to those who may read the schedule.
        layers_sudo = self.sudo().layer_ids
        return [set(layer.participant_ids.user_id.ids) for layer in layers_sudo]

    def _get_hours(self, start, end):
        """Return the kinds of hours of a span, ``logic.oncall_fairness.Hours``."""
        holidays = self._get_public_holidays()
        return oncall_fairness.Hours(ZoneInfo(self.tz), start, end, holidays)

    def _get_weights(self):
        return oncall_fairness.Weights(
            night=self.weight_night,
            weekend=self.weight_weekend,
            holiday=self.weight_holiday,
            call=self.weight_call,
        )

    def _get_presences(self, start, end):
        """Return {user id: seconds in which he took part between two instants}."""
        begin, finish = to_seconds(start), to_seconds(end)
        parts = defaultdict(list)
        for participant in self.layer_ids.participant_ids:
            joined = participant._get_joining_date()
            left = participant.date_to
            first = max(to_seconds(joined), begin) if joined else begin
            last = min(to_seconds(left), finish) if left else finish
            if first < last:
                parts[participant.user_id.id].append((first, last))
        return {
            user_id: sum(e - s for s, e in spans.merge(own))
            for user_id, own in parts.items()
        }

    def _get_call_counts(self, users, start, end):
        """Return {user id: alerts that he took on duty between two instants}."""
        # Who took an alert is counted for those who may not read it.
        alerts_sudo = (
            self.env["support.alert"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("acknowledged_by_id", "in", users.ids),
                    ("raised_date", ">=", start),
                    ("raised_date", "<", end),
                ]
            )
        )
        shifts = self._search_shifts(start, end) if alerts_sudo else ()
        return Counter(
            alert.acknowledged_by_id.id
            for alert in alerts_sudo
            if any(
                shift.user_id == alert.acknowledged_by_id
                and shift.date_from <= alert.raised_date < shift.date_to
                for shift in shifts
            )
        )

    def _get_score(self, start, end):
        shares = self._get_shares(start, end)
        needed = self._get_needed_spans(max(start, self.service_date), end)
        gaps = spans.subtract(needed, self._get_covered_spans(start, end))
        return oncall_fairness.get_score(
            shares, sum(e - s for s, e in needed), sum(e - s for s, e in gaps)
        )

    # -- When somebody must be there --------------------------------------------------
    def _get_needed_spans(self, start, end):
        """Return the (start, end) in seconds in which somebody must be there."""
        if self.coverage == "planned" or start >= end:
            return []
        whole = [(to_seconds(start), to_seconds(end))]
        if self.coverage == "always" or not self.calendar_id:
            return whole
        hours = self.calendar_id._get_opening_hours(start, end)
        return spans.subtract(
            whole,
            [
                (to_seconds(opening), to_seconds(closing))
                for opening, closing in hours.get_periods(start, end)
            ],
        )

    def _get_covered_spans(self, start, end):
        plan = self._get_plan(start, end)
        return spans.merge((begin, finish) for begin, finish, people in plan if people)

    # -- Who may stand in -------------------------------------------------------------
    def _find_stand_in(self, user, start, end, excluded=None):
        """Return who of the rota has had least and can have a duty; may be empty.

        He is there, has no duty then in any schedule, and keeps rest and maximum.

        :param user: ``res.users`` who cannot come
        :param datetime start: naive UTC
        :param datetime end: naive UTC
        :param excluded: ``res.users`` who are not asked
        """
        self.ensure_one()
        span = to_seconds(start), to_seconds(end)
        people = self._get_rota_users(start, end) - user
        people -= excluded or self.env["res.users"]
        absences = people._get_oncall_absences(start, end)
        duties = self._get_duties_around(people, start, end)
        able = [
            person.id
            for person in people
            if not absences[person.id]
            and oncall_limits.allows(
                duties[person.id], span, self._get_limits(), ZoneInfo(self.tz)
            )
        ]
        now = fields.Datetime.now()
        ranks = [
            share.person
            for share in reversed(self._get_shares(*self._get_score_span(now)))
            if share.person in able
        ]
        return people.browse(ranks[:1])

    def _get_limits(self):
        """Return the ``logic.oncall_limits.Limits`` of the schedule."""
        return oncall_limits.Limits(
            rest=round(self.min_rest_hours * 3600),
            shifts=self.max_month_shifts,
            hours=self.max_month_hours,
        )

    @api.model
    def _get_duties_around(self, users, start, end):
        """Return {user id: (start, end) in seconds} of all schedules, months around."""
        margin = timedelta(days=62)
        # When a colleague has duty is no secret; in which schedule is not told.
        shifts_sudo = (
            self.env["support.oncall.shift"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("date_from", "<", end + margin),
                    ("date_to", ">", start - margin),
                ]
            )
        )
        duties = defaultdict(list)
        for shift in shifts_sudo:
            span = to_seconds(shift.date_from), to_seconds(shift.date_to)
            duties[shift.user_id.id].append(span)
        return duties

    def _get_duties_elsewhere(self, users, start, end):
        """Return {user id: (start, end) in seconds} of duties in other schedules."""
        # When a colleague has duty is no secret; in which schedule is not told.
        shifts_sudo = (
            self.env["support.oncall.shift"]
            .sudo()
            .search(
                [
                    ("user_id", "in", users.ids),
                    ("schedule_id", "!=", self.id),
                    ("date_from", "<", end),
                    ("date_to", ">", start),
                ]
            )
        )
        return {
            user.id: [
                (to_seconds(shift.date_from), to_seconds(shift.date_to))
                for shift in own
            ]
            for user, own in shifts_sudo.grouped("user_id").items()
        }

    # -- Actions --------------------------------------------------------------------
    def action_open_fairness(self):
        """Open the table per person."""
        self.ensure_one()
        start, end = self._get_score_span(fields.Datetime.now())
        report = self.env["support.oncall.fairness"].create(
            {"schedule_id": self.id, "date_from": start, "date_to": end}
        )
        report.action_calculate()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Fairness"),
            "res_model": report._name,
            "res_id": report.id,
            "views": [(False, "form")],
        }

    def action_build_rota(self):
        """Open the wizard that proposes a fair rota."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_oncall_rota_action"
        )
        layers = self.layer_ids.sorted()
        return {
            **action,
            "context": {
                "default_schedule_id": self.id,
                "default_layer_id": layers[:1].id,
            },
        }
