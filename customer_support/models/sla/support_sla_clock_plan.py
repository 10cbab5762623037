from datetime import timedelta
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError

from ...logic import sla_clock
from ...logic.sla_policy import Promise
from ...logic.sla_turn import Turn, run_turn
from ...logic.working_time import LenientHours

_LONGEST_SPAN = timedelta(days=4000)


class Plan(NamedTuple):
    """One turn of one clock, before it is calculated.

    :param owner: values of the record whose clock it is, see ``_prepare_owner_vals``
    :param clock: ``support.sla.clock``, empty for a new one
    :param calendar_id: hours that measured so far; None: around the clock
    :param reason: why, in words
    """

    owner: dict
    clock: models.BaseModel
    promise: Promise
    turn: Turn
    calendar_id: int | None
    reason: str | None = None


class Result(NamedTuple):
    """What a plan leads to.

    :param done: steps that have happened and do not happen again
    :param is_extended: more time was given, so that steps may happen once more
    """

    plan: Plan
    clock: sla_clock.Clock
    events: list
    done: frozenset
    wake_at: object
    is_extended: bool


class SupportSlaClockPlan(models.AbstractModel):
    """How clocks are started and moved: plans in, clocks and events out, in batches.

    Everything here runs as superuser: agents do not write the instants by which they
    are judged.
    """

    _name = "support.sla.clock.plan"
    _description = "Plans for Service Level Clocks"

    @api.model
    def _run_plans(self, plans):
        """Calculate all plans, then write clocks and events in one go each.

        :param list plans: of ``Plan``
        """
        if not plans:
            return
        clocks = self.union(*(plan.clock for plan in plans))
        results = self._calculate(plans, clocks._get_done_steps())
        moved = [result for result in results if result.plan.clock]
        for result in moved:
            result.plan.clock.write(self._prepare_vals(result))
        if moved:
            # One clock of a kind is open at a time: ends are written before beginnings.
            self.flush_model()
        new = [result for result in results if not result.plan.clock]
        created = self.create([self._prepare_vals(result) for result in new])
        pairs = [(result.plan.clock, result) for result in moved]
        pairs += zip(created, new, strict=True)
        self.env["support.sla.event"].create(
            [vals for clock, result in pairs for vals in clock._prepare_events(result)]
        )
        self._trigger_wake({result.wake_at for result in results})

    # -- Calculating ----------------------------------------------------------------
    @api.model
    def _calculate(self, plans, done_steps):
        """Return the ``Result`` of each plan; opening hours are fetched once each."""
        groups = {}
        for plan in plans:
            key = (plan.calendar_id, plan.promise.calendar_id)
            groups.setdefault(key, []).append(plan)
        results = []
        for (old_id, new_id), group in groups.items():
            results += self._calculate_group(group, old_id, new_id, done_steps)
        return results

    @api.model
    def _calculate_group(self, plans, old_id, new_id, done_steps):
        instants = [instant for plan in plans for instant in plan.turn.instants]

        def calculate(hours, new_hours):
            return [
                self._get_result(plan, hours, new_hours, done_steps.get(plan.clock.id))
                for plan in plans
            ]

        if old_id == new_id:
            return self._with_hours(
                new_id, instants, lambda hours: calculate(hours, None)
            )
        return self._with_hours(
            old_id,
            instants,
            lambda hours: self._with_hours(
                new_id, instants, lambda new_hours: calculate(hours, new_hours)
            ),
        )

    @api.model
    def _with_hours(self, calendar_id, instants, calculate):
        """Return what ``calculate`` makes of the hours of a calendar.

        A calendar that never opens must not stop anybody from working on a ticket: its
        clocks have no deadline.
        """
        calendar = self.env["resource.calendar"].browse(calendar_id)
        try:
            return calendar._calculate_with_hours(instants, calculate)
        except UserError:
            last = max(instants) + _LONGEST_SPAN
            hours = calendar._get_opening_hours(min(instants), last)
            return calculate(LenientHours(hours))

    @api.model
    def _get_result(self, plan, hours, new_hours, done):
        clock, events = run_turn(plan.turn, hours, new_hours)
        is_extended = (
            bool(done)
            and bool(plan.turn.retarget_at)
            and _is_later(clock.due_at, plan.turn.clock.due_at)
        )
        done = frozenset() if is_extended else frozenset(done or ())
        steps = plan.promise.target.get_steps(clock.target)
        pending = [step for step in steps if step.key not in done]
        wake_at = sla_clock.get_next_wake(clock, pending, new_hours or hours)
        return Result(plan, clock, events, done, wake_at, is_extended)

    def _get_done_steps(self):
        """Return the steps of each clock that have happened since its last extension.

        :return: {id of the clock: set of step keys}
        """
        done = {clock.id: set() for clock in self}
        if self:
            events = self.env["support.sla.event"].search_fetch(
                [("clock_id", "in", self.ids), ("step", "!=", False)],
                ["clock_id", "step"],
            )
            for event in events:
                extension, key = event.step.split(":", 1)
                if int(extension) == event.clock_id.extension_count:
                    done[event.clock_id.id].add(key)
        return done

    # -- Writing --------------------------------------------------------------------
    @api.model
    def _prepare_vals(self, result):
        plan, clock = result.plan, result.clock
        values = {
            "state": clock.state,
            "target_seconds": round(clock.target.total_seconds()),
            "worked_seconds": round(clock.worked.total_seconds()),
            "running_since": clock.running_since or False,
            "due_date": clock.due_at or False,
            "wake_date": result.wake_at or False,
            "fulfilled_date": clock.fulfilled_at or False,
            "cancelled_date": clock.cancelled_at or False,
        }
        if not plan.clock:
            values.update(plan.owner, started_date=clock.started_at)
        if not plan.clock or plan.turn.retarget_at:
            values.update(self._prepare_promise_vals(plan.promise))
        if result.is_extended:
            values["extension_count"] = plan.clock.extension_count + 1
        breaches = [event.at for event in result.events if event.kind == "breach"]
        if breaches and not plan.clock.breached_date:
            values["breached_date"] = breaches[0]
        return values

    @staticmethod
    def _prepare_promise_vals(promise):
        return {
            "policy_id": promise.policy_id,
            "target_id": promise.target.id,
            "kind": promise.target.kind,
            "level": promise.level,
            "priority": promise.priority,
            "calendar_id": promise.calendar_id or False,
        }

    def _prepare_events(self, result):
        """Return the values of the events of a result, which has been written."""
        self.ensure_one()
        return [
            self._prepare_event_vals(event.kind, event.at, event.due_at, result)
            for event in result.events
            if event.kind != "breach" or "breach" not in result.done
        ]

    def _prepare_event_vals(self, kind, at, due_at, result):
        return {
            "clock_id": self.id,
            "kind": kind,
            "date": at,
            "due_date": due_at or False,
            "target_seconds": round(result.clock.target.total_seconds()),
            "step": self._get_step(kind) if kind == "breach" else False,
            "user_id": self.env.uid,
            "reason": result.plan.reason,
        }

    def _get_step(self, key):
        """Return what makes a step unique: it happens once per extension."""
        self.ensure_one()
        return f"{self.extension_count}:{key}"

    @api.model
    def _trigger_wake(self, instants):
        """Wake the job at these instants; None and the past are left out or at once."""
        instants = sorted(filter(None, instants))
        if instants:
            # Not ``ref``: every ticket would look whether the job is still there.
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id(
                "customer_support.ir_cron_fire_sla_steps"
            )
            self.env["ir.cron"].browse(cron_id)._trigger(at=instants)


def _is_later(new_due, old_due):
    return not new_due or bool(old_due and new_due > old_due)
