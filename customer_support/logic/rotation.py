"""Who of a layer has duty: turns go round, at local clock times, within some hours.

A turn begins at a hand-off, a local clock time, and ends at the next one. Turns are
numbered from the layer's first hand-off; those before it have negative numbers. A
hand-off at a local time that comes twice is at its first occurrence; at one that is
left out, at the end of the gap. So an hour in which the clock is set back is part of
the turn that runs, and there is never a hole.

Instants are seconds since 1970 in UTC, local times are seconds as the clock shows
them: see `local_clock`. The end of everything is exclusive.
"""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import tzinfo
from functools import cached_property
from itertools import accumulate, pairwise
from math import gcd, inf

from . import spans as sp
from .local_clock import (
    DAY,
    WEEK,
    LocalClock,
    get_midnight,
    get_weekday,
    to_datetime,
    to_seconds,
)

HOUR = 3_600
_UNIT_SECONDS = {"hourly": HOUR, "daily": DAY, "weekly": WEEK}


@dataclass(frozen=True)
class Participant:
    """Somebody in the order of a layer.

    :param person: who it is
    :param start: instant from which he takes part; None: always
    :param end: instant from which he no longer does; None: never
    """

    person: Hashable
    start: int | None = None
    end: int | None = None

    def is_in(self, instant):
        after_start = self.start is None or self.start <= instant
        return after_start and (self.end is None or instant < self.end)


@dataclass(frozen=True)
class Window:
    """Hours of every week in which there is duty.

    :param weekday: on which it begins, Monday is 0
    :param start: local seconds after that day's midnight
    :param length: local seconds, at most a week
    """

    weekday: int
    start: int
    length: int


@dataclass(frozen=True)
class Layer:
    """The order, the rhythm and the hours of a layer.

    :param participants: ``Participant`` in their order
    :param unit: "hourly", "daily", "weekly" or "monthly"
    :param length: how many of these a turn takes
    :param handoff: local time at which turn 0 begins
    :param windows: ``Window``; none: around the clock
    :param holiday_rule: "ignore", "except" (no duty), "also" (duty all day) or "only"
    :param holidays: (start, end) instants in order, of all years that are looked at
    :param duty_only: turns without duty do not count, so they cost nobody his turn
    :param shift: by how much the order is turned, after somebody joined or left
    :param start: instant from which there is duty; None: always
    :param end: instant from which there is none; None: never
    """

    participants: tuple[Participant, ...]
    unit: str
    length: int
    handoff: int
    windows: tuple[Window, ...] = ()
    holiday_rule: str = "ignore"
    holidays: tuple[tuple[int, int], ...] = ()
    duty_only: bool = False
    shift: int = 0
    start: int | None = None
    end: int | None = None


