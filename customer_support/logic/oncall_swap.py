"""When people are reminded of a shift that nobody has taken yet."""

from datetime import datetime, timedelta

# How long before the shift; the longest first.
REMINDERS = (
    timedelta(weeks=4),
    timedelta(weeks=2),
    timedelta(weeks=1),
    timedelta(days=3),
    timedelta(days=1),
    timedelta(hours=12),
)


def get_next_reminder(start: datetime, after: datetime) -> datetime | None:
    """Return the first reminder of a shift after an instant; None: there is no more.

    :param start: when the shift begins
    :param after: reminders at or before this instant are over
    """
    instants = (start - before for before in REMINDERS)
    return next((instant for instant in instants if instant > after), None)
