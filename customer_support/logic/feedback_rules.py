"""Whom we ask how it was, and whom we leave in peace."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from .conditions import Conditions


@dataclass(frozen=True)
class Asked:
    """What is known of somebody when his invitation comes up.

    Instants are naive UTC.

    :param bool has_ended: the matter is still solved, or has an end that asks
    :param bool is_void: spam, merged away, cancelled
    :param bool is_staff: a colleague, or an address of ours
    :param bool has_declined: he said no, or his address is on the blacklist
    :param bool has_address: a mail can reach him
    :param datetime last_asked: when he was last asked, in any program
    """

    has_ended: bool = True
    is_void: bool = False
    is_staff: bool = False
    has_declined: bool = False
    has_address: bool = True
    is_program_active: bool = True
    last_asked: datetime | None = None


def find_obstacle(asked: Asked, rest_days: int, now: datetime) -> str | None:
    """Return why he is not asked, None if he is.

    :param int rest_days: how long somebody is left in peace after a question
    :return: a key of ``const.FEEDBACK_OBSTACLES``
    """
    obstacles = (
        ("stopped", not asked.is_program_active),
        ("void", asked.is_void),
        ("reopened", not asked.has_ended),
        ("staff", asked.is_staff),
        ("declined", asked.has_declined),
        ("no_address", not asked.has_address),
        ("rest", _is_resting(asked.last_asked, rest_days, now)),
    )
    return next((name for name, is_met in obstacles if is_met), None)


def _is_resting(last_asked, rest_days, now):
    if last_asked is None or not rest_days:
        return False
    return now < last_asked + timedelta(days=rest_days)


def is_drawn(program_id: int, ticket_id: int, percent: int, secret: str = "") -> bool:
    """Tell whether a ticket is in the sample of a program.

    The draw is fixed per ticket: reopening it is no second ticket in the lottery.

    :param int percent: 0 to 100
    :param str secret: of the database, so that nobody can choose his numbers
    """
    text = f"{secret}:{program_id}:{ticket_id}".encode()
    return int.from_bytes(sha256(text).digest()[:8], "big") % 100 < percent


@dataclass(frozen=True)
class Program:
    """A feedback program as plain data.

    :param datetime start_date: naive UTC; what ended earlier is never asked about
    """

    id: int
    conditions: Conditions
    event: str
    active: bool = True
    company_id: int | None = None
    start_date: datetime | None = None


def find_program(
    programs: Iterable[Program], event: str, facts: Mapping, ended: datetime
) -> Program | None:
    """Return the first program that asks about what ended then, None if none does."""
    for program in programs:
        has_begun = program.start_date is None or ended >= program.start_date
        if program.event == event and has_begun and program.conditions.are_met(facts):
            return program
    return None
