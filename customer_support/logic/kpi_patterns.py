"""What figures tell beside each other: vital few, quadrants, sufficient speed."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from .kpi_estimate import Estimate, get_signal

# Juran's "vital few": the causes that make up so much of the whole.
VITAL_SHARE = 0.8

# (valuable for us, valuable for the customer): Price and Jaffe, *The Best Service Is No
# Service* (2008).
QUADRANTS = {
    (True, True): "encourage",
    (True, False): "simplify",
    (False, True): "self_service",
    (False, False): "eliminate",
}


@dataclass(frozen=True)
class Bar:
    """One cause of a Pareto chart.

    :param cumulated: its share and that of all larger ones
    """

    key: Hashable
    count: float
    share: float
    cumulated: float
    is_vital: bool


def get_pareto(counts: Iterable[tuple[Hashable, float]]) -> list[Bar]:
    """Return the causes, the largest first; the first ones up to 80 % are vital."""
    ordered = sorted(counts, key=lambda pair: -pair[1])
    whole = sum(count for _key, count in ordered)
    bars, before = [], 0.0
    for key, count in ordered:
        if count > 0:
            is_vital = before / whole < VITAL_SHARE
            before += count
            bars.append(Bar(key, count, count / whole, before / whole, is_vital))
    return bars


def get_quadrant(company_value: float, customer_value: float) -> str:
    """Return what to do about contacts of that value; above 0 is valuable."""
    return QUADRANTS[company_value > 0, customer_value > 0]


def find_sweet_spot(bands: Sequence[Estimate]) -> int | None:
    """Return the slowest band that no faster one surpasses by more than noise.

    Answering faster than that has not been seen to please customers more.

    :param bands: satisfaction by speed, the fastest first
    :return: its position; None if fewer than two bands are known
    """
    known = [number for number, band in enumerate(bands) if band.low is not None]
    if len(known) < 2:
        return None
    for number in reversed(known):
        faster = (bands[other] for other in known if other < number)
        if all(get_signal(band, bands[number]) != "up" for band in faster):
            return number
    return known[0]
