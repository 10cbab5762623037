"""Duty as an iCalendar, for Thunderbird, Google and Outlook."""

from dataclasses import dataclass
from datetime import datetime

import vobject
from dateutil.tz import UTC

# How often clients look again, if they heed it.
_REFRESH = "PT1H"


@dataclass(frozen=True)
class Event:
    """A shift in a calendar; instants are naive UTC.

    :param uid: the same whenever the same shift is written
    :param changed: when it was last changed
    """

    uid: str
    start: datetime
    end: datetime
    summary: str
    changed: datetime


def write_calendar(name: str, events: list[Event]) -> str:
    """Return the text of a calendar."""
    calendar = vobject.iCalendar()
    calendar.add("prodid").value = "-//Customer Support//On-call//EN"
    calendar.add("x-wr-calname").value = name
    refresh = calendar.add("refresh-interval")
    refresh.value = _REFRESH
    refresh.params["VALUE"] = ["DURATION"]
    calendar.add("x-published-ttl").value = _REFRESH
    for event in events:
        _add_event(calendar, event)
    return calendar.serialize()


def _add_event(calendar, event):
    entry = calendar.add("vevent")
    entry.add("uid").value = event.uid
    entry.add("dtstart").value = event.start.replace(tzinfo=UTC)
    entry.add("dtend").value = event.end.replace(tzinfo=UTC)
    entry.add("dtstamp").value = event.changed.replace(tzinfo=UTC)
    entry.add("last-modified").value = event.changed.replace(tzinfo=UTC)
    entry.add("summary").value = event.summary
    entry.add("transp").value = "TRANSPARENT"
