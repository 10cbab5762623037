"""What a customer is worth and owes, in his own currency, without a database."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# A credit note takes away what an invoice adds.
_SIGNS = {"out_refund": -1}


@dataclass(frozen=True)
class DocumentGroup:
    """Sums over the posted documents of one type and currency.

    ``total`` and ``residual`` are positive and in the documents' currency;
    ``company_total`` and ``company_residual`` are signed, in the company's.
    """

    move_type: str
    currency_id: int
    total: float
    residual: float
    company_total: float
    company_residual: float


def get_due(
    groups: Iterable[DocumentGroup], currency_id: int, convert: Callable[[float], float]
) -> float:
    """Return what the customer owes, what we owe him taken off.

    Documents in the customer's currency count as they are, so that the sum is the one
    on his papers; the others are converted from the company's currency.

    :param convert: from the company's to the customer's currency
    """
    return sum(
        _SIGNS.get(group.move_type, 1) * group.residual
        if group.currency_id == currency_id
        else convert(group.company_residual)
        for group in groups
    )


def get_settled(
    groups: Iterable[DocumentGroup], currency_id: int, convert: Callable[[float], float]
) -> float:
    """Return what the customer has paid and kept: invoices less credit notes.

    A part payment counts with its part. See ``get_due`` for the currencies.
    """
    return sum(
        _SIGNS.get(group.move_type, 1) * (group.total - group.residual)
        if group.currency_id == currency_id
        else convert(group.company_total - group.company_residual)
        for group in groups
    )
