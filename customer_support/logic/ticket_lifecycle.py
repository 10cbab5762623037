"""What a move between stage kinds means for a ticket's dates, without a database."""

from dataclasses import dataclass
from datetime import datetime

from ..const import ENDED_KINDS, OPEN_KINDS, STAGE_TRANSITIONS


class TransitionError(Exception):
    """The move is not one of the declared pairs.

    :param source: kind that the ticket has
    :param target: kind that was asked for
    """

    def __init__(self, source: str, target: str):
        super().__init__(f"{source} -> {target}")
        self.source = source
        self.target = target


@dataclass(frozen=True)
class TicketState:
    """The part of a ticket that decides what a move sets and clears.

    Instants are naive UTC or None.

    :param open_question: when the customer wrote what nobody answered before the end
    """

    kind: str
    reopen_count: int = 0
    solved_date: datetime | None = None
    open_question: datetime | None = None


def can_move(source: str, target: str) -> bool:
    """Tell whether a ticket of kind ``source`` may move to kind ``target``."""
    return source == target or target in STAGE_TRANSITIONS[source]


def get_move_changes(state: TicketState, target: str, now: datetime) -> dict:
    """Return the field values that the move writes, dates cleared as None.

    Solving sets the solution date; closing keeps an earlier one. Reopening clears
    both and counts, except out of "cancelled": undoing a cancellation is no
    failure of a solution. Whoever still waited for an answer then waits again.

    :raise TransitionError: the pair is not declared
    """
    if state.kind == target:
        return {}
    if not can_move(state.kind, target):
        raise TransitionError(state.kind, target)
    changes = {"stage_date": now, "last_movement_date": now, "dormant_reminded": False}
    if target in ENDED_KINDS:
        changes.update(_get_end_changes(state, target, now))
    elif state.kind in ENDED_KINDS:
        changes.update(solved_date=None, closed_date=None, cancel_reason=None)
        changes["unanswered_since"] = state.open_question
        if state.kind != "cancelled":
            changes["reopen_count"] = state.reopen_count + 1
    return changes


def _get_end_changes(state: TicketState, target: str, now: datetime) -> dict:
    changes = {"snoozed_until": None, "snoozed_until_reply": False}
    if target == "solved":
        changes.update(solved_date=now, closed_date=None)
    elif target == "closed":
        changes.update(solved_date=state.solved_date or now, closed_date=now)
    else:
        changes.update(solved_date=None, closed_date=now)
    if state.kind in OPEN_KINDS:
        # Nobody waits for an answer on a ticket that has ended.
        changes["unanswered_since"] = None
    return changes
