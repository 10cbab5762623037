"""One go at one clock: the moves it makes, and what is written down about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from . import sla_clock
from .sla_clock import Clock
from .sla_situation import Move
from .working_time import OpeningHours

_MOVES = {
    "pause": sla_clock.pause,
    "resume": sla_clock.resume,
    "fulfil": sla_clock.fulfil,
    "cancel": sla_clock.cancel,
    "reopen": sla_clock.reopen,
}


@dataclass(frozen=True)
class Turn:
    """What one clock is to do, in this order: change its target, then move.

    :param clock: None for a new one, whose first move is "start"
    :param allowed: the target from now on
    :param retarget_at: when the target or the hours change; None: they do not
    """

    moves: tuple[Move, ...]
    allowed: timedelta
    clock: Clock | None = None
    retarget_at: datetime | None = None

    @property
    def instants(self) -> list[datetime]:
        """Return the instants that the opening hours must cover."""
        found = [move.at for move in self.moves]
        if self.clock and self.clock.running_since:
            found.append(self.clock.running_since)
        if self.retarget_at:
            found += [self.clock.started_at, self.retarget_at]
        return found


@dataclass(frozen=True)
class Event:
    """Something that happened to a clock, and its deadline from then on."""

    kind: str
    at: datetime
    due_at: datetime | None = None


def run_turn(
    turn: Turn, hours: OpeningHours, new_hours: OpeningHours | None = None
) -> tuple[Clock, list[Event]]:
    """Return the clock after the turn, and what happened; moves without effect do not.

    A clock that ends after its deadline has been breached, also if nobody had noticed.

    :param new_hours: those that measure from ``retarget_at`` on, if they change
    """
    clock, events = turn.clock, []
    if turn.retarget_at:
        clock = sla_clock.retarget(
            clock, turn.allowed, turn.retarget_at, hours, new_hours
        )
        hours = new_hours or hours
        events.append(Event("retarget", turn.retarget_at, clock.due_at))
    for move in turn.moves:
        before = clock
        if move.do == "start":
            clock = sla_clock.start(turn.allowed, move.at, hours)
        else:
            clock = _MOVES[move.do](clock, move.at, hours)
        if clock != before:
            events += _get_events(move, clock)
    return clock, events


def _get_events(move, clock):
    events = []
    late = clock.due_at and clock.due_at < move.at
    if late and not clock.is_open:
        events.append(Event("breach", clock.due_at, clock.due_at))
    events.append(Event(move.do, move.at, clock.due_at))
    return events
