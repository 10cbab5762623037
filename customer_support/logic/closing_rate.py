"""How often an answer closes a matter, and how certain that figure is."""

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 %
Z = 1.959963984540054


@dataclass(frozen=True)
class ClosingRate:
    """A share with its Wilson interval, 0 to 1.

    Without anything counted nothing is known: the interval is everything.
    """

    closed: int
    decided: int
    rate: float
    lower: float
    upper: float


def get_closing_rate(closed: int, decided: int, z: float = Z) -> ClosingRate:
    """Return the closing rate of ``decided`` uses of which ``closed`` closed.

    Wilson's score interval: right also for few uses and for rates near 0 and 1, where
    the usual one promises too much.

    :raise ValueError: not 0 <= closed <= decided
    """
    if not 0 <= closed <= decided:
        raise ValueError(f"{closed} of {decided}")
    if not decided:
        return ClosingRate(0, 0, 0.0, 0.0, 1.0)
    rate = closed / decided
    scale = 1 + z * z / decided
    middle = (rate + z * z / (2 * decided)) / scale
    margin = z / scale * sqrt(rate * (1 - rate) / decided + z * z / (4 * decided**2))
    # Rounding must not make 0 of n or n of n look impossible.
    lower = 0.0 if not closed else max(0.0, middle - margin)
    upper = 1.0 if closed == decided else min(1.0, middle + margin)
    return ClosingRate(closed, decided, rate, lower, upper)
