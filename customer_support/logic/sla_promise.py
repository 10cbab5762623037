"""What is promised against what is delivered."""

from collections.abc import Iterable
from datetime import timedelta
from math import ceil


def get_percentile(durations: Iterable[timedelta], share: int) -> timedelta | None:
    """Return the duration within which so many percent were done, None without any.

    Nearest rank: always one of the durations, never a figure that nobody experienced.

    :param share: percent, 1 to 100
    """
    ordered = sorted(durations)
    if not ordered:
        return None
    return ordered[ceil(len(ordered) * share / 100) - 1]
