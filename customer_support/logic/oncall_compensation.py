"""What a shift counts for, in the units in which duty is compensated."""

from datetime import tzinfo

from .local_clock import WEEK, LocalClock
from .oncall_fairness import Hours

# How many hours of the kind make one; see `oncall_fairness` for the kinds.
_HOURS = {"night": 8, "weekend": 48, "holiday": 24}


def count_units(
    unit: str, start: int, end: int, zone: tzinfo, holidays: tuple = ()
) -> float:
    """Return how many weeks, shifts, hours, nights ... a shift counts for.

    Parts count in proportion, so that a shift that two people share earns as much as
    one that nobody shares. A week is one on the clock on the wall, also when it has 167
    or 169 hours. Each hour is of one kind: public holiday, else weekend, else night.

    :param unit: "week", "shift", "hour", "night", "weekend" or "holiday"
    """
    if unit == "shift":
        return 1.0
    if unit == "week":
        clock = LocalClock(zone, start, end)
        return (clock.to_local(end) - clock.to_local(start)) / WEEK
    if unit == "hour":
        return (end - start) / 3600
    hours = Hours(zone, start, end, holidays).split(start, end)
    return hours[unit] / _HOURS[unit]
