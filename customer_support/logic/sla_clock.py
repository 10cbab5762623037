"""The clock of one service level on one ticket, without a database.

A clock counts working time towards a target. It is told what happened and when, and
never asks what time it is. Nothing after its end changes it, except ``reopen``.
Instants are naive UTC; ``hours`` is the ``OpeningHours`` of the clock's calendar and
must cover the instants in question.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .working_time import ZERO, OpeningHours


@dataclass(frozen=True)
class Clock:
    """What a clock knows.

    :param target: working time allowed
    :param started_at: when it started for the first time
    :param worked: working time that had run when it was last stopped
    :param running_since: since when it runs on top of ``worked``; None while it stands
    :param due_at: when the target is reached; None while that is open, that is while it
        is paused in time
    """

    target: timedelta
    started_at: datetime
    worked: timedelta = ZERO
    running_since: datetime | None = None
    due_at: datetime | None = None
    fulfilled_at: datetime | None = None
    cancelled_at: datetime | None = None

    @property
    def state(self) -> str:
        """Return "cancelled", "fulfilled", "running" or "paused"."""
        if self.cancelled_at:
            return "cancelled"
        if self.fulfilled_at:
            return "fulfilled"
        return "running" if self.running_since else "paused"

    @property
    def is_open(self) -> bool:
        return not self.cancelled_at and not self.fulfilled_at


@dataclass(frozen=True)
class Step:
    """Something that happens when so much working time has run.

    :param key: tells it from the other steps of the clock
    """

    key: str
    threshold: timedelta


# -- Life ---------------------------------------------------------------------------
def start(target: timedelta, at: datetime, hours: OpeningHours) -> Clock:
    """Return a clock that runs from ``at``."""
    return _run(Clock(target, started_at=at), at, hours)


def pause(clock: Clock, at: datetime, hours: OpeningHours) -> Clock:
    """Stop a running clock; the deadline moves on unless it has passed already."""
    if clock.state != "running":
        return clock
    stopped = _stop(clock, at, hours)
    passed = stopped.worked >= stopped.target
    return replace(stopped, due_at=clock.due_at if passed else None)


def resume(clock: Clock, at: datetime, hours: OpeningHours) -> Clock:
    """Let a paused clock run on."""
    return _run(clock, at, hours) if clock.state == "paused" else clock


def fulfil(clock: Clock, at: datetime, hours: OpeningHours) -> Clock:
    """End the clock because what was promised has happened, in time or not."""
    if not clock.is_open:
        return clock
    return replace(_stop(clock, at, hours), fulfilled_at=at)


def cancel(clock: Clock, at: datetime, hours: OpeningHours) -> Clock:
    """End the clock without a judgement: never a success, never a failure."""
    if not clock.is_open:
        return clock
    return replace(_stop(clock, at, hours), cancelled_at=at)


def reopen(clock: Clock, at: datetime, hours: OpeningHours) -> Clock:
    """Let an ended clock run on, because its end turned out to be none.

    What has run is kept; the time in between does not count.
    """
    if clock.is_open:
        return clock
    passed = clock.worked >= clock.target
    due_at = clock.due_at if passed else None
    return _run(
        replace(clock, fulfilled_at=None, cancelled_at=None, due_at=due_at), at, hours
    )


def retarget(
    clock: Clock,
    target: timedelta,
    at: datetime,
    hours: OpeningHours,
    new_hours: OpeningHours | None = None,
) -> Clock:
    """Give an open clock another target or other hours. What has run is kept.

    A target that is shorter than what has run was due in the past.

    :param hours: those that measured so far
    :param new_hours: those that measure from ``at`` on; default: the same
    """
    if not clock.is_open:
        return clock
    if clock.state == "paused":
        passed = clock.worked >= target
        return replace(
            clock, target=target, due_at=clock.due_at or at if passed else None
        )
    if new_hours is not None:
        clock = replace(_stop(clock, at, hours), running_since=at)
    return _run(
        replace(clock, target=target, due_at=None),
        clock.running_since,
        new_hours or hours,
    )


# -- Reading ------------------------------------------------------------------------
def get_worked(clock: Clock, now: datetime, hours: OpeningHours) -> timedelta:
    """Return the working time that has run until ``now``."""
    if clock.state != "running":
        return clock.worked
    return clock.worked + _measure(clock, now, hours)


def get_remaining(clock: Clock, now: datetime, hours: OpeningHours) -> timedelta:
    """Return the working time that is left, negative when the target has passed."""
    return clock.target - get_worked(clock, now, hours)


def get_verdict(clock: Clock, now: datetime) -> str:
    """Judge the clock: "met", "missed", "cancelled", "late", "running" or "paused".

    "missed" and "met" are final, "late" is still open after its deadline.
    """
    if clock.state == "cancelled":
        return "cancelled"
    if clock.state == "fulfilled":
        in_time = not clock.due_at or clock.fulfilled_at <= clock.due_at
        return "met" if in_time else "missed"
    if clock.due_at and clock.due_at <= now:
        return "late"
    return clock.state


def get_reached_steps(
    clock: Clock, steps: Iterable[Step], now: datetime, hours: OpeningHours
) -> list[Step]:
    """Return the steps whose working time has run until ``now``, earliest first."""
    worked = get_worked(clock, now, hours)
    reached = [step for step in steps if step.threshold <= worked]
    return sorted(reached, key=lambda step: step.threshold)


def get_next_wake(
    clock: Clock, steps: Iterable[Step], hours: OpeningHours
) -> datetime | None:
    """Return when the first of the steps comes, None if none will while it stands.

    :param steps: those that have not been done
    """
    thresholds = [step.threshold for step in steps]
    if clock.state != "running" or not thresholds:
        return None
    left = max(min(thresholds) - clock.worked, ZERO)
    return hours.add(clock.running_since, left)


# -- Arithmetic ---------------------------------------------------------------------
def _stop(clock, at, hours):
    if clock.state != "running":
        return clock
    worked = clock.worked + _measure(clock, at, hours)
    return replace(clock, worked=worked, running_since=None)


def _measure(clock, until, hours):
    # Events may arrive out of order; time never runs backwards.
    return hours.measure(clock.running_since, max(until, clock.running_since))


def _run(clock, since, hours):
    running = replace(clock, running_since=since)
    return (
        running if clock.due_at else replace(running, due_at=_get_due(running, hours))
    )


def _get_due(clock, hours):
    left = clock.target - clock.worked
    if left >= ZERO:
        return hours.add(clock.running_since, left)
    # Made shorter than what has run: back to where the new target was reached.
    if -left >= hours.measure(clock.started_at, clock.running_since):
        return clock.started_at
    return hours.add(clock.running_since, left)
