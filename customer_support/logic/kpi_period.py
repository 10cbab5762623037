"""A period, the one before and that of last year, in the calendar of a time zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Period:
    """Instants are aware UTC, the end is exclusive."""

    start: datetime
    end: datetime


def get_period(kind: str, day: date, zone: ZoneInfo) -> Period:
    """Return the day, week (from Monday), month, quarter or year that has that day."""
    first, last = {
        "day": lambda: (day, day + timedelta(days=1)),
        "week": lambda: _get_week(day),
        "month": lambda: _get_months(day, 1),
        "quarter": lambda: _get_months(day, 3),
        "year": lambda: _get_months(day, 12),
    }[kind]()
    return Period(_to_utc(first, zone), _to_utc(last, zone))


def get_previous(period: Period, zone: ZoneInfo) -> Period:
    """Return the period before: whole months before whole months, else as many days.

    A span that is not of whole local days is as long in hours.
    """
    first, last = _get_days(period, zone)
    if first is None:
        length = period.end - period.start
        return Period(period.start - length, period.start)
    months = _count_months(first, last)
    earlier = _add_months(first, -months) if months else first - (last - first)
    return Period(_to_utc(earlier, zone), period.start)


def get_last_year(period: Period, zone: ZoneInfo) -> Period:
    """Return the same of last year; of days that are no whole months, 52 weeks before.

    So a week is compared with a week, and Mondays with Mondays.
    """
    first, last = _get_days(period, zone)
    year = timedelta(weeks=52)
    if first is None:
        return Period(period.start - year, period.end - year)
    if _count_months(first, last):
        return Period(
            _to_utc(_add_months(first, -12), zone),
            _to_utc(_add_months(last, -12), zone),
        )
    return Period(_to_utc(first - year, zone), _to_utc(last - year, zone))


def get_days(period: Period, zone: ZoneInfo) -> list[date]:
    """Return the local days that the period touches."""
    first = period.start.astimezone(zone).date()
    last = (period.end - timedelta(microseconds=1)).astimezone(zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _get_week(day):
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=7)


def _get_months(day, count):
    first = date(day.year, (day.month - 1) // count * count + 1, 1)
    return first, _add_months(first, count)


def _get_days(period, zone):
    """Return the first day and the one after the last; (None, None) if not whole."""
    edges = [edge.astimezone(zone) for edge in (period.start, period.end)]
    if any(edge.time() != time.min for edge in edges):
        return None, None
    return edges[0].date(), edges[1].date()


def _count_months(first, last):
    """Return how many whole months, 0 if they are not."""
    if first.day != 1 or last.day != 1:
        return 0
    return (last.year - first.year) * 12 + last.month - first.month


def _add_months(day, count):
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def _to_utc(day, zone):
    midnight = datetime.combine(day, time.min, zone)
    return midnight.astimezone(timezone.utc)
