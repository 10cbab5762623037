"""Whether a new ticket may be answered by itself, and by which rule."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .conditions import Conditions


@dataclass(frozen=True)
class Rule:
    """Which tickets a template may answer."""

    id: int
    template_id: int
    conditions: Conditions
    active: bool = True
    company_id: int | None = None


def find_rule(rules: Iterable[Rule], facts: Mapping) -> Rule | None:
    """Return the first rule whose conditions the ticket meets.

    A rule without conditions is for no ticket: nobody answers everything alike.
    """
    return next(
        (
            rule
            for rule in rules
            if not rule.conditions.is_empty and rule.conditions.are_met(facts)
        ),
        None,
    )


@dataclass(frozen=True)
class Situation:
    """What is known of a ticket just before it would be answered.

    :param is_blocked: the address is blacklisted, known for spam, or has had enough
    :param customer_messages: messages from outside, the first one counted
    """

    is_new: bool = True
    was_answered_by_itself: bool = False
    was_answered_by_person: bool = False
    customer_messages: int = 1
    is_public: bool = False
    has_address: bool = True
    is_blocked: bool = False
    wants_people: bool = False
    continues_another: bool = False


def get_obstacle(situation: Situation) -> str | None:
    """Return the first thing that forbids an automatic answer, None without any."""
    obstacles = {
        "answered_by_itself": situation.was_answered_by_itself,
        "answered_by_person": situation.was_answered_by_person,
        "second_message": situation.customer_messages > 1,
        "not_new": not situation.is_new,
        "continues_another": situation.continues_another,
        "public": situation.is_public,
        "no_address": not situation.has_address,
        "blocked": situation.is_blocked,
        "wants_people": situation.wants_people,
    }
    return next((name for name, is_met in obstacles.items() if is_met), None)
