"""How many tickets the next weeks bring: orders times contact rate, with its error.

Orders of a coming week are the mean of the last four, times what the same week of
last year was to its own four weeks before, where there is a year to look at. The
contact rate is that of the last eight weeks. The error is measured, not assumed: the
same forecast is made for each of the past weeks from what was known before it (rolling
origin, Hyndman and Athanasopoulos, *Forecasting*, 5.10), and the range spans what went
wrong there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .kpi_estimate import get_percentile

LEVEL_WEEKS = 4
RATE_WEEKS = 8
YEAR_WEEKS = 52
BACKTESTS = 12
# A festive week may be five times a normal one, not fifty times.
_SEASON_LIMITS = (0.2, 5.0)


@dataclass(frozen=True)
class Forecast:
    """One coming week. Without enough past weeks the range is not known: None."""

    orders: float
    tickets: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Outlook:
    """The coming weeks.

    :param error: mean absolute error of past forecasts, as a share of what came; None
        if there was nothing to test with
    """

    weeks: list[Forecast]
    error: float | None


def get_outlook(
    orders: Sequence[int], tickets: Sequence[int], ahead: int
) -> Outlook | None:
    """Return the next ``ahead`` weeks; None with less than four weeks of past.

    :param orders: of each past week, the latest last
    :param tickets: of the same weeks
    """
    if len(orders) < LEVEL_WEEKS:
        return None
    weeks = [_forecast(orders, tickets, step) for step in range(1, ahead + 1)]
    ratios = _backtest(orders, tickets)
    if len(ratios) < LEVEL_WEEKS:
        return Outlook(weeks, None)
    ratios.sort()
    low, high = get_percentile(ratios, 0.1), get_percentile(ratios, 0.9)
    ranged = [
        Forecast(
            week.orders,
            week.tickets,
            min(week.tickets, week.tickets * low),
            max(week.tickets, week.tickets * high),
        )
        for week in weeks
    ]
    return Outlook(ranged, sum(abs(1 / ratio - 1) for ratio in ratios) / len(ratios))


def _forecast(orders, tickets, step):
    level = sum(orders[-LEVEL_WEEKS:]) / LEVEL_WEEKS
    expected = level * _get_season(orders, step)
    recent = sum(orders[-RATE_WEEKS:])
    if not recent:
        # Who sells nothing for weeks still gets letters.
        return Forecast(0.0, sum(tickets[-LEVEL_WEEKS:]) / LEVEL_WEEKS)
    return Forecast(expected, expected * sum(tickets[-RATE_WEEKS:]) / recent)


def _get_season(orders, step):
    """Return what that week was, a year ago, to the four weeks before today."""
    position = len(orders) + step - 1 - YEAR_WEEKS
    base = orders[max(0, len(orders) - YEAR_WEEKS - LEVEL_WEEKS) :][:LEVEL_WEEKS]
    known = len(orders) >= YEAR_WEEKS + LEVEL_WEEKS and position < len(orders)
    if not known or not sum(base):
        return 1.0
    season = orders[position] / (sum(base) / LEVEL_WEEKS)
    return min(max(season, _SEASON_LIMITS[0]), _SEASON_LIMITS[1])


def _backtest(orders, tickets):
    """Return what came over what one would have forecast, of the past weeks."""
    ratios = []
    for end in range(max(LEVEL_WEEKS, len(orders) - BACKTESTS), len(orders)):
        expected = _forecast(orders[:end], tickets[:end], 1).tickets
        if expected and tickets[end]:
            ratios.append(tickets[end] / expected)
    return ratios
