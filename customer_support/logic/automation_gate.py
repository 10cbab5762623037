"""The gate from a template to an automatic answer, and the way back."""

from dataclasses import dataclass, field
from datetime import date

from .closing_rate import get_closing_rate


@dataclass(frozen=True)
class Limits:
    """What a company asks of an automatic answer.

    :param threshold: closing rate that the lower bound must exceed, 0 to 1
    :param lower_threshold: closing rate below which automation stops, 0 to 1
    :param review_days: a review is recent for so long
    :param recent_uses: so many of the newest uses are what "recent rate" means
    """

    min_uses: int = 30
    threshold: float = 0.7
    lower_threshold: float = 0.6
    review_days: int = 90
    recent_uses: int = 20


@dataclass(frozen=True)
class Evidence:
    """What is known of one language of a published version.

    :param closed: decided uses that closed the matter
    :param decided: uses by people whose window has passed, and who left the text
    :param pending: uses whose window has not passed
    :param reviewed_on: day of the last review
    :param unfit_variables: variables that nobody can fill in without an agent
    """

    closed: int = 0
    decided: int = 0
    pending: int = 0
    reviewed_on: date | None = None
    is_published: bool = True
    has_rules: bool = True
    unfit_variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class Refusal:
    """One reason why the gate stays shut; the figures say how far it is.

    :param reason: "unpublished", "no_rules", "variables", "few_uses", "low_rate" or
        "old_review"
    """

    reason: str
    figures: dict = field(default_factory=dict)


def get_refusals(evidence: Evidence, limits: Limits, today: date) -> list[Refusal]:
    """Return everything that speaks against automation; nothing opens the gate."""
    refusals = []
    if not evidence.is_published:
        refusals.append(Refusal("unpublished"))
    if not evidence.has_rules:
        refusals.append(Refusal("no_rules"))
    if evidence.unfit_variables:
        names = ", ".join(evidence.unfit_variables)
        refusals.append(Refusal("variables", {"names": names}))
    if evidence.decided < limits.min_uses:
        refusals.append(
            Refusal(
                "few_uses",
                {
                    "decided": evidence.decided,
                    "pending": evidence.pending,
                    "needed": limits.min_uses,
                },
            )
        )
    rate = get_closing_rate(evidence.closed, evidence.decided)
    if rate.lower <= limits.threshold:
        refusals.append(
            Refusal(
                "low_rate",
                {"rate": rate.rate, "lower": rate.lower, "needed": limits.threshold},
            )
        )
    if not _is_recent(evidence.reviewed_on, limits.review_days, today):
        refusals.append(Refusal("old_review", {"days": limits.review_days}))
    return refusals


def _is_recent(reviewed_on, days, today):
    return reviewed_on is not None and 0 <= (today - reviewed_on).days <= days


@dataclass(frozen=True)
class Recent:
    """The newest automatic uses, at most ``Limits.recent_uses``.

    :param failed: the customer asked again or came back, whether or not the window
        has passed
    :param closed: closed the matter, the window has passed
    :param decided: the window has passed
    :param score: mean score of the customers, 0 to 1; None without scores
    """

    uses: int = 0
    failed: int = 0
    closed: int = 0
    decided: int = 0
    score: float | None = None


def get_demotion(recent: Recent, limits: Limits) -> Refusal | None:
    """Return why automation must stop, None if it may go on.

    A failure is known at once, a success only when the window has passed. So beside
    the rate of what is decided a second one is asked, which takes everything undecided
    for a success: if even that one is too low, nobody waits for the window.
    """
    least = max(1, limits.recent_uses // 2)
    if recent.decided >= least:
        rate = recent.closed / recent.decided
        if rate < limits.lower_threshold:
            return Refusal("low_rate", {"rate": rate, "needed": limits.lower_threshold})
    if recent.uses >= least:
        rate = 1 - recent.failed / recent.uses
        if rate < limits.lower_threshold:
            return Refusal("low_rate", {"rate": rate, "needed": limits.lower_threshold})
    if recent.score is not None and recent.score < limits.lower_threshold:
        needed = limits.lower_threshold
        return Refusal("low_score", {"score": recent.score, "needed": needed})
    return None
