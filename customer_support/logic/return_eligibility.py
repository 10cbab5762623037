"""What may be returned, on which terms, and why not, without a database.

Days, not instants: who may return a thing until a day may do so until midnight. The
caller turns instants into days of the company's time zone, and codes into words.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Terms:
    """What a version of a policy says.

    :param window_days: days after the start of the window, the last one included
    :param transit_days: taken for the way to the customer if no carrier tells
    :param season_from: first and last day of arrival of what may be returned until
        ``season_deadline`` at least
    :param final_sale: nothing comes back, unless for one of ``excepted_reason_ids``
    :param keep_below: what is worth less stays with the customer; zero: nothing does
    :param return_cost: what a parcel that comes back costs us, freight and handling;
        what is worth less to us stays with the customer, too (N-12)
    :param automatic_value: up to which value nobody has to approve; zero: none
    :param automatic_ratio: up to which share of what he bought the customer has sent
        back for nobody to have to approve; zero: whatever the share
    :param automatic_reason_ids: empty: any reason
    """

    id: int | None = None
    window_days: int = 30
    transit_days: int = 0
    season_from: date | None = None
    season_until: date | None = None
    season_deadline: date | None = None
    final_sale: bool = False
    excepted_reason_ids: frozenset[int] = frozenset()
    outcomes: tuple[str, ...] = ()
    fee_percent: float = 0.0
    freight_payer: str = "company"
    freight_amount: float = 0.0
    keep_below: float = 0.0
    return_cost: float = 0.0
    automatic_value: float = 0.0
    automatic_ratio: float = 0.0
    automatic_reason_ids: frozenset[int] = frozenset()
    can_cancel: bool = True


@dataclass(frozen=True)
class LineFacts:
    """What the documents say of one line of an order.

    :param returnable: delivered, not back, and not on the way back
    :param unshipped: ordered and not delivered
    :param is_picked: the warehouse has packed what is not delivered
    :param unit_value: what the customer paid for one, with taxes
    :param unit_resale: what one is worth in our stock
    :param returned_ratio: share of what he bought that the customer has sent back
    """

    today: date
    ordered: date
    shipped: date | None = None
    delivered: date | None = None
    returnable: float = 0.0
    unshipped: float = 0.0
    is_picked: bool = False
    unit_value: float = 0.0
    unit_resale: float = 0.0
    returned_ratio: float = 0.0
    is_assumed: bool = False


@dataclass(frozen=True)
class Request:
    """What the customer wants to send back, and why.

    :param fault: who is to blame: company, carrier or customer
    :param freight_payer: falsy: as the policy says
    """

    quantity: float
    reason_id: int | None = None
    fault: str = "customer"
    freight_payer: str | None = None
    photo_required: bool = False
    inspection_required: bool = False


@dataclass(frozen=True)
class Finding:
    """One reason of a verdict; ``values`` are what its words need."""

    code: str
    blocking: bool = True
    values: dict[str, Any] = field(default_factory=dict)


class Verdict(NamedTuple):
    """May it, and on which terms.

    :param automatic: nobody has to approve
    :param resale_value: what all of it is worth in our stock
    :param return_cost: what its way back and handling cost us
    :param keep_item: it is cheaper, or allowed, to leave it with the customer
    :param window_end: the last day on which it may be asked for
    :param reasons: ``Finding``, or (code, words, blocking) once they are in words
    """

    allowed: bool
    automatic: bool = False
    returnable_quantity: float = 0.0
    window_end: date | None = None
    reasons: tuple = ()
    outcomes: tuple[str, ...] = ()
    fee_percent: float = 0.0
    freight_payer: str = "customer"
    freight_amount: float = 0.0
    photo_required: bool = False
    inspection_required: bool = False
    keep_item: bool = False
    resale_value: float = 0.0
    return_cost: float = 0.0


def judge_return(
    terms: Terms | None, facts: LineFacts, request: Request | None = None
) -> Verdict:
    """Return whether the line may come back, on which terms and why not.

    Without a request: all that is returnable, for a reason that is nobody's fault.

    :param terms: None: no policy is for the line
    """
    if terms is None:
        findings = (Finding("no_policy"),)
        return Verdict(False, returnable_quantity=facts.returnable, reasons=findings)
    asked = request or Request(facts.returnable)
    window_end = find_window_end(terms, facts)
    refusals = _find_refusals(terms, facts, asked, window_end)
    doubts = [] if refusals else _find_doubts(terms, facts, asked)
    is_blameless = asked.fault == "customer"
    keep_item = not refusals and _may_be_kept(terms, facts, asked)
    payer = asked.freight_payer or (terms.freight_payer if is_blameless else "company")
    return Verdict(
        allowed=not refusals,
        automatic=not refusals and not doubts,
        returnable_quantity=facts.returnable,
        window_end=window_end,
        reasons=(*refusals, *doubts, *_find_remarks(terms, facts, window_end)),
        outcomes=() if refusals else _find_outcomes(terms, keep_item),
        fee_percent=terms.fee_percent if is_blameless else 0.0,
        freight_payer=payer,
        freight_amount=terms.freight_amount if payer == "customer" else 0.0,
        photo_required=asked.photo_required,
        inspection_required=asked.inspection_required,
        keep_item=keep_item,
        resale_value=asked.quantity * facts.unit_resale,
        return_cost=terms.return_cost,
    )


def judge_cancellation(terms: Terms | None, facts: LineFacts) -> Verdict:
    """Return whether what is not shipped of a line may be cancelled."""
    checks = [
        ("no_policy", terms is None),
        ("nothing_unshipped", facts.unshipped <= 0),
        ("cancellation_closed", terms is not None and not terms.can_cancel),
        ("packed", facts.is_picked),
    ]
    refusals = tuple(Finding(code) for code, applies in checks if applies)
    return Verdict(
        allowed=not refusals,
        automatic=not refusals,
        returnable_quantity=max(facts.unshipped, 0.0),
        reasons=refusals,
        outcomes=() if refusals else ("cancellation",),
    )


def find_window_end(terms: Terms, facts: LineFacts) -> date:
    """Return the last day on which a return may be asked for.

    The window starts when it arrived, else when it should have after it left, else with
    the order. What arrived in the season may be returned until the season's deadline.
    """
    start = facts.delivered or facts.ordered
    if not facts.delivered and facts.shipped:
        start = facts.shipped + timedelta(days=terms.transit_days)
    end = start + timedelta(days=terms.window_days)
    if terms.season_deadline and _is_in_season(terms, start):
        return max(end, terms.season_deadline)
    return end


def _is_in_season(terms, day):
    return (terms.season_from or date.min) <= day <= (terms.season_until or date.max)


def _find_refusals(terms, facts, asked, window_end):
    if facts.returnable <= 0:
        return [Finding("nothing_returnable")]
    findings = []
    if not 0 < asked.quantity <= facts.returnable:  # NaN is refused, too
        findings.append(Finding("quantity", values={"quantity": facts.returnable}))
    if terms.final_sale and asked.reason_id not in terms.excepted_reason_ids:
        findings.append(Finding("final_sale"))
    if facts.today > window_end:
        findings.append(Finding("window_over", values={"date": window_end}))
    return findings


def _find_doubts(terms, facts, asked):
    """Return why somebody has to look at it before it is approved."""
    reason_ids = terms.automatic_reason_ids
    checks = [
        ("value", _get_value(facts, asked) > terms.automatic_value),
        ("ratio", 0 < terms.automatic_ratio < facts.returned_ratio),
        ("reason", bool(reason_ids) and asked.reason_id not in reason_ids),
    ]
    return [Finding(f"approve_{code}", False) for code, applies in checks if applies]


def _find_outcomes(terms, keep_item):
    return tuple(code for code in terms.outcomes if keep_item or code != "keep_item")


def _may_be_kept(terms, facts, asked):
    """Tell whether it need not come back: cheap, or not worth the way back.

    What we know no value of comes back.
    """
    resale_value = asked.quantity * facts.unit_resale
    is_cheap = _get_value(facts, asked) < terms.keep_below
    return is_cheap or 0 < resale_value < terms.return_cost


def _find_remarks(terms, facts, window_end):
    if facts.returnable > 0 and facts.today <= window_end and not terms.final_sale:
        yield Finding("window_open", False, {"date": window_end})
    if facts.is_assumed:
        yield Finding("assumed", False)


def _get_value(facts, asked):
    return asked.quantity * facts.unit_value
