"""How long a customer waits for our first answer, as a range that can be held.

Everything is counted in *agent time*: two people on duty for one hour are two hours of
it. What happened tells how much agent time passed for each place in the queue; that,
the queue of now and the people of the coming hours tell when the answer comes. All
instants are naive UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import accumulate
from math import ceil, floor, log

# Eight of ten answers come within the range, one is earlier, one is later.
LOW_SHARE = 10
HIGH_SHARE = 90
# Fewer answers say nothing; more than so many of similar queues say nothing new.
MIN_CASES = 20
MAX_CASES = 80

ZERO = timedelta(0)
_QUARTER = timedelta(minutes=15)
_HALF_HOUR = timedelta(minutes=30)
_SHORT_RANGE = timedelta(hours=2)

Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class Answered:
    """A ticket that got its first answer.

    :param ahead: how many were before it when it came in; None: the others tell
    """

    received: datetime
    answered: datetime
    priority: int
    ahead: int | None = None


@dataclass(frozen=True)
class WaitRange:
    """Between when and when the answer comes, and why we think so.

    :param ahead: tickets that are answered before
    :param people: how many are on duty until then, on average of the staffed time
    :param pace_low: agent time for one place in the queue, when it goes well
    :param pace_high: the same, when it does not
    :param cases: answers that this is known from
    """

    low: datetime
    high: datetime
    ahead: int
    people: float
    pace_low: timedelta
    pace_high: timedelta
    cases: int


class Staffing:
    """How many people are on duty when, in a span.

    :param presences: for each person the periods in which he is there
    """

    def __init__(self, presences: Iterable[Iterable[Period]]):
        steps: dict[datetime, int] = {}
        for start, end in (period for periods in presences for period in periods):
            steps[start] = steps.get(start, 0) + 1
            steps[end] = steps.get(end, 0) - 1
        self._starts = sorted(steps)
        self._counts = list(accumulate(steps[at] for at in self._starts))
        lengths = [
            (end - start) * count
            for start, end, count in zip(
                self._starts, self._starts[1:], self._counts, strict=False
            )
        ]
        # Agent time from the beginning up to each step.
        self._totals = list(accumulate(lengths, initial=ZERO))

    def measure(self, start: datetime, end: datetime) -> timedelta:
        """Return the agent time between two instants."""
        return self._elapsed(end) - self._elapsed(start)

    def add(self, start: datetime, work: timedelta) -> datetime | None:
        """Return when so much agent time has passed; None: not within the span.

        Nothing to do is done when somebody is there.
        """
        target = self._elapsed(start) + max(work, timedelta(microseconds=1))
        position = bisect_left(self._totals, target) - 1
        if position < 0 or target > self._totals[-1]:
            return None
        missing = target - self._totals[position]
        return self._starts[position] + missing / self._counts[position]

    def get_period(self, at: datetime) -> Period:
        """Return from when to when, around ``at``, somebody is there without a gap.

        :param at: as ``add`` returns it
        """
        first = last = max(bisect_left(self._starts, at) - 1, 0)
        while first > 0 and self._counts[first - 1]:
            first -= 1
        while self._counts[last]:
            last += 1
        return self._starts[first], self._starts[last]

    def get_average(self, start: datetime, end: datetime) -> float:
        """Return how many people are there, on average of the time when somebody is."""
        staffed = ZERO
        for opening, closing, count in zip(
            self._starts, self._starts[1:], self._counts, strict=False
        ):
            if count and opening < end and closing > start:
                staffed += min(closing, end) - max(opening, start)
        return self.measure(start, end) / staffed if staffed else 0.0

    def _elapsed(self, at: datetime) -> timedelta:
        position = bisect_right(self._starts, at) - 1
        if position < 0:
            return ZERO
        return (
            self._totals[position]
            + (at - self._starts[position]) * (self._counts[position])
        )


def get_presence(
    own: Iterable[Period], team: Iterable[Period], absences: Iterable[Period]
) -> list[Period]:
    """Return when somebody works for the team: in his hours and its, and not away."""
    present = _intersect(sorted(own), sorted(team))
    for away_from, away_until in absences:
        present = [
            part
            for start, end in present
            for part in ((start, min(end, away_from)), (max(start, away_until), end))
            if part[0] < part[1]
        ]
    return present


def _intersect(first, second):
    """Return the common parts of two ascending lists of periods."""
    common = []
    i = j = 0
    while i < len(first) and j < len(second):
        start = max(first[i][0], second[j][0])
        end = min(first[i][1], second[j][1])
        if start < end:
            common.append((start, end))
        if first[i][1] < second[j][1]:
            i += 1
        else:
            j += 1
    return common


def estimate(
    now: datetime,
    ahead: int,
    priority: int,
    answered: Sequence[Answered],
    staffing: Staffing,
) -> WaitRange | None:
    """Return when a ticket that waits now is answered, None if nobody can tell.

    :param ahead: tickets that are answered before it
    :param answered: what was answered lately, the newest first
    """
    cases = _choose_cases(answered, ahead, priority)
    if len(cases) < MIN_CASES:
        return None
    paces = sorted(
        staffing.measure(case.received, case.answered) / (case.ahead + 1)
        for case in cases
    )
    pace_low, pace_high = _get_quantiles(paces)
    low = staffing.add(now, pace_low * (ahead + 1))
    high = staffing.add(now, pace_high * (ahead + 1))
    if not low or not high:
        return None
    shown = _round_outwards(low, high, staffing)
    return WaitRange(
        low=max(shown[0], now),
        high=shown[1],
        ahead=ahead,
        people=round(staffing.get_average(now, high), 1),
        pace_low=pace_low,
        pace_high=pace_high,
        cases=len(cases),
    )


def count_ahead(answered: Sequence[Answered]) -> list[Answered]:
    """Return the same tickets with how many waited before each when it came in.

    Those of at least its priority that had come in and were not answered.
    """
    lists = {}
    for level in {case.priority for case in answered}:
        own = [case for case in answered if case.priority >= level]
        lists[level] = (
            sorted(case.received for case in own),
            sorted(case.answered for case in own),
        )
    return [
        case
        if case.ahead is not None
        else replace(case, ahead=_count_open(*lists[case.priority], case.received))
        for case in answered
    ]


def _count_open(received, answered, at):
    # What came and was answered at that very moment is not before.
    return max(bisect_left(received, at) - bisect_right(answered, at), 0)


def _choose_cases(answered, ahead, priority):
    """Return the answers that are most like this one: by priority, then by queue."""
    counted = count_ahead(answered)
    cases = [case for case in counted if case.priority == priority]
    if len(cases) < MIN_CASES:
        cases = counted
    cases.sort(key=lambda case: abs(log((case.ahead + 1) / (ahead + 1))))
    return cases[:MAX_CASES]


def _get_quantiles(ordered):
    """Return the values below which LOW_SHARE and HIGH_SHARE of future ones lie.

    With n values there are n + 1 places for the next one.
    """
    count = len(ordered) + 1
    low = max(floor(count * LOW_SHARE / 100), 1) - 1
    high = min(ceil(count * HIGH_SHARE / 100), len(ordered)) - 1
    return ordered[low], ordered[high]


def _round_outwards(low, high, staffing):
    """Return round times around the range, none of them when nobody is there."""
    step = _QUARTER if high - low < _SHORT_RANGE else _HALF_HOUR
    opening, _closing = staffing.get_period(low)
    _opening, closing = staffing.get_period(high)
    earliest, latest = _floor(low, step), _floor(high, step)
    if latest < high or latest == earliest:
        latest += step
    return max(earliest, opening), min(latest, closing)


def _floor(at, step):
    return at - (at - datetime.min) % step
