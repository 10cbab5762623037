"""When tickets may be merged, and which instants the merged one has."""

from dataclasses import dataclass
from datetime import datetime

from ..const import OPEN_KINDS


@dataclass(frozen=True)
class MergeFacts:
    """The part of a ticket that decides whether it may be merged.

    :param customer: identifies the customer's company, None if unknown
    :param email: normalized address, None if unknown
    """

    ticket: int
    kind: str
    company: int
    customer: int | None = None
    email: str | None = None
    merged: bool = False


@dataclass(frozen=True)
class ConversationClock:
    """The instants of one conversation, naive UTC or None."""

    first_response_date: datetime | None = None
    unanswered_since: datetime | None = None
    last_customer_message_date: datetime | None = None
    last_agent_message_date: datetime | None = None


def find_merge_refusal(source: MergeFacts, target: MergeFacts) -> str | None:
    """Return why ``source`` must not be merged into ``target``, or None if it may.

    A target that is itself merged is refused, so that no chain ever closes to a ring.
    """
    checks = (
        ("same_ticket", source.ticket == target.ticket),
        ("other_company", source.company != target.company),
        ("source_merged", source.merged),
        ("target_merged", target.merged),
        ("other_customer", not has_same_customer(source, target)),
        ("source_ended", source.kind not in OPEN_KINDS),
        ("target_cancelled", target.kind == "cancelled"),
    )
    return next((reason for reason, applies in checks if applies), None)


def has_same_customer(one: MergeFacts, other: MergeFacts) -> bool:
    """Tell whether both tickets belong to one customer, for certain.

    Contacts of one company are one customer. An address decides only where a contact
    is missing; two unknown senders are never the same.
    """
    if one.customer and other.customer:
        return one.customer == other.customer
    return bool(one.email) and one.email == other.email


def get_merged_clock(
    source: ConversationClock, target: ConversationClock, target_created: datetime
) -> ConversationClock:
    """Return the instants of the target after the source's messages came to it.

    The oldest question waits longest, so it decides. An answer that was given before
    the target existed is no answer to the target.
    """
    answers = (source.first_response_date, target.first_response_date)
    return ConversationClock(
        first_response_date=_get_first(
            *(answer for answer in answers if answer and answer >= target_created)
        ),
        unanswered_since=_get_first(source.unanswered_since, target.unanswered_since),
        last_customer_message_date=_get_last(
            source.last_customer_message_date, target.last_customer_message_date
        ),
        last_agent_message_date=_get_last(
            source.last_agent_message_date, target.last_agent_message_date
        ),
    )


def _get_first(*instants: datetime | None) -> datetime | None:
    return min(filter(None, instants), default=None)


def _get_last(*instants: datetime | None) -> datetime | None:
    return max(filter(None, instants), default=None)
