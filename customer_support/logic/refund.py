"""How much can go back, and by which payment: bounds before anything is done."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A payment that may be given back.

    :param float captured: what was paid by it
    :param float refunded: what went back, or is on its way
    :param str support: what its provider can: "none", "full_only" or "partial"
    """

    key: Hashable
    captured: float
    refunded: float = 0.0
    support: str = "partial"

    @property
    def refundable(self) -> float:
        """Return what is left of it, never below zero."""
        return max(0.0, self.captured - self.refunded)


def allocate(amount: float, sources: Iterable[Source], digits: int = 2):
    """Share an amount among payments, in their order.

    A payment that can only be given back as a whole is taken if all of it is wanted.

    :param digits: decimal places of the currency
    :return: ([(key, amount)], what no payment can give back)
    """
    shares, rest = [], round(amount, digits)
    for source in sources:
        left = round(source.refundable, digits)
        if rest <= 0 or left <= 0 or source.support == "none":
            continue
        if source.support == "full_only":
            is_whole = not source.refunded and left <= rest
            share = left if is_whole else 0.0
        else:
            share = min(left, rest)
        if share:
            shares.append((source.key, share))
            rest = round(rest - share, digits)
    return shares, rest


def get_rounding(
    total: float, remaining: float, lines: int, unit: float, *, is_last: bool
) -> float | None:
    """Return what a credit note needs so that all of them add up to the invoice.

    Each portion is rounded by itself; the last one takes what the others left over, and
    none goes above what remains.

    :param total: of the credit note as it is
    :param remaining: of the invoice, less earlier credit notes
    :param lines: how many lines it has: each may be off by half a unit, twice
    :param unit: the smallest amount of the currency
    :return: the difference, 0.0 if none; None if it is more than rounding
    """
    target = remaining if is_last else min(total, remaining)
    difference = round((target - total) / unit) * unit
    if abs(difference) > unit * (2 * lines + 1):
        return None
    return difference
