"""When a snoozed ticket comes back, without a database."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MORNING_HOUR = 9


def get_snooze_end(choice: str, now: datetime, time_zone: str) -> datetime:
    """Return the morning at which a ticket comes back, naive UTC.

    :param choice: "tomorrow", or "next_week" for the coming Monday
    :param now: naive UTC
    :param time_zone: in which it is tomorrow and morning
    """
    zone = ZoneInfo(time_zone)
    today = now.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    days = 1 if choice == "tomorrow" else 7 - today.weekday()
    day = today.date() + timedelta(days=days)
    morning = datetime(day.year, day.month, day.day, MORNING_HOUR, tzinfo=zone)
    return morning.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)
