"""Working time: add it to an instant, measure it between two. The one home of time.

Everything that promises, measures or reports working time calls this module, so that a
report can never disagree with a service level. The opening intervals come from outside
(the host's calendars); here is only arithmetic. All instants are timezone-aware or all
are naive UTC, never mixed; they are exact to the microsecond.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import accumulate

ZERO = timedelta(0)


class OutsideSpan(Exception):
    """The answer lies outside the span for which the opening intervals are known."""


class OpeningHours:
    """When a calendar is open in the span ``[start, end]``.

    :param start: from here on the intervals are known
    :param end: up to here
    :param intervals: (opening, closing) pairs; order, overlaps and touching ones do
        not matter; None means that it never closes
    """

    def __init__(
        self,
        start: datetime,
        end: datetime,
        intervals: Iterable[tuple[datetime, datetime]] | None,
    ):
        self.start = start
        self.end = end
        merged = [(start, end)] if intervals is None else _merge(intervals, start, end)
        self._openings = [opening for opening, _closing in merged]
        self._closings = [closing for _opening, closing in merged]
        lengths = [closing - opening for opening, closing in merged]
        # Working time from the start of the span to the end of each interval.
        self._totals = list(accumulate(lengths, initial=ZERO))

    def measure(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time between two instants, negative if they are swapped.

        :raise OutsideSpan: one of them is not within the known span
        """
        return self._elapsed(end) - self._elapsed(start)

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Return the instant at which ``duration`` of working time has passed.

        Work that ends exactly at closing time is due at closing time, not at the next
        opening. Nothing to do is done at once, also outside opening hours. A negative
        duration counts backwards and ends, the same way, at an opening time.

        :raise OutsideSpan: there is not so much working time in the known span
        """
        if not duration:
            return start
        target = self._elapsed(start) + duration
        if target < ZERO or target > self._totals[-1]:
            raise OutsideSpan
        if duration > ZERO:
            position = bisect_left(self._totals, target) - 1
            return self._openings[position] + (target - self._totals[position])
        position = bisect_right(self._totals, target) - 1
        if position == len(self._openings):
            raise OutsideSpan
        return self._openings[position] + (target - self._totals[position])

    def is_open(self, at: datetime) -> bool:
        """Tell whether it is open; at the closing instant it is not."""
        self._check(at)
        position = bisect_right(self._openings, at) - 1
        return position >= 0 and at < self._closings[position]

    def get_periods(
        self, start: datetime, end: datetime
    ) -> list[tuple[datetime, datetime]]:
        """Return the (opening, closing) pairs between two instants, cut to them.

        :raise OutsideSpan: one of them is not within the known span
        """
        self._check(start)
        self._check(end)
        pairs = zip(self._openings, self._closings, strict=True)
        return [
            (max(opening, start), min(closing, end))
            for opening, closing in pairs
            if opening < end and closing > start
        ]

    def get_next_opening(self, at: datetime) -> datetime:
        """Return ``at`` if it is open then, else the next opening.

        :raise OutsideSpan: there is none in the known span
        """
        if self.is_open(at):
            return at
        position = bisect_left(self._openings, at)
        if position == len(self._openings):
            raise OutsideSpan
        return self._openings[position]

    def _elapsed(self, at: datetime) -> timedelta:
        self._check(at)
        position = bisect_right(self._openings, at) - 1
        if position < 0:
            return ZERO
        in_interval = min(at, self._closings[position]) - self._openings[position]
        return self._totals[position] + in_interval

    def _check(self, at: datetime) -> None:
        if not self.start <= at <= self.end:
            raise OutsideSpan


class LenientHours:
    """Opening hours for which an instant never reached is None, not an error."""

    def __init__(self, hours: OpeningHours):
        self._hours = hours
        self.measure = hours.measure

    def add(self, start: datetime, duration: timedelta) -> datetime | None:
        try:
            return self._hours.add(start, duration)
        except OutsideSpan:
            return None


def _merge(intervals, start, end):
    """Return the intervals cut to the span, ascending, touching ones joined."""
    merged = []
    for opening, closing in sorted(intervals):
        opening, closing = max(opening, start), min(closing, end)
        if opening >= closing:
            continue
        if merged and opening <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closing))
        else:
            merged.append((opening, closing))
    return merged
