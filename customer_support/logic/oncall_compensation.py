"""What a shift counts for, in the units in which duty is compensated."""

from datetime import tzinfo

from .local_clock import DAY, WEEK, LocalClock, get_midnight, get_weekday
from .oncall_fairness import Hours

# How many hours of the kind make one; see `oncall_fairness` for the kinds.
_HOURS = {"night": 8, "weekend": 48, "holiday": 24}

# A duty that lasts longer is credited week by week: that of somebody who takes no turns
# with anybody never ends.
_LONGEST = 31 * DAY


def cut_into_weeks(start: int, end: int, zone: tzinfo) -> list[tuple[int, int]]:
    """Return the parts in which a duty is credited.

    A duty of up to 31 days is one part. A longer one is cut on Mondays, at midnight
    on the clock on the wall, so that its parts stay the same while it goes on.
    """
    if end - start <= _LONGEST:
        return [(start, end)]
    clock = LocalClock(zone, start, end)
    local = get_midnight(clock.to_local(start))
    monday = local + (7 - get_weekday(local)) * DAY
    parts = []
    while (cut := clock.to_first(monday)) < end:
        parts.append((start, cut))
        start, monday = cut, monday + WEEK
    return [*parts, (start, end)]


def count_units(
    unit: str, start: int, end: int, zone: tzinfo, holidays: tuple = ()
) -> float:
    """Return how many weeks, shifts, hours, nights ... a shift counts for.

    Parts count in proportion, so that a shift that two people share earns as much as
    one that nobody shares. Weeks, nights, weekends and holidays are measured on the
    clock on the wall: a week of 167 or 169 hours is one. Each hour is of one kind:
    public holiday, else weekend, else night.

    :param unit: "week", "shift", "hour", "night", "weekend" or "holiday"
    """
    if unit == "shift":
        return 1.0
    if unit == "week":
        clock = LocalClock(zone, start, end)
        return (clock.to_local(end) - clock.to_local(start)) / WEEK
    if unit == "hour":
        return (end - start) / 3600
    hours = Hours(zone, start, end, holidays)
    return hours.count_on_wall(unit, start, end) / _HOURS[unit]
