"""What becomes of a mail: the decision, from facts that were gathered before.

A Message-ID or a number in the subject is no secret, and a sender is whatever somebody
typed. So both are checked against who takes part in the ticket, and whoever claims to
be one of us has to be authenticated by our own mail server.
"""

import re
from dataclasses import dataclass, field

from .mail_classify import Verdict

# Actions
NEW = "new"
REPLY = "reply"
NOTE = "note"
FOLLOW_UP = "follow_up"
RETURNED = "returned"
HOLD = "hold"
REFUSE = "refuse"

# Who the sender is to the ticket
CUSTOMER = "customer"
PARTICIPANT = "participant"
COLLEAGUE = "colleague"
STRANGER = "stranger"

# Does our own mail server vouch for the address?
PASS = "pass"
FAIL = "fail"
UNKNOWN = "unknown"


@dataclass(frozen=True)
class Facts:
    """All that the decision depends on."""

    verdict: Verdict
    has_ticket: bool = False
    by_reference: bool = False  # found by Message-ID; otherwise by number
    role: str = STRANGER
    authentication: str = UNKNOWN
    may_write: bool = True  # a colleague's right to write this ticket
    is_ended: bool = False  # too late to reopen
    is_own: bool = False  # it comes from one of our own addresses
    is_flood: bool = False
    has_address: bool = True  # a sender was found at all
    is_returned_ours: bool = False


@dataclass(frozen=True)
class Decision:
    """An action and the reason in words; ``reason`` is a key of ``REASONS``."""

    action: str
    reason: str = ""
    is_verified: bool = False


def decide(facts):
    """Return the Decision on one mail."""
    verified = facts.authentication == PASS
    if facts.is_own:
        return Decision(REFUSE, "own")
    if facts.is_returned_ours:
        return Decision(RETURNED, "returned")
    if facts.is_flood:
        return Decision(HOLD, "flood")
    if facts.has_ticket and (facts.by_reference or facts.role != STRANGER):
        return _decide_reply(facts, verified)
    if not facts.verdict.opens_ticket:
        return Decision(REFUSE, facts.verdict.kind)
    return Decision(NEW, is_verified=verified)


def _decide_reply(facts, verified):
    if facts.verdict.is_returned:
        return Decision(NOTE, facts.verdict.kind)
    if facts.role == COLLEAGUE:
        if not verified:
            return Decision(HOLD, "colleague_unverified")
        if not facts.may_write:
            return Decision(HOLD, "colleague_no_access")
    elif facts.role == STRANGER:
        return Decision(HOLD, "stranger")
    elif facts.authentication == FAIL:
        return Decision(HOLD, "forged")
    if not facts.verdict.counts_as_answer:
        return Decision(NOTE, facts.verdict.kind, verified)
    return Decision(FOLLOW_UP if facts.is_ended else REPLY, "", verified)


@dataclass(frozen=True, eq=False)
class Route:
    """A decision on its way through the host; ids are 0 or False where nothing is."""

    is_decided: bool = True
    ticket_id: int = 0
    alias_id: int = 0
    author_id: int = 0
    user_id: int = 0  # a colleague who is vouched for acts himself
    defaults: dict = field(default_factory=dict)  # values of a new ticket
    is_note: bool = False
    is_verified: bool = False
    is_colleague: bool = False
    is_person: bool = False
    with_others: bool = False  # the mail also goes to another app
    known_aliases: dict = field(default_factory=dict)  # address: is it one of ours


BY_HOST = Route(is_decided=False)

_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_DOMAIN = re.compile(
    r"(header\.(?:from|d|i)|smtp\.(?:mailfrom|mfrom|mail))\s*=\s*\"?(?:[^\s;\"@]*@)?([\w.-]+)",
    re.IGNORECASE,
)


def check_authentication(headers, sender, trusted):
    """Return whether our mail server vouches for the sender: PASS, FAIL or UNKNOWN.

    Only the topmost header counts: a server of ours writes above what was there, so
    one that a stranger wrote into his mail is never the first.

    :param list headers: Authentication-Results in the order of the mail
    :param str sender: address of From
    :param trusted: names (authserv-id) of our own mail servers
    """
    if not headers or not trusted:
        return UNKNOWN
    server = re.sub(r"\([^)]*\)", "", headers[0].partition(";")[0]).split()
    if not server or server[0].lower() not in trusted:
        return UNKNOWN
    domain = sender.rpartition("@")[2].lower()
    return _read_results(headers[0].partition(";")[2], domain)


def _read_results(results, domain):
    results = re.sub(r"\([^()]*\)", "", results)
    verdict = UNKNOWN
    for method, result, rest in _RESULT.findall(results):
        domains = [found.lower() for _key, found in _DOMAIN.findall(rest)]
        aligned = any(_is_aligned(found, domain) for found in domains)
        if result.lower() == "pass" and aligned:
            return PASS
        if method.lower() == "dmarc" and result.lower() == "fail":
            verdict = FAIL
    return verdict


def _is_aligned(found, domain):
    return "." in found and (found == domain or domain.endswith(f".{found}"))


_NUMBER = re.compile(r"(?<![\w-])(T(?:\d{1,9}-)?\d{5,12})(?![\w-])", re.IGNORECASE)


def find_numbers(subject):
    """Return what looks like ticket numbers in a subject, in their order."""
    return list(dict.fromkeys(found.upper() for found in _NUMBER.findall(subject)))[:5]
