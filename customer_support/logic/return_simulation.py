"""What another policy would have said beside what was promised, without a database."""

from .return_eligibility import Verdict

REFUSED, APPROVAL, AUTOMATIC = "refused", "approval", "automatic"
_RANKS = {REFUSED: 0, APPROVAL: 1, AUTOMATIC: 2}


def classify(verdict: Verdict) -> str:
    """Return whether it is refused, waits for approval, or needs nobody."""
    if not verdict.allowed:
        return REFUSED
    return AUTOMATIC if verdict.automatic else APPROVAL


def compare(promised: str, outcome: str) -> str:
    """Return what changes for the customer, a code of ``const.SIMULATED_CHANGES``."""
    step = _RANKS[outcome] - _RANKS[promised]
    if not step:
        return "same"
    if REFUSED in (promised, outcome):
        return "opened" if step > 0 else "closed"
    return "eased" if step > 0 else "tightened"


def find_reason(verdict: Verdict) -> str | None:
    """Return the code of the finding that decided, None if nothing speaks against it.

    What refuses comes first, then what asks for somebody's approval.
    """
    decisive = [f for f in verdict.reasons if f.blocking]
    doubts = [f for f in verdict.reasons if f.code.startswith("approve_")]
    found = decisive or doubts
    return found[0].code if found else None


def get_fee(verdict: Verdict, value: float) -> float:
    """Return what the customer loses of the value to the restocking fee."""
    return value * verdict.fee_percent / 100 if verdict.allowed else 0.0


def get_freight(verdict: Verdict) -> float:
    """Return what the customer pays for the way back."""
    return verdict.freight_amount if verdict.allowed else 0.0
