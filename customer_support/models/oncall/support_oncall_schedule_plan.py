from datetime import timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.fields import Domain

from ...logic import oncall_plan, spans
from ...logic.local_clock import to_datetime, to_seconds

# How far back the plan before a change is kept if the schedule is younger than that.
_HISTORY = timedelta(days=400)


class SupportOncallSchedulePlan(models.AbstractModel):
    """The plan: calculated, written down ahead, never changed for the time before."""

    _name = "support.oncall.schedule.plan"
    _description = "On-call Schedule: Plan and Ledger"

    # -- Calculating ----------------------------------------------------------------
    def _get_plan(self, start, end):
        """Return who has duty at every time between two instants.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        :return: list of (start, end, ids of users as a frozenset); seconds since 1970
        """
        self.ensure_one()
        now = fields.Datetime.now()
        known_from = max(self.ledger_date or now, start)
        known_until = min(self.planned_until or now, now, end)
        if known_from >= known_until:
            return self._calculate_plan(start, end)
        parts = (
            self._calculate_plan(start, known_from)
            + self._read_ledger(known_from, known_until)
            + self._calculate_plan(known_until, end)
        )
        return spans.join_equal(parts)

    def _get_turn_shifts(self, start, end):
        """Return (start, end, user id) in seconds, one shift per turn, by start.

        What was comes from the ledger, what will be from the settings.

        :param datetime start: naive UTC
        :param datetime end: naive UTC
        """
        self.ensure_one()
        now = max(start, min(fields.Datetime.now(), end))
        border = to_seconds(now)
        plan = self._get_plan(start, now)
        starts = {
            (to_seconds(shift.date_from), shift.user_id.id)
            for shift in self._search_shifts(start, now)
        }
        was = oncall_plan.cut_at(oncall_plan.get_shifts(plan), starts)
        running = {shift[2]: shift for shift in was if shift[1] == border}
        planned = []
        for begin, finish, user_id in self._calculate_turn_shifts(now, end):
            shift = running.get(user_id)
            if begin == border and shift:
                was.remove(shift)
                begin = shift[0]
            planned.append((begin, finish, user_id))
        return sorted([*was, *planned], key=lambda shift: shift[:2])

    def _calculate_turn_shifts(self, start, end):
        data = self._get_plan_data(start, end)
        return oncall_plan.get_turn_shifts(data, to_seconds(start), to_seconds(end))

    def _calculate_plan(self, start, end):
        data = self._get_plan_data(start, end)
        return oncall_plan.get_plan(data, to_seconds(start), to_seconds(end))

    def _read_ledger(self, start, end):
        shifts = [
            [(to_seconds(shift.date_from), to_seconds(shift.date_to), shift.user_id.id)]
            for shift in self._search_shifts(start, end)
        ]
        return spans.overlay(shifts, to_seconds(start), to_seconds(end))

    def _search_shifts(self, start, end):
        # Who has duty is no secret for those who may read the schedule.
        return (
            self.env["support.oncall.shift"]
            .sudo()
            .search(
                Domain("schedule_id", "in", self.ids)
                & Domain("date_from", "<", end)
                & Domain("date_to", ">", start)
            )
        )

    def _get_plan_data(self, start, end):
        """Return the ``logic.oncall_plan.Schedule`` with the exceptions of a span."""
        # Parts of a schedule have no secrets from those who may read it.
        schedule_sudo = self.sudo()
        own = (
            Domain("schedule_id", "=", self.id)
            & Domain("date_from", "<", end)
            & Domain("date_to", ">", start)
        )
        overrides_sudo = schedule_sudo.override_ids.search(own, order="id")
        swaps_sudo = overrides_sudo.filtered("swap_id")
        plans_sudo = schedule_sudo.temporary_plan_ids.search(own, order="id")
        return oncall_plan.Schedule(
            zone=ZoneInfo(schedule_sudo.tz),
            layers=schedule_sudo.layer_ids.sorted()._prepare_layers(),
            together=schedule_sudo.combination == "together",
            overrides=tuple(
                override._prepare_override() for override in overrides_sudo - swaps_sudo
            ),
            swaps=tuple(swap._prepare_override() for swap in swaps_sudo),
            temporary_plans=tuple(
                plan._prepare_temporary_plan() for plan in plans_sudo
            ),
        )

    def _get_public_holidays(self):
        """Return the (start, end) instants of public holidays, in order, merged."""
        leaves_sudo = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                [
                    ("resource_id", "=", False),
                    ("time_type", "=", "leave"),
                    ("company_id", "in", [False, self.company_id.id]),
                    ("calendar_id", "in", [False, self.calendar_id.id]),
                ]
            )
        )
        return tuple(
            spans.merge(
                (to_seconds(leave.date_from), to_seconds(leave.date_to))
                for leave in leaves_sudo
            )
        )

    # -- Writing down ---------------------------------------------------------------
    def _replan(self):
        """Write down anew what is planned from now on; what was before stays."""
        now = fields.Datetime.now()
        # The ledger is written by the product only.
        for schedule_sudo in self.sudo():
            schedule_sudo.lock_for_update()
            until = now + timedelta(days=schedule_sudo.horizon_days)
            planned = []
            if schedule_sudo.active:
                planned = schedule_sudo._calculate_turn_shifts(now, until)
            schedule_sudo._write_shifts(planned, now)
            schedule_sudo._write_layer_shifts(now, until)
            schedule_sudo.write(
                {
                    "ledger_date": schedule_sudo.ledger_date or now,
                    "planned_until": until,
                }
            )
        self._on_replanned()

    def _on_replanned(self):
        """Hook: the plan from now on has been written anew."""

    def _write_shifts(self, planned, now):
        """Make the shifts from now on those that are planned; those that run go on."""
        shifts = self.env["support.oncall.shift"].search(
            [("schedule_id", "=", self.id), ("date_to", ">=", now)]
        )
        running = {shift.user_id.id: shift for shift in shifts if shift.date_from < now}
        future = {
            (shift.user_id.id, shift.date_from): shift
            for shift in shifts
            if shift.date_from >= now
        }
        missing = []
        for start, end, user_id in planned:
            start, end = to_datetime(start), to_datetime(end)
            shift = future.pop((user_id, start), None)
            if shift is None and start == now:
                shift = running.pop(user_id, None)
            if shift is None:
                missing.append(self._prepare_shift_vals(start, end, user_id))
            elif shift.date_to != end:
                shift.date_to = end
        for shift in running.values():
            shift.date_to = now
        shifts.browse([shift.id for shift in future.values()]).unlink()
        shifts.create(missing)

    def _prepare_shift_vals(self, start, end, user_id):
        return {
            "schedule_id": self.id,
            "user_id": user_id,
            "date_from": start,
            "date_to": end,
        }

    def _write_layer_shifts(self, now, until):
        """Write down what each layer says by itself, from now on."""
        layer_shifts = self.env["support.oncall.layer.shift"]
        layer_shifts.search([("schedule_id", "=", self.id)]).unlink()
        data = self._get_plan_data(now, until)
        duties = oncall_plan.get_layer_duties(data, to_seconds(now), to_seconds(until))
        layer_shifts.create(
            [
                {
                    "layer_id": layer.id,
                    **self._prepare_shift_vals(
                        to_datetime(start), to_datetime(end), user_id
                    ),
                }
                for layer, own in zip(self.layer_ids.sorted(), duties, strict=True)
                for start, end, user_id in own
            ]
        )

    def _keep_history(self):
        """Write down, before a change, what held before the schedule was in service.

        A layer may have begun before the schedule was entered. A change to it does not
        tell another story about that time.
        """
        for schedule_sudo in self.sudo():
            begun = schedule_sudo._get_first_duty()
            end = schedule_sudo.ledger_date
            start = begun and max(begun, end - _HISTORY)
            if not start or start >= end:
                continue
            schedule_sudo._write_history(start, end)
            schedule_sudo.ledger_date = start

    def _write_history(self, start, end):
        shifts = self.env["support.oncall.shift"].search(
            [("schedule_id", "=", self.id), ("date_from", "=", end)]
        )
        following = {shift.user_id.id: shift for shift in shifts}
        missing = []
        for begin, finish, user_id in self._calculate_turn_shifts(start, end):
            begin, finish = to_datetime(begin), to_datetime(finish)
            if finish == end and user_id in following:
                following[user_id].date_from = begin
            else:
                missing.append(self._prepare_shift_vals(begin, finish, user_id))
        shifts.create(missing)

    def _get_first_duty(self):
        """Return when the oldest layer begins, naive UTC; None without layers."""
        return min((layer._get_begin() for layer in self.layer_ids), default=None)

    @api.model
    def _cron_plan_oncall(self):
        """Plan all schedules ahead, and look again at holidays and people."""
        schedules = self.search([])
        self.env["ir.cron"]._commit_progress(remaining=len(schedules))
        for schedule in schedules:
            schedule._replan()
            self.env["ir.cron"]._commit_progress(1)
