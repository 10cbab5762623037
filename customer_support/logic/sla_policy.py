"""Which service levels a ticket gets: ordered policies, first match per level."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from .conditions import Conditions
from .sla_clock import Step


@dataclass(frozen=True)
class Target:
    """What a policy promises of one kind.

    :param minutes: working minutes for each priority from low to urgent; 0: no promise
    :param warn_percent: share of the target after which it is at risk; 0: never
    :param pausing_kinds: kinds of stage in which it stands still
    :param escalations: (key, moment, minutes); moment is "warning", "before", "breach"
        or "after"
    """

    id: int
    kind: str
    minutes: tuple[int, int, int, int]
    warn_percent: int = 0
    pausing_kinds: frozenset = frozenset()
    escalations: tuple[tuple[str, str, int], ...] = ()
    active: bool = True

    def get_allowed(self, priority: str) -> timedelta:
        """Return the working time allowed at that priority, zero for no promise."""
        return timedelta(minutes=self.minutes[int(priority)])

    def get_steps(self, allowed: timedelta) -> list[Step]:
        """Return everything that happens on the way and after it."""
        steps = [Step("breach", allowed)]
        if self.warn_percent:
            steps.append(Step("warning", self._get_warning(allowed)))
        steps += [
            Step(key, max(self._get_threshold(moment, minutes, allowed), timedelta(0)))
            for key, moment, minutes in self.escalations
            if moment != "warning" or self.warn_percent
        ]
        return steps

    def _get_warning(self, allowed):
        seconds = allowed.total_seconds() * self.warn_percent // 100
        return timedelta(seconds=seconds)

    def _get_threshold(self, moment, minutes, allowed):
        if moment == "warning":
            return self._get_warning(allowed)
        shift = {"before": -minutes, "after": minutes}.get(moment, 0)
        return allowed + timedelta(minutes=shift)


@dataclass(frozen=True)
class Policy:
    """An ordered rule: which tickets it is for, and what it promises them.

    :param calendar_id: None: that of the customer, else the team, else the company
    """

    id: int
    level: str
    conditions: Conditions
    targets: tuple[Target, ...] = ()
    active: bool = True
    company_id: int | None = None
    around_the_clock: bool = False
    calendar_id: int | None = None


@dataclass(frozen=True)
class Promise:
    """A target as it applies to one ticket.

    :param calendar_id: the hours in which it is counted; None: around the clock
    """

    policy_id: int
    level: str
    target: Target
    allowed: timedelta
    priority: str
    calendar_id: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Return kind and level: a ticket has one open clock of each."""
        return self.target.kind, self.level


def get_promises(
    policy: Policy, priority: str, calendar_id: int | None
) -> list[Promise]:
    """Return what a matching policy promises a ticket of that priority."""
    return [
        Promise(
            policy.id,
            policy.level,
            target,
            target.get_allowed(priority),
            priority,
            calendar_id,
        )
        for target in policy.targets
        if target.active and target.get_allowed(priority)
    ]


def find_policies(policies: Iterable[Policy], facts: Mapping) -> dict[str, Policy]:
    """Return the first matching policy of each level.

    :param policies: in their order
    """
    found = {}
    for policy in policies:
        if policy.level not in found and policy.conditions.are_met(facts):
            found[policy.level] = policy
    return found