class Rotation:
    """A layer in a zone, to be asked about any span."""

    def __init__(self, layer: Layer, zone: tzinfo):
        self._layer = layer
        self._zone = zone

    def get_duties(self, start: int, end: int) -> list:
        """Return who has duty: (start, end, person) in order, without overlaps.

        :param start: instant
        :param end: instant
        """
        hours = self._get_hours(start, end)
        if not hours or not self._layer.participants:
            return []
        first, last = hours[0][0], hours[-1][1]
        return sp.join_equal(sp.intersect(self._deal(first, last), hours))

    def get_kept_handoffs(self, start: int, end: int) -> list:
        """Return the (instant, person) of hand-offs at which somebody has duty on.

        His turn ends and the next one is his, too, as in a rota of one.

        :param start: instant
        :param end: instant
        """
        hours = self._get_hours(start, end)
        if not hours or not self._layer.participants:
            return []
        turns = sp.intersect(self._deal(hours[0][0], hours[-1][1]), hours)
        return [
            (after[0], after[2])
            for before, after in pairwise(turns)
            if before[1:] == (after[0], after[2]) and self._is_handoff(after[0])
        ]

    def _is_handoff(self, instant):
        """Tell a hand-off from a join or leave, which divide turns, too."""
        return self.get_handoff(self.get_turn(instant)) == instant

    def get_turn(self, instant: int) -> int:
        """Return the number of the turn that runs at an instant."""
        clock = LocalClock(self._zone, instant, instant)
        turn = self._get_turn_of_local(clock.to_local(instant))
        # When the clock is set back it shows times before a hand-off that has been.
        while clock.to_first(self._get_local_handoff(turn + 1)) <= instant:
            turn += 1
        return turn

    def get_rank(self, turn: int) -> int:
        """Return how many turns that count lie between turn 0 and this one."""
        if not self._layer.duty_only:
            return turn
        cycle, sums = self._week_cycle
        rank = turn // cycle * sums[-1] + sums[turn % cycle]
        turns, changes = self._holiday_turns
        return rank + changes[bisect_left(turns, turn)] - changes[bisect_left(turns, 0)]

    def get_holder(self, instant: int) -> Hashable:
        """Return whose turn it is, also when there is no duty; None: nobody's."""
        epoch = [epoch for epoch in self._epochs if epoch.start <= instant][-1]
        if not epoch.members:
            return None
        return epoch.get_person(self.get_rank(self.get_turn(instant)))

    def get_handoff(self, turn: int) -> int:
        """Return the instant at which a turn begins."""
        local = self._get_local_handoff(turn)
        return LocalClock(self._zone, local, local).to_first(local)

    # -- Turns ----------------------------------------------------------------------
    def _get_local_handoff(self, turn):
        layer = self._layer
        if layer.unit != "monthly":
            return layer.handoff + turn * self._turn_seconds
        return _add_months(layer.handoff, turn * layer.length)

    @cached_property
    def _turn_seconds(self):
        return _UNIT_SECONDS[self._layer.unit] * self._layer.length

    def _get_turn_of_local(self, local):
        layer = self._layer
        if layer.unit != "monthly":
            return (local - layer.handoff) // self._turn_seconds
        months = _count_months(layer.handoff, local)
        turn = months // layer.length + 1
        while self._get_local_handoff(turn) > local:
            turn -= 1
        return turn

    # -- Who ------------------------------------------------------------------------
    def _deal(self, start, end):
        """Return (start, end, person) of the turns between two instants."""
        dealt = []
        epochs = self._epochs
        for epoch, following in zip(epochs, [*epochs[1:], None], strict=True):
            until = following.start if following else inf
            if epoch.members and epoch.start < end and start < until:
                begin, finish = max(start, epoch.start), min(end, until)
                dealt += self._deal_epoch(epoch, begin, finish)
        return dealt

    def _deal_epoch(self, epoch, start, end):
        clock = LocalClock(self._zone, start, end)
        first, last = self.get_turn(start), self.get_turn(end)
        turns = range(first, last + 2)
        handoffs = clock.to_firsts([self._get_local_handoff(turn) for turn in turns])
        dealt = []
        for turn, (begin, finish) in zip(turns, pairwise(handoffs), strict=False):
            if begin < finish:
                dealt.append((begin, finish, epoch.get_person(self.get_rank(turn))))
        return sp.cut(dealt, start, end)

    @cached_property
    def _epochs(self):
        """Return the times between joins and leaves, each with its own order."""
        participants = self._layer.participants
        changes = {person.start for person in participants}
        changes |= {person.end for person in participants}
        epochs = [self._begin_epochs()]
        for change in sorted(changes - {None}):
            epochs.append(self._get_next_epoch(epochs[-1], change))
        return epochs

    def _begin_epochs(self):
        always = [
            index
            for index, person in enumerate(self._layer.participants)
            if person.start is None
        ]
        return self._make_epoch(-inf, always, 0, self._layer.shift)

    def _get_next_epoch(self, epoch, change):
        """Return the order after a change; who has the turn keeps it if he can."""
        count = len(self._layer.participants)
        members = [
            index
            for index, person in enumerate(self._layer.participants)
            if person.is_in(change)
        ]
        rank = self.get_rank(self.get_turn(change))
        if not members or not epoch.members:
            return self._make_epoch(change, members, 0, self._layer.shift)
        holder = epoch.get_index(rank)
        order = [(holder + step) % count for step in range(count)]
        position = members.index(next(index for index in order if index in members))
        return self._make_epoch(change, members, rank, position)

    def _make_epoch(self, start, members, rank, position):
        people = [self._layer.participants[index].person for index in members]
        return _Epoch(start, tuple(members), tuple(people), rank, position)

    # -- When -----------------------------------------------------------------------
    def _get_hours(self, start, end):
        """Return the (start, end) of the duty between two instants."""
        layer = self._layer
        start = start if layer.start is None else max(start, layer.start)
        end = end if layer.end is None else min(end, layer.end)
        if start >= end:
            return []
        whole = [(start, end)]
        hours = self._get_week_hours(start, end) if layer.windows else whole
        return sp.cut(self._apply_holidays(hours, layer.holidays), start, end)

    def _apply_holidays(self, hours, holidays):
        rule = self._layer.holiday_rule
        if rule == "except":
            return sp.subtract(hours, holidays)
        if rule == "only":
            return sp.intersect(hours, holidays)
        return sp.merge([*hours, *holidays]) if rule == "also" else hours

    def _get_week_hours(self, start, end):
        clock = LocalClock(self._zone, start, end)
        found = []
        day = get_midnight(clock.to_local(start)) - WEEK - DAY
        last = clock.to_local(end) + DAY
        while day <= last:
            for window in self._windows_of_days[get_weekday(day)]:
                begin = day + window.start
                finish = clock.to_last(begin + window.length)
                found.append((clock.to_first(begin), finish))
            day += DAY
        return sp.cut(sp.merge(found), start, end)

    @cached_property
    def _windows_of_days(self):
        days = [[] for _day in range(7)]
        for window in self._layer.windows:
            days[window.weekday].append(window)
        return days

    # -- Turns that count -----------------------------------------------------------
    # Counting looks at the clock on the wall only: there, every week is alike.
    @cached_property
    def _week_cycle(self):
        """Return after how many turns the week repeats, and sums of those with duty.

        The sums are for the first 0, 1, 2 ... turns of the cycle.
        """
        if self._layer.holiday_rule == "only":
            return 1, [0, 0]
        if self._layer.unit == "monthly" or not self._layer.windows:
            return 1, [0, 1]
        cycle = WEEK // gcd(WEEK, self._turn_seconds)
        flags = [bool(self._get_local_hours(turn)) for turn in range(cycle)]
        return cycle, [0, *accumulate(flags)]

    @cached_property
    def _holiday_turns(self):
        """Return which turns count otherwise because of holidays, and sums of it.

        The sums are for the first 0, 1, 2 ... of these turns.
        """
        if self._layer.holiday_rule == "ignore":
            return [], [0]
        holidays = self._local_holidays
        turns = sorted(
            {
                turn
                for start, end in holidays
                for turn in range(
                    self._get_turn_of_local(start), self._get_turn_of_local(end - 1) + 1
                )
            }
        )
        cycle, sums = self._week_cycle
        changes = []
        for turn in turns:
            usual = sums[turn % cycle + 1] - sums[turn % cycle]
            hours = self._apply_holidays(self._get_local_hours(turn), holidays)
            changes.append(bool(sp.cut(hours, *self._get_local_span(turn))) - usual)
        return turns, [0, *accumulate(changes)]

    @cached_property
    def _local_holidays(self):
        holidays = self._layer.holidays
        if not holidays:
            return []
        clock = LocalClock(self._zone, holidays[0][0], holidays[-1][1])
        return [(clock.to_local(start), clock.to_local(end)) for start, end in holidays]

    def _get_local_span(self, turn):
        return self._get_local_handoff(turn), self._get_local_handoff(turn + 1)

    def _get_local_hours(self, turn):
        """Return the weekly hours in a turn, as local times."""
        start, end = self._get_local_span(turn)
        if not self._layer.windows:
            return [(start, end)]
        found = [
            (day + window.start, day + window.start + window.length)
            for day in range(get_midnight(start) - WEEK, end, DAY)
            for window in self._windows_of_days[get_weekday(day)]
        ]
        return sp.cut(sp.merge(found), start, end)


@dataclass(frozen=True)
class _Epoch:
    """A time in which the same people take turns.

    :param rank: the rank of a turn
    :param position: whose turn of the members that was
    """

    start: float
    members: tuple[int, ...]
    people: tuple
    rank: int
    position: int

    def _get_position(self, rank):
        return (self.position + rank - self.rank) % len(self.members)

    def get_index(self, rank):
        return self.members[self._get_position(rank)]

    def get_person(self, rank):
        return self.people[self._get_position(rank)]


def _add_months(local, months):
    """Return a local time some months later; a month that is too short ends earlier."""
    moment = to_datetime(local)
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, monthrange(year, month + 1)[1])
    return to_seconds(moment.replace(year=year, month=month + 1, day=day))


def _count_months(start, local):
    """Return how many months the month of a local time is after that of another."""
    first, last = to_datetime(start), to_datetime(local)
    return (last.year - first.year) * 12 + last.month - first.month
