"""Sudden rises and falls of counts, with the number of comparisons taken into account.

The count of a week is compared with the weeks before it by the negative binomial
distribution that predicts it: mean m, variance d * m * (1 + 1 / k) for k weeks of
baseline and overdispersion d (variance over mean of the baseline, at least 1). With
d = 1 this is the posterior prediction of a Poisson rate with Jeffreys' prior (Gelman
et al., *Bayesian Data Analysis*, 2.6). Of all comparisons the false discoveries are
held at 5 % (Benjamini and Hochberg 1995).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log

from .kpi_estimate import get_dispersion

FALSE_DISCOVERIES = 0.05
# Smaller ones are not worth a manager's time, however unlikely.
LEAST_CHANGE = 5


@dataclass(frozen=True)
class Spike:
    """A count that the weeks before do not explain.

    :param p: two-sided probability of such a count
    """

    key: Hashable
    count: int
    expected: float
    p: float

    @property
    def direction(self) -> str:
        """Return "rise" or "fall"."""
        return "rise" if self.count > self.expected else "fall"


def find_spikes(
    counts: Mapping[Hashable, int], baselines: Mapping[Hashable, Sequence[int]]
) -> list[Spike]:
    """Return what rose or fell by more than chance, the least likely first.

    :param counts: {key: count of the week}
    :param baselines: {key: counts of the weeks before}; each of the same length
    """
    judged = [
        judge(key, counts.get(key, 0), baseline) for key, baseline in baselines.items()
    ]
    found = filter_discoveries(judged)
    return [
        spike for spike in found if abs(spike.count - spike.expected) >= LEAST_CHANGE
    ]


def judge(key: Hashable, count: int, baseline: Sequence[int]) -> Spike:
    """Return how likely a count is after its baseline."""
    weeks = len(baseline)
    expected = sum(baseline) / weeks
    mean = (sum(baseline) + 0.5) / weeks
    variance = get_dispersion(baseline) * mean * (1 + 1 / weeks)
    size = mean * mean / (variance - mean)
    below = get_distribution(count, size, mean)
    at_least = 1 - (get_distribution(count - 1, size, mean) if count else 0.0)
    return Spike(key, count, expected, min(1.0, 2 * min(below, at_least)))


def get_distribution(count: int, size: float, mean: float) -> float:
    """Return P(X <= count) of the negative binomial of that size and mean."""
    success = size / (size + mean)
    total = sum(
        exp(
            lgamma(k + size)
            - lgamma(size)
            - lgamma(k + 1)
            + size * log(success)
            + k * log(1 - success)
        )
        for k in range(count + 1)
    )
    return min(1.0, total)


def filter_discoveries(
    spikes: Sequence[Spike], rate: float = FALSE_DISCOVERIES
) -> list[Spike]:
    """Return those that stand when all comparisons are counted (step-up procedure)."""
    ordered = sorted(spikes, key=lambda spike: spike.p)
    kept = 0
    for rank, spike in enumerate(ordered, start=1):
        if spike.p <= rate * rank / len(ordered):
            kept = rank
    return ordered[:kept]
