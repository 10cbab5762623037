"""Whether two tickets are probably about the same thing, without a database."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

# Alike enough by the subject alone, and when the order is the same as well.
SUBJECT_THRESHOLD = 0.7
SAME_ORDER_THRESHOLD = 0.4

_PREFIXES = re.compile(
    r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|vs|tr|rif|i|r|antw|odp|rv|res)\s*(?:\[\d+\])?:\s*)+",
    re.IGNORECASE,
)
_TICKET_NUMBER = re.compile(r"\bT(?:\d+-)?\d{5,}\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class TicketFacts:
    """The part of a ticket by which duplicates are found.

    :param created: naive UTC
    :param order: identifies the order, None without one
    """

    ticket: int
    subject: str
    created: datetime
    order: int | None = None


def get_subject_tokens(subject: str) -> frozenset[str]:
    """Return the words that carry a subject's meaning.

    Answer and forward prefixes, ticket numbers, accents and letter case do not count.
    """
    text = _TICKET_NUMBER.sub(" ", _PREFIXES.sub("", subject or ""))
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return frozenset(_WORD.findall(text))


def get_subject_similarity(one: str, other: str) -> float:
    """Return the share of words that two subjects have in common, 0 to 1."""
    words, other_words = get_subject_tokens(one), get_subject_tokens(other)
    if not words or not other_words:
        return 0.0
    return len(words & other_words) / len(words | other_words)


def find_probable_duplicate(
    ticket: TicketFacts, candidates: list[TicketFacts], window_days: int
) -> int | None:
    """Return the candidate that is most probably the same case, or None.

    :param candidates: other tickets of the same customer
    :param window_days: how far apart in time the two may be
    """
    window = timedelta(days=window_days)
    scores = {
        candidate: _get_score(ticket, candidate)
        for candidate in candidates
        if abs(candidate.created - ticket.created) <= window
    }
    # Of equals the oldest: that is where the conversation began.
    best = max(scores, key=lambda c: (scores[c], -c.ticket), default=None)
    return best.ticket if best and scores[best] else None


def _get_score(one: TicketFacts, other: TicketFacts) -> float:
    similarity = get_subject_similarity(one.subject, other.subject)
    same_order = bool(one.order) and one.order == other.order
    threshold = SAME_ORDER_THRESHOLD if same_order else SUBJECT_THRESHOLD
    return similarity + same_order if similarity >= threshold else 0.0
