"""What became of a promise: judged from instants, whenever it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Promise:
    """The instants of a promise, naive UTC.

    :param warned: its owner has been reminded
    :param broken: when it was found broken
    """

    made: datetime
    due: datetime
    kept: datetime | None = None
    cancelled: datetime | None = None
    broken: datetime | None = None
    warned: datetime | None = None


def get_verdict(promise: Promise, now: datetime) -> str:
    """Return "open", "kept", "broken" or "cancelled".

    What was broken once stays broken: done late, or called off after its date.
    """
    ended = promise.kept or promise.cancelled
    if promise.broken or (ended or now) > promise.due:
        return "broken"
    if promise.cancelled:
        return "cancelled"
    return "kept" if promise.kept else "open"


def get_broken(promise: Promise, now: datetime) -> datetime | None:
    """Return when the promise was broken, None if it is not."""
    return promise.due if get_verdict(promise, now) == "broken" else None


def get_wake(promise: Promise, warn_at: datetime) -> datetime | None:
    """Return when something is to be done about it next.

    Its owner is reminded, and later the breach is written down. A promise that was made
    after its reminder would have come has none.
    """
    if promise.kept or promise.cancelled or promise.broken:
        return None
    if not promise.warned and promise.made < warn_at < promise.due:
        return warn_at
    # At its date it can still be kept.
    return promise.due + timedelta(seconds=1)
