"""Satisfaction, effort and recommendation as figures, with how certain they are.

CSAT is the share of the two best marks of five. CES 2.0 is the mean agreement, 1 to 7,
with "it was easy to get help" (Dixon, Freeman 2013). NPS is the share of
promoters (9, 10) less that of detractors (0 to 6), times 100 (Reichheld 2003).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from .closing_rate import Z, get_closing_rate


@dataclass(frozen=True)
class Scale:
    """The marks that a metric offers, and which of them are good and bad.

    :param int low_to: this mark and worse ones are followed up
    :param int high_from: this mark and better ones are praise
    """

    lowest: int
    highest: int
    low_to: int
    high_from: int

    @property
    def marks(self) -> range:
        """Return all marks, the worst first."""
        return range(self.lowest, self.highest + 1)

    def get_band(self, mark: float) -> str:
        """Return "low", "middle" or "high"."""
        if mark <= self.low_to:
            return "low"
        return "high" if mark >= self.high_from else "middle"

    def get_rate(self, mark: float) -> float:
        """Return the mark between 0 (worst) and 1 (best)."""
        return (mark - self.lowest) / (self.highest - self.lowest)


SCALES = {
    "csat": Scale(1, 5, 2, 4),
    "ces": Scale(1, 7, 3, 5),
    "nps": Scale(0, 10, 6, 9),
}


@dataclass(frozen=True)
class Figure:
    """A figure of ``count`` answers with its 95 % interval.

    Without answers nothing is known: all three are None. The mean of one answer has no
    interval.
    """

    count: int
    value: float | None = None
    lower: float | None = None
    upper: float | None = None


def get_share(part: int, whole: int) -> Figure:
    """Return a share, 0 to 1, with Wilson's interval."""
    if not whole:
        return Figure(0)
    rate = get_closing_rate(part, whole)
    return Figure(whole, rate.rate, rate.lower, rate.upper)


def get_figure(metric: str, distribution: Mapping[int, int]) -> Figure:
    """Return what the metric makes of {mark: number of answers}.

    :param metric: "csat" (share, 0 to 1), "ces" (mean mark) or "nps" (-100 to 100)
    :raise ValueError: a mark that the scale does not have
    """
    scale = SCALES[metric]
    strange = set(distribution) - set(scale.marks)
    if strange:
        raise ValueError(f"{metric}: {sorted(strange)}")
    if metric == "ces":
        return _get_mean(distribution)
    bands = {"low": 0, "middle": 0, "high": 0}
    for mark, count in distribution.items():
        bands[scale.get_band(mark)] += count
    if metric == "csat":
        return get_share(bands["high"], sum(bands.values()))
    return _get_nps(bands["high"], bands["low"], sum(bands.values()))


def _get_mean(distribution):
    count = sum(distribution.values())
    if not count:
        return Figure(0)
    mean = sum(mark * number for mark, number in distribution.items()) / count
    if count == 1:
        return Figure(1, mean)
    squares = sum(number * (mark - mean) ** 2 for mark, number in distribution.items())
    margin = Z * sqrt(squares / (count - 1) / count)
    return Figure(count, mean, mean - margin, mean + margin)


def _get_nps(promoters, detractors, count):
    """Variance of a difference of two shares of one sample: p + d - (p - d)^2."""
    if not count:
        return Figure(0)
    good, bad = promoters / count, detractors / count
    value = good - bad
    margin = Z * sqrt(max(0.0, good + bad - value**2) / count)
    return Figure(
        count,
        100 * value,
        100 * max(-1.0, value - margin),
        100 * min(1.0, value + margin),
    )
