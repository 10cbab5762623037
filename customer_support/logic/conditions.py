"""For which records a rule is: shared by service levels, triage and priority."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True)
class Conditions:
    """What a record must have. All conditions hold, or the rule is not for it.

    :param accepted: {name of a fact: values}; the record has at least one of them
    :param minimums: {name of a fact: amount}; the record has at least that much
    :param phrases: at least one of them stands in the fact ``text``, as whole words,
        whatever the case
    """

    accepted: Mapping[str, frozenset] = field(default_factory=dict)
    minimums: Mapping[str, float] = field(default_factory=dict)
    phrases: tuple[str, ...] = ()

    @property
    def fact_names(self) -> set[str]:
        """Return the facts that must be known of a record to decide."""
        texts = {"text"} if self.phrases else set()
        return {*self.accepted, *self.minimums, *texts}

    @property
    def is_empty(self) -> bool:
        """Tell whether every record meets them."""
        return not self.fact_names

    def are_met(self, facts: Mapping) -> bool:
        """Tell whether the record with these facts meets all conditions.

        :param facts: {name: frozenset, float or str}, at least ``fact_names``
        """
        return (
            all(facts[name] & values for name, values in self.accepted.items())
            and all(facts[name] >= least for name, least in self.minimums.items())
            and (not self.phrases or _has_phrase(facts["text"], self.phrases))
        )


def get_fact_names(rules: Iterable) -> set[str]:
    """Return the facts that the conditions of the rules ask for.

    :param rules: objects with ``conditions``
    """
    return {name for rule in rules for name in rule.conditions.fact_names}


def _has_phrase(text, phrases):
    words = _normalize_text(text)
    return any(
        phrase in words and re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", words)
        for phrase in map(_normalize_phrase, phrases)
        if phrase
    )


# Hundreds of rules look at the same text, and their phrases at every text.
@lru_cache(maxsize=16)
def _normalize_text(text):
    return " ".join(text.casefold().split())


@lru_cache(maxsize=4096)
def _normalize_phrase(phrase):
    return " ".join(phrase.casefold().split())
