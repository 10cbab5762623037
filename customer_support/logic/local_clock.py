"""What a clock on the wall shows, as instants: also on days of 23 or 25 hours.

Everything is whole seconds. An instant counts from 1970 in UTC; a local time counts
from 1970 as the clock in the zone shows it. A year of a rotation needs thousands of
conversions, so this is arithmetic on the changes of the offset, not on datetimes.
"""

from bisect import bisect_right
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from math import inf

DAY = 86_400
WEEK = 7 * DAY
_EPOCH = datetime(1970, 1, 1)
# 1970 began on a Thursday; Monday is 0.
_EPOCH_WEEKDAY = 3
_PROBE = DAY // 2


def to_seconds(moment: datetime) -> int:
    """Return a naive datetime as seconds since 1970; fractions are cut off."""
    return (moment - _EPOCH) // timedelta(seconds=1)


def to_datetime(seconds: int) -> datetime:
    """Return seconds since 1970 as a naive datetime."""
    return _EPOCH + timedelta(seconds=seconds)


def get_weekday(local: int) -> int:
    """Return the weekday of a local time; Monday is 0."""
    return (local // DAY + _EPOCH_WEEKDAY) % 7


def get_midnight(local: int) -> int:
    """Return the local time at which the day of a local time began."""
    return local // DAY * DAY


class LocalClock:
    """The clock of a zone, between two instants and some days around them."""

    def __init__(self, zone: tzinfo, start: int, end: int):
        self._zone = zone
        first = to_datetime(start - 2 * WEEK).year
        last = to_datetime(end + 2 * WEEK).year
        self._starts, self._offsets = _get_changes(zone, first, last)

    def to_local(self, instant: int) -> int:
        """Return what the clock shows at an instant."""
        return instant + self._offsets[bisect_right(self._starts, instant) - 1]

    def to_first(self, local: int) -> int:
        """Return the first instant at which the clock shows a local time.

        A local time that is left out becomes the end of the gap.
        """
        return self._to_instants(local)[0]

    def to_firsts(self, locals_: list) -> list:
        """Return the first instants of many local times, fast if they are in order."""
        instants = []
        low, high, offset = 0, 0, 0
        for local in locals_:
            if not low <= local < high:
                low, high, offset = self._get_calm_span(local)
            calm = low <= local < high
            instants.append(local - offset if calm else self.to_first(local))
        return instants

    def _get_calm_span(self, local):
        """Return from when to when, around a local time, one offset surely holds."""
        starts, offsets = self._starts, self._offsets
        index = max(bisect_right(starts, local - DAY) - 1, 0)
        low = starts[index] + DAY if index else -inf
        high = starts[index + 1] - DAY if index + 1 < len(starts) else inf
        return low, high, offsets[index]

    def to_last(self, local: int) -> int:
        """Return the last instant at which the clock shows a local time.

        A local time that is left out becomes the end of the gap.
        """
        return self._to_instants(local)[-1]

    def _to_instants(self, local):
        starts, offsets = self._starts, self._offsets
        index = max(bisect_right(starts, local - DAY) - 1, 0)
        if index + 1 == len(starts) or local + DAY < starts[index + 1]:
            return [local - offsets[index]]
        return self._find_instants(local, index)

    def _find_instants(self, local, index):
        """Look at the offsets from one on: the clock is changed within a day."""
        starts, offsets = self._starts, self._offsets
        found = []
        # The first offset that is known also holds before.
        while index < len(starts) and (not index or starts[index] <= local + DAY):
            instant = local - offsets[index]
            follows = starts[index + 1] if index + 1 < len(starts) else None
            if instant < starts[index] and index:
                # The clock jumped over this time when the offset began.
                return found or [starts[index]]
            if follows is None or instant < follows:
                found.append(instant)
            index += 1
        return found


@lru_cache(maxsize=256)
def _get_changes(zone, first_year, last_year):
    """Return since when which offset holds: two tuples of seconds."""
    instant = to_seconds(datetime(first_year, 1, 1)) - DAY
    end = to_seconds(datetime(last_year + 1, 1, 1)) + DAY
    starts, offsets = [instant], [_get_offset(zone, instant)]
    while instant < end:
        following = instant + _PROBE
        offset = _get_offset(zone, following)
        if offset != offsets[-1]:
            starts.append(_find_change(zone, instant, following))
            offsets.append(offset)
        instant = following
    return tuple(starts), tuple(offsets)


def _find_change(zone, before, after):
    """Return the first second with the offset of ``after``."""
    offset = _get_offset(zone, after)
    while after - before > 1:
        middle = (before + after) // 2
        if _get_offset(zone, middle) == offset:
            after = middle
        else:
            before = middle
    return after


def _get_offset(zone, instant):
    aware = to_datetime(instant).replace(tzinfo=timezone.utc)
    return aware.astimezone(zone).utcoffset() // timedelta(seconds=1)
