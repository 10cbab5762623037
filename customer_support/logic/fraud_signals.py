"""What in the documents asks for a second look, without a database.

A signal accuses nobody: it says which figures are unusual, and a person decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Limits:
    """From when on figures are unusual.

    :param share: part of what was bought that came back, between 0 and 1; zero: never
    :param strong_share: from when on nothing is approved by itself any more
    :param returns: so many returns at least; one thing sent back is no habit
    """

    share: float = 0.4
    strong_share: float = 0.7
    returns: int = 3


@dataclass(frozen=True)
class Trade:
    """What a customer bought in twelve months, and what of it came back."""

    bought: float = 0.0
    returned: float = 0.0
    orders: int = 0
    returns: int = 0

    @property
    def share(self) -> float:
        """Return which part of the value came back."""
        return self.returned / self.bought if self.bought > 0 else 0.0


@dataclass(frozen=True)
class Signal:
    """Something unusual; ``values`` are the figures that its words need."""

    code: str
    is_strong: bool = False
    values: dict[str, Any] = field(default_factory=dict)


def find_signals(
    own: Trade,
    at_address: Iterable[Trade],
    with_token: Iterable[Trade],
    limits: Limits,
    proof: Any = None,
) -> list[Signal]:
    """Return what is unusual, what is strong first.

    :param at_address: other customers with the same delivery address
    :param with_token: other customers who paid with the same card or account
    :param proof: when a delivery that the customer denies was proved, else falsy
    """
    found = [
        Signal("denied_delivery", True, {"day": proof}) if proof else None,
        _judge("returns", [own], limits),
        _judge("address", at_address, limits),
        _judge("token", with_token, limits),
    ]
    signals = [signal for signal in found if signal]
    return sorted(signals, key=lambda signal: not signal.is_strong)


def _judge(code, trades, limits):
    """Return the signal of those who send much back, told of the most unusual."""
    unusual = [trade for trade in trades if _is_unusual(trade, limits)]
    if not unusual:
        return None
    worst = max(unusual, key=lambda trade: trade.share)
    return Signal(
        code,
        0 < limits.strong_share <= worst.share,
        {
            "customers": len(unusual),
            "percent": round(worst.share * 100),
            "returned": worst.returned,
            "bought": worst.bought,
            "returns": worst.returns,
            "orders": worst.orders,
        },
    )


def _is_unusual(trade, limits):
    return 0 < limits.share <= trade.share and trade.returns >= limits.returns
