"""How urgent a ticket is, and what made it so."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conditions import Conditions

LOWEST, HIGHEST = 0, 3


@dataclass(frozen=True)
class Rule:
    """What a rule does to the priority of the tickets that meet its conditions.

    :param effect: "at_least" and "at_most" ask for the ``level``, "raise" and "lower"
        go so many ``steps``
    """

    id: int
    name: str
    effect: str
    level: int = LOWEST
    steps: int = 1
    conditions: Conditions = field(default_factory=Conditions)
    active: bool = True
    company_id: int | None = None

    def get_level(self, level: int) -> int:
        """Return what becomes of a level, between the lowest and the highest."""
        wanted = {
            "at_least": max(level, self.level),
            "at_most": min(level, self.level),
            "raise": level + self.steps,
            "lower": level - self.steps,
        }[self.effect]
        return _clamp(wanted)


@dataclass(frozen=True)
class Contribution:
    """One line of the explanation; without effect if ``before`` is ``after``.

    :param source: "matrix", "rule" or "escalation"
    :param rule: of a contribution of a rule
    :param steps: of an escalation
    """

    source: str
    before: int
    after: int
    rule: Rule | None = None
    steps: int = 0


@dataclass(frozen=True)
class Outcome:
    """The level, and what spoke about it, in order."""

    level: int
    contributions: tuple[Contribution, ...]


def calculate(
    start: int,
    rules: Iterable[Rule],
    *,
    matrix: Mapping[tuple[str, str], int],
    impact: str | None = None,
    urgency: str | None = None,
    escalations: int = 0,
) -> Outcome:
    """Return the priority: start or matrix, then each rule, then the escalations.

    Every step stays between the lowest and the highest level. Escalations come last, so
    that no rule takes them back.

    :param start: counts unless the matrix speaks
    :param rules: those that match, in their order
    :param matrix: {(impact, urgency): level}
    :param impact: with ``urgency``; if only one is known, the other is "medium"
    """
    contributions = []
    level = start
    if impact or urgency:
        level = matrix[impact or "medium", urgency or "medium"]
        contributions.append(Contribution("matrix", start, level))
    for rule in rules:
        after = rule.get_level(level)
        contributions.append(Contribution("rule", level, after, rule=rule))
        level = after
    if escalations:
        after = _clamp(level + escalations)
        contributions.append(
            Contribution("escalation", level, after, steps=escalations)
        )
        level = after
    return Outcome(level, tuple(contributions))


def _clamp(level):
    return min(max(level, LOWEST), HIGHEST)
