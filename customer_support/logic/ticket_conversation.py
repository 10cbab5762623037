"""What a message means for the ticket's answer clock, without a database."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ConversationState:
    """The instants that a message may move, naive UTC or None."""

    first_response_date: datetime | None = None
    unanswered_since: datetime | None = None


def get_customer_message_changes(state: ConversationState, at: datetime) -> dict:
    """Return what a message of the customer writes.

    The wait runs from the oldest unanswered message; later ones do not restart it.
    """
    changes = {
        "last_customer_message_date": at,
        "last_movement_date": at,
        "dormant_reminded": False,
    }
    if not state.unanswered_since:
        changes["unanswered_since"] = at
    return changes


def get_agent_answer_changes(state: ConversationState, at: datetime) -> dict:
    """Return what a public answer of a person writes. Automatic ones do not call it."""
    changes = {
        "last_agent_message_date": at,
        "last_movement_date": at,
        "unanswered_since": None,
        "dormant_reminded": False,
    }
    if not state.first_response_date:
        changes["first_response_date"] = at
    return changes


def can_reopen(
    ended_at: datetime | None, window_days: int, now: datetime, cancelled: bool = False
) -> bool:
    """Tell whether a customer's answer reopens an ended ticket.

    :param ended_at: solution or closing date
    :param window_days: days in which an answer reopens; 0 means never
    :param cancelled: a cancelled ticket never comes back by an answer
    """
    if cancelled or not ended_at or window_days <= 0:
        return False
    return (now - ended_at).total_seconds() <= window_days * 86400
