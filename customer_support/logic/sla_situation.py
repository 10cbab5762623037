"""What happens on a ticket, told to the clocks of its service levels.

The clocks follow the ticket's situation, not the order of events: the same situation
always leads to the same clocks, and looking twice changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from ..const import ENDED_KINDS


@dataclass(frozen=True)
class Situation:
    """The instants and states of a ticket on which service levels depend.

    Instants are naive UTC.

    :param at: when this was so
    :param reopened: the ticket has just come back from an end
    """

    at: datetime
    stage_kind: str
    received_at: datetime
    stage_since: datetime | None = None
    unanswered_since: datetime | None = None
    first_response_at: datetime | None = None
    last_answer_at: datetime | None = None
    solved_at: datetime | None = None
    team_id: int | None = None
    reopened: bool = False

    @property
    def has_ended(self) -> bool:
        return self.stage_kind in ENDED_KINDS


@dataclass(frozen=True)
class Wanted:
    """What a clock of one kind should do.

    :param do: "run", "pause", "fulfil", "cancel" or "wait" (no clock yet)
    :param at: where a new clock starts, or when an open one ended
    :param owner_id: whose clock it is, for those that belong to a team
    """

    do: str
    at: datetime | None = None
    owner_id: int | None = None


@dataclass(frozen=True)
class Present:
    """The latest clock of one kind and level that a ticket has."""

    state: str
    started_at: datetime
    owner_id: int | None = None

    @property
    def is_open(self) -> bool:
        return self.state in ("running", "paused")


@dataclass(frozen=True)
class Move:
    """One thing to do to a clock: start, pause, resume, fulfil, cancel or reopen."""

    do: str
    at: datetime


def get_wanted(kind: str, situation: Situation, pausing_kinds: frozenset) -> Wanted:
    """Return what the clock of that kind should do in the situation.

    :param kind: see ``const.SLA_KINDS``
    :param pausing_kinds: kinds of stage in which the target stands still
    """
    wanted = _WANTED[kind](situation)
    if wanted.do == "run" and situation.stage_kind in pausing_kinds:
        return Wanted("pause", wanted.at, wanted.owner_id)
    return wanted


def get_moves(
    kind: str, situation: Situation, wanted: Wanted, present: Present | None
) -> list[Move]:
    """Return what leads from the present clock to the wanted one, possibly nothing."""
    is_open = bool(present and present.is_open)
    if wanted.do == "wait":
        return []
    if wanted.do in ("fulfil", "cancel"):
        return [Move(wanted.do, wanted.at)] if is_open else []
    moves = []
    if is_open and _is_over(kind, wanted, present):
        moves.append(Move("fulfil", max(wanted.at, present.started_at)))
        is_open = False
    runs = not is_open or present.state == "running"
    if not is_open:
        moves.append(_get_beginning(kind, situation, wanted, present))
    if runs and wanted.do == "pause":
        moves.append(Move("pause", situation.at))
    elif not runs and wanted.do == "run":
        moves.append(Move("resume", situation.at))
    return moves


def _is_over(kind, wanted, present):
    """Tell whether the open clock belongs to an earlier turn than the wanted one."""
    if kind == "periodic_update":
        return present.started_at < wanted.at
    return kind == "team_ownership" and present.owner_id != wanted.owner_id


def _get_beginning(kind, situation, wanted, present):
    """Return how a clock begins: anew, or where the last one stopped too early."""
    goes_on = kind in ("first_response", "resolution") or (
        kind == "team_ownership" and situation.reopened
    )
    if present and goes_on and present.owner_id == wanted.owner_id:
        return Move("reopen", situation.at)
    return Move("start", wanted.at)


def _want_first_response(situation):
    if situation.first_response_at:
        return Wanted("fulfil", situation.first_response_at)
    if situation.has_ended:
        return Wanted("cancel", situation.at)
    if situation.unanswered_since:
        return Wanted("run", situation.unanswered_since)
    return Wanted("wait")


def _want_next_reply(situation):
    if situation.has_ended:
        return Wanted("cancel", situation.at)
    if not situation.first_response_at:
        # The first response is asked for; never both at a time.
        return Wanted("wait")
    if situation.unanswered_since:
        return Wanted("run", situation.unanswered_since)
    return Wanted("fulfil", situation.last_answer_at or situation.at)


def _want_periodic_update(situation):
    if situation.has_ended:
        return Wanted("cancel", situation.at)
    if not situation.last_answer_at:
        return Wanted("wait")
    anew = situation.reopened
    return Wanted("run", situation.at if anew else situation.last_answer_at)


def _want_resolution(situation):
    if situation.stage_kind == "cancelled":
        return Wanted("cancel", situation.at)
    if situation.has_ended:
        return Wanted("fulfil", situation.solved_at or situation.at)
    return Wanted("run", situation.received_at)


def _want_team_ownership(situation):
    if situation.stage_kind == "cancelled":
        return Wanted("cancel", situation.at)
    if situation.has_ended:
        return Wanted("fulfil", situation.solved_at or situation.at)
    if not situation.team_id:
        return Wanted("fulfil", situation.at)
    return Wanted("run", situation.at, situation.team_id)


def _want_third_party(situation):
    if situation.stage_kind == "cancelled":
        return Wanted("cancel", situation.at)
    if situation.stage_kind == "waiting_third_party":
        return Wanted("run", situation.stage_since or situation.at)
    return Wanted("fulfil", situation.at)


_WANTED = {
    "first_response": _want_first_response,
    "next_reply": _want_next_reply,
    "periodic_update": _want_periodic_update,
    "resolution": _want_resolution,
    "team_ownership": _want_team_ownership,
    "third_party": _want_third_party,
}
