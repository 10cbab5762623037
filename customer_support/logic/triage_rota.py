"""Who has triage duty: participants take turns, daily or weekly, at local midnight."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo

_DAYS = {"day": 1, "week": 7}


@dataclass(frozen=True)
class Rota:
    """An order of people and the rhythm in which duty goes round.

    :param participants: ids in their order
    :param turn: "day" or "week"
    :param start: the first day of the first participant, in the zone
    """

    participants: tuple[int, ...]
    turn: str
    start: date
    zone: tzinfo


@dataclass(frozen=True)
class Duty:
    """Who has duty at an instant, and until when that turn lasts.

    :param participant: None when nobody has it
    :param until: aware UTC; the next change of turns
    """

    participant: int | None
    until: datetime | None


def get_duty(rota: Rota, at: datetime, absent: Container[int] = ()) -> Duty:
    """Return who has duty at an instant.

    Who is absent is skipped: the next one in the order stands in for him.

    :param at: aware datetime
    :param absent: participants who are away at that instant
    """
    passed = (at.astimezone(rota.zone).date() - rota.start).days
    if passed < 0 or not rota.participants:
        return Duty(None, None)
    length = _DAYS[rota.turn]
    turn = passed // length
    until = _get_midnight(rota.start + timedelta(days=(turn + 1) * length), rota.zone)
    count = len(rota.participants)
    order = (rota.participants[(turn + step) % count] for step in range(count))
    present = (person for person in order if person not in absent)
    return Duty(next(present, None), until)


def _get_midnight(day, zone):
    """Return the first instant of a local day, in UTC."""
    midnight = datetime.combine(day, time.min)
    if hasattr(zone, "localize"):  # pytz, as the host has it
        return zone.localize(midnight).astimezone(timezone.utc)
    return midnight.replace(tzinfo=zone).astimezone(timezone.utc)
