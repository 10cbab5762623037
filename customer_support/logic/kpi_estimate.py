"""A figure with its 95 % interval, and whether two of them differ by more than noise.

Sources: percentiles by linear interpolation (Hyndman and Fan 1996, type 7, what
PostgreSQL's ``percentile_cont`` does); their intervals by order statistics (Conover,
*Practical Nonparametric Statistics*, normal approximation of the binomial); shares by
Wilson (1927); counts by Byar's approximation to the Poisson limits (Breslow and Day
1987), widened by the overdispersion of the days; differences and ratios by MOVER (Zou
and Donner 2008; for shares this is method 10 of Newcombe 1998).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt

from .closing_rate import Z, get_closing_rate


@dataclass(frozen=True)
class Estimate:
    """A figure of ``n`` cases. None: nothing is known, or the interval is not."""

    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None


NOTHING = Estimate(None)


def get_percentile(values: Sequence[float], share: float) -> float | None:
    """Return the percentile of ascending values, interpolated; None without values.

    :param share: 0 to 1
    """
    if not values:
        return None
    position = share * (len(values) - 1)
    below = floor(position)
    above = min(below + 1, len(values) - 1)
    return values[below] + (position - below) * (values[above] - values[below])


def get_quantile_estimate(grid: Sequence[float], n: int, share: float) -> Estimate:
    """Return a percentile with its interval, from percentiles that are known already.

    The ranks of the limits are rounded outwards to the grid: never too narrow. Fewer
    than six cases have no interval for a median (1 - 2 * 0.5**5 is below 95 %).

    :param grid: percentiles at equal steps from 0 to 1, both included
    :param n: how many cases the grid was made of
    """
    if not n:
        return NOTHING
    steps = len(grid) - 1
    value = grid[round(share * steps)]
    if n < 6:
        return Estimate(value, n)
    margin = Z * sqrt(share * (1 - share) / n)
    # Rounding keeps 0.5 + 0.1 on its step of the grid.
    low = max(0, floor(round((share - margin) * steps, 9)))
    high = min(steps, ceil(round((share + margin) * steps, 9)))
    return Estimate(value, n, grid[low], grid[high])


def get_mean_estimate(mean: float | None, deviation: float | None, n: int) -> Estimate:
    """Return a mean with its interval.

    :param deviation: standard deviation of the sample; None below two cases
    """
    if not n:
        return NOTHING
    if n < 2 or deviation is None:
        return Estimate(mean, n)
    margin = Z * deviation / sqrt(n)
    return Estimate(mean, n, mean - margin, mean + margin)


def get_share_estimate(part: int, whole: int) -> Estimate:
    """Return a share with Wilson's interval."""
    if not whole:
        return NOTHING
    rate = get_closing_rate(part, whole)
    return Estimate(rate.rate, whole, rate.lower, rate.upper)


def get_dispersion(counts: Sequence[int]) -> float:
    """Return the variance of counts over their mean; at least 1, as for Poisson."""
    mean = sum(counts) / len(counts) if counts else 0.0
    if len(counts) < 2 or not mean:
        return 1.0
    variance = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)
    return max(1.0, variance / mean)


def get_count_estimate(
    count: int, dispersion: float = 1.0, exposure: float = 1.0
) -> Estimate:
    """Return a count, or count per exposure, with its interval.

    :param dispersion: see ``get_dispersion``
    :param exposure: what the count is divided by, for instance hundreds of orders
    """
    if not exposure:
        return NOTHING
    effective = count / dispersion
    low = 0.0
    if effective:
        root = 1 / (3 * sqrt(effective))
        low = effective * max(0.0, 1 - 1 / (9 * effective) - Z * root) ** 3
    more = effective + 1
    high = more * (1 - 1 / (9 * more) + Z / (3 * sqrt(more))) ** 3
    scale = dispersion / exposure
    return Estimate(count / exposure, count, low * scale, high * scale)


def get_signal(now: Estimate, before: Estimate, scale: float = 1.0) -> str:
    """Return "up", "down" or "none": whether the change is more than noise (95 %).

    :param scale: by what the earlier figure is multiplied first, for counts of spans of
        different lengths
    """
    parts = (now.value, now.low, now.high, before.value, before.low, before.high)
    if None in parts:
        return "none"
    value, low, high = (part * scale for part in parts[3:])
    change = now.value - value
    lower = change - sqrt((now.value - now.low) ** 2 + (high - value) ** 2)
    upper = change + sqrt((now.high - now.value) ** 2 + (value - low) ** 2)
    if lower > 0:
        return "up"
    return "down" if upper < 0 else "none"


def get_verdict(signal: str, good: str) -> str:
    """Return "good", "bad" or "neutral" for a change."""
    if signal == "none" or good == "none":
        return "neutral"
    return "good" if signal == good else "bad"
