"""A fair order for the turns to come: proposed one after the other, never decided.

Each turn goes to whoever is there, rests enough and has carried least so far, the past
included. What somebody "has too much" of is measured against an equal part for those
who take part at that time: so newcomers are not flooded, and who was away catches up.
Public holidays and weekends are spread first, each by itself, then the load. The same
question always gets the same answer.

Instants are seconds since 1970 in UTC, the end is exclusive.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from . import spans as sp
from .oncall_fairness import Weights

# Less than a day of difference in holidays or weekends is none.
_DAY_HOURS = 24


@dataclass(frozen=True)
class Turn:
    """A turn to be dealt.

    :param hours: {kind: hours} of duty in it
    """

    start: int
    end: int
    hours: dict


@dataclass
class Candidate:
    """Somebody who takes turns.

    :param start: instant from which he takes part; None: always
    :param end: instant from which he no longer does; None: never
    :param away: (start, end) in which he cannot come, in order, without overlaps
    :param busy: (start, end) of duties elsewhere
    :param excess: {"load", "weekend" or "holiday": how much too much he had}
    """

    person: Hashable
    start: int | None = None
    end: int | None = None
    away: tuple = ()
    busy: tuple = ()
    excess: dict = field(default_factory=dict)
    load: float = 0.0
    last_end: int | None = None

    def takes_part(self, turn):
        begun = self.start is None or self.start <= turn.start
        return begun and (self.end is None or turn.end <= self.end)

    def is_there(self, turn):
        return not sp.cut(list(self.away), turn.start, turn.end)

    def has_rest(self, turn, rest):
        busy = list(self.busy)
        if self.last_end is not None and turn.start - self.last_end < rest:
            return False
        return not any(s < turn.end + rest and e > turn.start - rest for s, e in busy)

    def get_excess(self, what):
        return self.excess.get(what, 0.0)


@dataclass(frozen=True)
class Assignment:
    """Who gets a turn.

    :param person: None: nobody can
    :param reason: "least", "holiday" (had least of these), "no_rest" (nobody else is
        there, he rests too little) or "nobody"
    :param load: what he carries after it, of the turns that are dealt here
    """

    turn: Turn
    person: Hashable
    reason: str
    load: float = 0.0


def propose(
    turns: list[Turn], candidates: list[Candidate], weights: Weights, rest: int = 0
) -> list[Assignment]:
    """Return an assignment for each turn, in order.

    :param candidates: in the order that decides between equals; they are changed
    :param rest: seconds between two duties of a person
    """
    return [_deal(turn, candidates, weights, rest) for turn in turns]


def _deal(turn, candidates, weights, rest):
    members = [someone for someone in candidates if someone.takes_part(turn)]
    there = [someone for someone in members if someone.is_there(turn)]
    rested = [someone for someone in there if someone.has_rest(turn, rest)]
    measures = _measure(turn, weights)
    able = rested or there
    chosen = min(able, key=lambda one: _rank(one, turn, measures), default=None)
    for someone in members if chosen else ():
        for what, amount in measures.items():
            part = amount / len(members)
            own = amount if someone is chosen else 0.0
            someone.excess[what] = someone.get_excess(what) + own - part
    if chosen is None:
        return Assignment(turn, None, "nobody")
    chosen.load += measures["load"]
    chosen.last_end = turn.end
    return Assignment(
        turn, chosen.person, _get_reason(measures, bool(rested)), chosen.load
    )


def _measure(turn, weights):
    return {
        "holiday": turn.hours.get("holiday", 0.0),
        "weekend": turn.hours.get("weekend", 0.0),
        "load": weights.weigh(turn.hours),
    }


def _rank(someone, turn, measures):
    """Return what is compared; the lowest gets the turn."""
    days = [
        round(someone.get_excess(what) / _DAY_HOURS) if measures[what] else 0
        for what in ("holiday", "weekend")
    ]
    last = someone.last_end if someone.last_end is not None else 0
    return last == turn.start, *days, round(someone.get_excess("load"), 6), last


def _get_reason(measures, rested):
    if not rested:
        return "no_rest"
    if measures["holiday"]:
        return "holiday"
    return "least"
