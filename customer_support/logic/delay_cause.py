"""Why a delivery is late, from the dates of the real documents, without a database.

Days, not instants: who promised a day kept it until midnight. The caller turns instants
into days of the company's time zone.
"""

from dataclasses import dataclass
from datetime import date

WAREHOUSE, CARRIER, SUPPLIER, PAYMENT = "warehouse", "carrier", "supplier", "payment"
BACKORDER = "backorder"


@dataclass(frozen=True)
class DeliveryFacts:
    """What the documents say about one order; falsy is "not happened or not known".

    :param promised: until when the customer was to have it
    :param shipped: when the last of it left us
    :param part_shipped: when a part left us, while another is still here
    :param delivered: when it arrived, if the carrier tells
    :param is_short: something that should leave is not in the warehouse
    :param supply_expected: when the supplier should have brought it
    :param supply_received: when the supplier brought the last of it
    :param is_unpaid: the order waits for the customer's money
    :param paid: when the money came that the order had to wait for
    """

    today: date
    promised: date | None = None
    shipped: date | None = None
    part_shipped: date | None = None
    delivered: date | None = None
    is_short: bool = False
    supply_expected: date | None = None
    supply_received: date | None = None
    is_unpaid: bool = False
    paid: date | None = None


@dataclass(frozen=True)
class Finding:
    """A probable cause and the names of the facts that speak for it, in order."""

    cause: str
    reasons: tuple[str, ...]


def find_delay_cause(facts: DeliveryFacts) -> Finding | None:
    """Return the probable cause, None if nothing is late or the facts do not tell.

    Who held it up first is the cause: without money nobody picks, without goods nobody
    ships, and the carrier is to blame only for what he got in time.
    """
    if facts.is_unpaid:
        return Finding(PAYMENT, ("is_unpaid",))
    if not facts.promised:
        return None
    if facts.paid and facts.paid > facts.promised and not _arrived_in_time(facts):
        return Finding(PAYMENT, ("promised", "paid"))
    if facts.shipped and facts.shipped <= facts.promised:
        return _judge_carrier(facts)
    if not facts.shipped and facts.today <= facts.promised:
        return None
    return _judge_house(facts)


def find_missing_part(facts: DeliveryFacts) -> Finding | None:
    """Return that the rest is still to come, if a part of the order has left."""
    if not facts.part_shipped:
        return None
    reasons = ("part_shipped", "is_short") if facts.is_short else ("part_shipped",)
    return Finding(BACKORDER, reasons)


def _arrived_in_time(facts):
    return facts.delivered and facts.delivered <= facts.promised


def _judge_carrier(facts):
    """It left in time: what came late, or has not come at all, is the carrier's."""
    if facts.delivered:
        late = facts.delivered > facts.promised
        reasons = ("promised", "shipped", "delivered")
        return Finding(CARRIER, reasons) if late else None
    if facts.today > facts.promised:
        return Finding(CARRIER, ("promised", "shipped"))
    return None


def _judge_house(facts):
    """It left late or is late by now: were the goods there?"""
    if _arrived_in_time(facts):
        return None
    left = "shipped"
    if not facts.shipped:
        left = "part_shipped" if facts.part_shipped else "not_shipped"
    if facts.supply_received and facts.supply_received > facts.promised:
        return Finding(SUPPLIER, ("promised", "supply_received", left))
    if facts.shipped or not facts.is_short:
        return Finding(WAREHOUSE, ("promised", left))
    expected = ("supply_expected",) if facts.supply_expected else ()
    return Finding(SUPPLIER, ("promised", left, "is_short", *expected))
