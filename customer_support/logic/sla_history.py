"""The past of a ticket as situations, and what other policies would have made of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ..const import ENDED_KINDS
from .sla_clock import Clock
from .sla_policy import Promise
from .sla_situation import Present, Situation, get_moves, get_wanted
from .sla_turn import Turn, run_turn
from .working_time import OpeningHours


@dataclass(frozen=True)
class Happening:
    """Something that happened to a ticket.

    :param kind: "asked" (the customer wrote), "answered" (a person did), or "moved"
    :param stage_kind: where it moved to
    """

    at: datetime
    kind: str
    stage_kind: str | None = None


@dataclass(frozen=True)
class Outcome:
    """One clock that would have run."""

    promise: Promise
    clock: Clock


def get_situations(
    first: Situation, happenings: Iterable[Happening]
) -> list[Situation]:
    """Return the situation after each happening, beginning with the first one."""
    situations = [first]
    for happening in sorted(happenings, key=lambda happening: happening.at):
        situations.append(_get_next(situations[-1], happening))
    return situations


def replay(
    situations: Iterable[Situation],
    promises: Iterable[Promise],
    hours: Mapping[int | None, OpeningHours],
) -> list[Outcome]:
    """Return the clocks that the promises would have led to.

    :param hours: {id of the calendar, None for around the clock: opening hours}
    """
    situations = list(situations)
    outcomes = []
    for promise in promises:
        clocks = _replay_promise(situations, promise, hours[promise.calendar_id])
        outcomes += [Outcome(promise, clock) for clock in clocks]
    return outcomes


def _get_next(situation, happening):
    at = happening.at
    if happening.kind == "asked":
        since = situation.unanswered_since or at
        return replace(situation, at=at, unanswered_since=since, reopened=False)
    if happening.kind == "answered":
        return replace(
            situation,
            at=at,
            unanswered_since=None,
            first_response_at=situation.first_response_at or at,
            last_answer_at=at,
            reopened=False,
        )
    ends = happening.stage_kind in ENDED_KINDS
    return replace(
        situation,
        at=at,
        stage_kind=happening.stage_kind,
        stage_since=at,
        unanswered_since=None if ends else situation.unanswered_since,
        solved_at=(situation.solved_at or at) if ends else None,
        reopened=situation.has_ended and not ends,
    )


def _replay_promise(situations, promise, hours):
    clocks, owner_id = [], None
    for situation in situations:
        kind, pausing = promise.target.kind, promise.target.pausing_kinds
        wanted = get_wanted(kind, situation, pausing)
        last = clocks[-1] if clocks else None
        present = last and Present(last.state, last.started_at, owner_id)
        for move in get_moves(kind, situation, wanted, present):
            begins = move.do == "start"
            turn = Turn((move,), promise.allowed, None if begins else clocks.pop())
            clocks.append(run_turn(turn, hours)[0])
        owner_id = wanted.owner_id if clocks else None
    return clocks
