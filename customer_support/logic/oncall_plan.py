"""The final plan of a schedule: layers, overrides and temporary plans together.

Instants are seconds since 1970 in UTC; the end of everything is exclusive.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import tzinfo
from itertools import pairwise

from . import spans as sp
from .rotation import Layer, Rotation


@dataclass(frozen=True)
class Override:
    """Somebody comes, goes, or stands in for somebody, for some time.

    :param kind: "add", "remove" or "replace"
    :param person: who comes; of "remove": nobody
    :param replaced: who goes; None with "replace": whoever has duty
    """

    kind: str
    start: int
    end: int
    person: Hashable = None
    replaced: Hashable = None


@dataclass(frozen=True)
class TemporaryPlan:
    """What holds instead of layers and overrides, for some time.

    :param duties: (start, end, person)
    """

    start: int
    end: int
    duties: tuple[tuple[int, int, Hashable], ...] = ()


@dataclass(frozen=True)
class Schedule:
    """All that decides about who has duty.

    :param layers: the highest first
    :param together: whoever any layer names has duty; else only the highest layer that
        names somebody counts
    :param overrides: in the order in which they were made
    :param swaps: overrides that also hold inside temporary plans
    """

    zone: tzinfo
    layers: tuple[Layer, ...] = ()
    together: bool = False
    overrides: tuple[Override, ...] = ()
    temporary_plans: tuple[TemporaryPlan, ...] = ()
    swaps: tuple[Override, ...] = ()


def get_plan(schedule: Schedule, start: int, end: int) -> list:
    """Return who has duty at every time between two instants.

    :return: list of (start, end, frozenset of persons) without holes in it: where
        nobody has duty, the set is empty
    """
    if start >= end:
        return []
    lists = get_layer_duties(schedule, start, end)
    count = len(lists)
    for override in schedule.overrides:
        lists = _apply(override, lists)
    for plan in schedule.temporary_plans:
        lists = [sp.remove(duties, plan.start, plan.end) for duties in lists]
        lists += [sp.cut([duty], plan.start, plan.end) for duty in plan.duties]
    for swap in schedule.swaps:
        lists = _apply(swap, lists)
    layers, others = lists[:count], lists[count:]
    return sp.overlay([*combine(schedule, layers), *others], start, end)


def get_layer_duties(schedule: Schedule, start: int, end: int) -> list:
    """Return for each layer its own (start, end, person), whatever the others say."""
    return [
        Rotation(layer, schedule.zone).get_duties(start, end)
        for layer in schedule.layers
    ]


def combine(schedule: Schedule, layers: list) -> list:
    """Return the lists of duties that count, of those of the layers."""
    return layers if schedule.together else [_get_highest(layers)]


def get_shifts(plan: list) -> list:
    """Return the shifts of a plan: (start, end, person), by start.

    A shift lasts as long as somebody has duty without a break.
    """
    shifts, running = [], {}
    for start, end, people in plan:
        for person in [person for person in running if person not in people]:
            shifts.append((running.pop(person), start, person))
        for person in people:
            running.setdefault(person, start)
        last = end
    shifts += [(start, last, person) for person, start in running.items()]
    return sorted(shifts, key=lambda shift: shift[:2])


def get_turn_shifts(schedule: Schedule, start: int, end: int) -> list:
    """Return the shifts of the plan, one per turn: (start, end, person), by start.

    Unlike those of ``get_shifts`` they end at a hand-off also when the next turn is the
    same person's: of a layer, or between two duties of a temporary plan.
    """
    shifts = get_shifts(get_plan(schedule, start, end))
    return cut_at(shifts, _find_kept_handoffs(schedule, start, end))


def cut_at(shifts: list, starts: set) -> list:
    """Return shifts divided where turns of their person begin.

    :param shifts: (start, end, person)
    :param starts: (instant, person)
    """
    instants = defaultdict(list)
    for instant, person in sorted(starts, key=lambda start: start[0]):
        instants[person].append(instant)
    parts = []
    for begin, finish, person in shifts:
        own = instants[person]
        inside = own[bisect_right(own, begin) : bisect_left(own, finish)]
        parts += [(*span, person) for span in pairwise([begin, *inside, finish])]
    return sorted(parts, key=lambda part: part[:2])


def _find_kept_handoffs(schedule, start, end):
    """Return the (instant, person) at which somebody's next turn begins at once."""
    found = set()
    for layer in schedule.layers:
        found.update(Rotation(layer, schedule.zone).get_kept_handoffs(start, end))
    for plan in schedule.temporary_plans:
        ends = {duty[1:] for duty in plan.duties}
        found |= ends & {(duty[0], duty[2]) for duty in plan.duties}
    return found


def get_gaps(plan: list) -> list:
    """Return the (start, end) in which nobody has duty."""
    return [(start, end) for start, end, people in plan if not people]


def _get_highest(layers):
    """Return one list: of each time, the duty in the first list that has one."""
    highest = []
    for duties in layers:
        taken = sp.merge([duty[:2] for duty in highest])
        highest = sorted(
            [*highest, *sp.subtract(duties, taken)], key=lambda duty: duty[0]
        )
    return highest


def _apply(override, lists):
    start, end = override.start, override.end
    if override.kind == "add":
        return [*lists, [(start, end, override.person)]]
    if override.replaced is None and override.kind == "replace":
        rest = [sp.remove(duties, start, end) for duties in lists]
        return [*rest, [(start, end, override.person)]]
    return [_stand_in(override, duties) for duties in lists]


def _stand_in(override, duties):
    """Return a list in which somebody else, or nobody, has the duty of a person."""
    during = sp.cut(duties, override.start, override.end)
    if all(duty[2] != override.replaced for duty in during):
        return duties
    changed = []
    for duty in during:
        if duty[2] != override.replaced:
            changed.append(duty)
        elif override.kind == "replace":
            changed.append((duty[0], duty[1], override.person))
    return sp.replace(duties, override.start, override.end, changed)
