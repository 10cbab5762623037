"""Rest between shifts and the most in a month: what is more is found beforehand.

Instants are seconds since 1970 in UTC, the end is exclusive.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from . import spans as sp
from .local_clock import LocalClock, to_datetime, to_seconds

HOUR = 3_600


@dataclass(frozen=True)
class Limits:
    """What a schedule asks for; 0 is no limit.

    :param rest: seconds between two shifts of a person
    :param shifts: most shifts of a person in a month
    :param hours: most hours of a person in a month
    """

    rest: int = 0
    shifts: int = 0
    hours: float = 0


def find_short_rests(shifts: list, limits: Limits) -> list:
    """Return the (end, start) between which a person rests too little.

    Shifts that follow each other without a break are one duty.

    :param shifts: (start, end) of one person
    """
    return [
        (before[1], after[0])
        for before, after in pairwise(sp.merge(shifts))
        if after[0] - before[1] < limits.rest
    ]


def find_full_months(shifts: list, limits: Limits, zone: tzinfo) -> list:
    """Return the (start, end) of the months in which a person has too much.

    A shift counts in the month in which it begins, its hours where they are.

    :param shifts: (start, end) of one person
    """
    if not shifts:
        return []
    clock = LocalClock(zone, min(shifts)[0], max(end for _start, end in shifts))
    counts, seconds = defaultdict(int), defaultdict(int)
    for start, end in shifts:
        counts[_get_month(clock, start)[0]] += 1
        while start < end:
            begin, finish = _get_month(clock, start)
            seconds[begin] += min(end, finish) - start
            start = finish
    return [
        _get_month(clock, month)
        for month in sorted(seconds)
        if (limits.shifts and counts[month] > limits.shifts)
        or (limits.hours and seconds[month] > limits.hours * HOUR)
    ]


def allows(shifts: list, shift: tuple, limits: Limits, zone: tzinfo) -> bool:
    """Tell whether a person may get another shift beside his own.

    :param shifts: (start, end) of the person
    :param shift: (start, end)
    """
    start, end = shift
    if any(s < end + limits.rest and e > start - limits.rest for s, e in shifts):
        return False
    full = find_full_months([*shifts, shift], limits, zone)
    return not any(s < end and e > start for s, e in full)


def _get_month(clock, instant):
    """Return the (start, end) of the local month of an instant."""
    local = to_datetime(clock.to_local(instant)).replace(
        day=1, hour=0, minute=0, second=0
    )
    following = local.replace(
        year=local.year + local.month // 12, month=local.month % 12 + 1
    )
    return clock.to_first(to_seconds(local)), clock.to_first(to_seconds(following))
