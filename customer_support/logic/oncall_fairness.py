"""How evenly duty is spread: hours by kind, load against the expected share, a score.

Every second of duty is of one kind, the first that applies: public holiday, weekend
(Saturday and Sunday), night (22:00 to 6:00), day. Kinds follow the clock of the
schedule's zone. Instants are seconds since 1970 in UTC, the end is exclusive.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import combinations

from . import spans as sp
from .local_clock import DAY, LocalClock, get_midnight, get_weekday

HOUR = 3_600
KINDS = ("day", "night", "weekend", "holiday")


@dataclass(frozen=True)
class Weights:
    """How much an hour of each kind weighs, and a call taken in hours of the day."""

    day: float = 1.0
    night: float = 1.5
    weekend: float = 1.5
    holiday: float = 2.0
    call: float = 1.0

    def weigh(self, hours, calls=0):
        """Return the load of {kind: hours} and calls."""
        load = sum(getattr(self, kind) * hours.get(kind, 0.0) for kind in KINDS)
        return load + self.call * calls


@dataclass(frozen=True)
class Share:
    """What somebody has carried of a span.

    :param hours: {kind: hours}
    :param load: hours and calls, weighted
    :param expected: what he would carry if all had carried the same for the time in
        which they took part
    """

    person: Hashable
    hours: dict = field(default_factory=dict)
    shifts: int = 0
    calls: int = 0
    load: float = 0.0
    expected: float = 0.0

    @property
    def excess(self):
        """How much he carries above (or below) his share: 0.2 is 20 % more."""
        if not self.expected:
            return 1.0 if self.load else 0.0
        return self.load / self.expected - 1


class Hours:
    """The kinds of the time in a span."""

    def __init__(self, zone: tzinfo, start: int, end: int, holidays: Iterable = ()):
        self._clock = LocalClock(zone, start, end)
        whole = [(start, end)]
        holiday = sp.merge(sp.cut(sp.merge(holidays), start, end))
        weekend = sp.subtract(self._find_weekends(start, end), holiday)
        known = sp.merge([*holiday, *weekend])
        night = sp.subtract(self._find_nights(start, end), known)
        day = sp.subtract(whole, sp.merge([*known, *night]))
        self._spans = {
            "holiday": holiday,
            "weekend": weekend,
            "night": night,
            "day": day,
        }

    def split(self, start: int, end: int) -> dict:
        """Return {kind: hours} of a span inside; kinds without hours are 0."""
        return {
            kind: sum(e - s for s, e in sp.cut(self._spans[kind], start, end)) / HOUR
            for kind in KINDS
        }

    def count_on_wall(self, kind: str, start: int, end: int) -> float:
        """Return the hours of a kind that the clock on the wall shows.

        A weekend in which the clock is changed has 48 of them, like any other.
        """
        to_local = self._clock.to_local
        parts = sp.cut(self._spans[kind], start, end)
        return sum(to_local(e) - to_local(s) for s, e in parts) / HOUR

    def _find_weekends(self, start, end):
        days = self._find_days(start, end)
        weekend = [(day, day + DAY) for day in days if get_weekday(day) >= 5]
        return self._to_spans(weekend, start, end)

    def _find_nights(self, start, end):
        days = self._find_days(start, end)
        nights = [(day + 22 * HOUR, day + 30 * HOUR) for day in days]
        return self._to_spans(nights, start, end)

    def _find_days(self, start, end):
        first = get_midnight(self._clock.to_local(start)) - DAY
        return range(first, self._clock.to_local(end) + DAY, DAY)

    def _to_spans(self, local_spans, start, end):
        clock = self._clock
        spans = [(clock.to_first(s), clock.to_last(e)) for s, e in local_spans]
        return sp.cut(sp.merge(spans), start, end)


def get_shares(
    duties: list,
    presences: dict,
    hours: Hours,
    weights: Weights,
    calls: dict | None = None,
    circles: Iterable[set] = (),
) -> list[Share]:
    """Return what each person carries.

    People are compared with those with whom they take turns: whoever shares a layer,
    directly or by others, is in one circle. Days in the office and nights at home are
    different rotas of one schedule.

    :param duties: (start, end, person) inside the span of ``hours``
    :param presences: {person: seconds in which he took part}; whoever has duty without
        any took part for as long as his duties last
    :param calls: {person: calls taken}
    :param circles: sets of people who take turns with each other
    :return: the most burdened first, against their expected share
    """
    calls = calls or {}
    people = {person: [] for person in presences}
    for start, end, person in duties:
        people.setdefault(person, []).append((start, end))
    shares = [
        _sum_up(person, own, hours, weights, calls.get(person, 0))
        for person, own in people.items()
    ]
    lengths = {
        person: presences.get(person) or sum(end - start for start, end in own)
        for person, own in people.items()
    }
    compared = []
    for circle in _join_circles(circles, people):
        own = [share for share in shares if share.person in circle]
        total = sum(share.load for share in own)
        whole = sum(lengths[share.person] for share in own)
        compared += [
            _expect(share, total * lengths[share.person] / whole if whole else 0.0)
            for share in own
        ]
    return sorted(compared, key=lambda share: -share.excess)


def _join_circles(circles, people):
    """Return disjoint sets of people; whoever is in no circle is with all others."""
    joined = []
    for circle in filter(None, circles):
        touching = [other for other in joined if other & circle]
        joined = [other for other in joined if not other & circle]
        joined.append(set(circle).union(*touching))
    outside = set(people).difference(*joined)
    if not outside:
        return joined
    if len(joined) == 1:
        return [joined[0] | outside]
    return [*joined, outside]


def _sum_up(person, duties, hours, weights, calls):
    parts = [hours.split(start, end) for start, end in duties]
    sums = {kind: sum(part[kind] for part in parts) for kind in KINDS}
    load = weights.weigh(sums, calls)
    return Share(person, sums, len(duties), calls, load)


def _expect(share, expected):
    return Share(
        share.person, share.hours, share.shifts, share.calls, share.load, expected
    )


def get_score(shares: list[Share], needed: int, gaps: int) -> int:
    """Return how good a rota is, 0 to 100.

    Two parts, multiplied: the part of the needed time in which somebody is there, and
    the balance. The balance compares each person with each other: the smaller of their
    two loads, each against its expected share, divided by the bigger; then the mean.
    100 means that there is no gap and that all carry the same. Whoever took part for no
    time is not compared.

    :param needed: seconds in which somebody must be there
    :param gaps: seconds of these without anybody
    """
    covered = 1 - gaps / needed if needed else 1.0
    relative = [share.load / share.expected for share in shares if share.expected]
    pairs = [
        min(pair) / max(pair) if max(pair) else 1.0
        for pair in combinations(relative, 2)
    ]
    balance = sum(pairs) / len(pairs) if pairs else 1.0
    return int(100 * covered * balance + 1e-9)
