"""What triage rules make of a new ticket: in order, every matching one acts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .conditions import Conditions


@dataclass(frozen=True)
class Rule:
    """An ordered rule: which tickets it is for, and what it gives them.

    :param values: {name of a field: id} that it sets where nothing is set yet
    :param stops: no rule below it is asked, and nobody has to look at the ticket
    """

    id: int
    conditions: Conditions
    values: Mapping[str, int] = field(default_factory=dict)
    tag_ids: frozenset = frozenset()
    plan_id: int | None = None
    stops: bool = False
    active: bool = True
    company_id: int | None = None


@dataclass(frozen=True)
class Consequence:
    """What follows when a rule sets a value.

    :param facts: {name of a fact: value} that later conditions see
    :param values: {name of a field: id} that is set too, where nothing is set yet
    """

    facts: Mapping = field(default_factory=dict)
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Action:
    """What one rule really did to a ticket, less than it wanted if it came late."""

    rule_id: int
    values: Mapping[str, int] = field(default_factory=dict)
    tag_ids: frozenset = frozenset()
    plan_id: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What all rules together did to a ticket."""

    actions: tuple[Action, ...] = ()
    is_finished: bool = False

    @property
    def is_matched(self) -> bool:
        """Tell whether any rule was for the ticket."""
        return bool(self.actions)

    @property
    def rule_ids(self) -> list[int]:
        """Return the rules that were for the ticket, in their order."""
        return [action.rule_id for action in self.actions]

    @property
    def values(self) -> dict[str, int]:
        """Return what is set, by field."""
        return {
            name: value
            for action in self.actions
            for name, value in action.values.items()
        }

    @property
    def tag_ids(self) -> frozenset:
        """Return the tags that are added."""
        return frozenset().union(*(action.tag_ids for action in self.actions))


def run_rules(
    rules: Iterable[Rule],
    facts: Mapping,
    chosen: Iterable[str] = (),
    consequences: Mapping[tuple[str, int], Consequence] | None = None,
) -> Outcome:
    """Return what the rules do to a ticket.

    What somebody has chosen or an earlier rule has set stays. A rule sees what the
    rules above it have set.

    :param rules: in their order
    :param facts: {name: value} of the ticket, at least what the conditions ask for
    :param chosen: fields that the writer of the ticket has decided
    :param consequences: of setting a value, by (field, id)
    """
    facts, decided, actions = dict(facts), set(chosen), []
    consequences = consequences or {}
    for rule in rules:
        if not rule.conditions.are_met(facts):
            continue
        values = _get_values(rule, decided, consequences)
        actions.append(Action(rule.id, values, rule.tag_ids, rule.plan_id))
        decided.update(values)
        for item in values.items():
            facts.update(consequences.get(item, Consequence()).facts)
        facts["tag"] = facts.get("tag", frozenset()) | rule.tag_ids
        if rule.stops:
            return Outcome(tuple(actions), is_finished=True)
    return Outcome(tuple(actions))


def _get_values(rule, decided, consequences):
    """Return what the rule sets: its own values first, then what follows of them."""
    own = {name: value for name, value in rule.values.items() if name not in decided}
    following = {
        name: value
        for item in own.items()
        for name, value in consequences.get(item, Consequence()).values.items()
        if name not in decided and name not in rule.values
    }
    return {**own, **following}
