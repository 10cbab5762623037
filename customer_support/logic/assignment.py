"""Who gets a case: a fair choice among the people who can take it, with its reason.

Every person is looked at and gets a verdict, so that the choice can be explained
later. Random choice comes in as an argument; nothing here reads a clock or a database.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from random import Random

AVAILABLE = "available"
FULL = "full"
UNSKILLED = "unskilled"
PASSED = "passed"


@dataclass(frozen=True)
class Person:
    """Somebody who may get cases.

    :param count: cases that count against his capacity
    :param capacity: how many he can carry at once; 0: no limit
    :param load: weight of all his cases, for the comparison with others
    :param turn: number of the turn in which he last got a case; 0: never
    :param skills: {id of the skill: level from 1}
    :param absence: why he cannot take a case now, e.g. "on_leave"; None: he is there
    """

    id: int
    count: int = 0
    capacity: int = 0
    load: float = 0
    turn: int = 0
    skills: Mapping[int, int] = field(default_factory=dict)
    absence: str | None = None

    @property
    def is_full(self) -> bool:
        """Tell whether one more case would be too many."""
        return bool(self.capacity) and self.count >= self.capacity

    def masters(self, skills: Mapping[int, int]) -> bool:
        """Tell whether he has every skill at least at that level."""
        return all(
            self.skills.get(skill, 0) >= level for skill, level in skills.items()
        )


@dataclass(frozen=True)
class Case:
    """What is given to somebody.

    :param skills: {id of the skill: level that it needs}
    :param weight: how much it adds to a person's load
    :param preferred_id: who had it before and gets it again if he can take it
    :param passed_id: who has just let it lie, and does not get it again
    """

    id: int
    skills: Mapping[int, int] = field(default_factory=dict)
    weight: float = 1
    preferred_id: int | None = None
    passed_id: int | None = None


@dataclass(frozen=True)
class Verdict:
    """What spoke for or against one person when the choice was made."""

    person_id: int
    reason: str
    count: int
    capacity: int
    load: float
    level: int

    @property
    def is_available(self) -> bool:
        return self.reason == AVAILABLE


@dataclass(frozen=True)
class Choice:
    """Who gets the case, by which rule, and what was known of everybody.

    :param person_id: None: nobody can take it now, it waits
    :param rule: the strategy, "same" for the person who had it before, or "waiting"
    :param waives_skills: nobody in the team has the skills, so they did not count
    """

    case_id: int
    person_id: int | None
    rule: str
    verdicts: tuple[Verdict, ...]
    waives_skills: bool = False


def distribute(
    cases: Iterable[Case],
    people: Iterable[Person],
    strategy: str,
    random: Random,
    *,
    may_waive_skills: bool = True,
    turn: int = 0,
) -> tuple[list[Choice], int]:
    """Choose for one case after the other; each choice counts for the next.

    :param cases: in the order in which they are to be served
    :param people: in the order of the team, which decides between equals
    :param strategy: see ``const.ASSIGNMENT_STRATEGIES``, not "manual"
    :param may_waive_skills: give a case to anybody if nobody has the skills at all
    :param turn: the number of the last turn
    :return: the choices, and the number of the last turn
    """
    people = {person.id: person for person in people}
    choices = []
    for case in cases:
        choice = choose(case, people.values(), strategy, random, may_waive_skills)
        choices.append(choice)
        if choice.person_id is not None:
            turn += 1
            person = people[choice.person_id]
            people[person.id] = replace(
                person,
                count=person.count + 1,
                load=person.load + case.weight,
                turn=turn,
            )
    return choices, turn


def choose(
    case: Case,
    people: Iterable[Person],
    strategy: str,
    random: Random,
    may_waive_skills: bool = True,
) -> Choice:
    """Choose who gets one case, see ``distribute``."""
    people = list(people)
    waives = may_waive_skills and not any(p.masters(case.skills) for p in people)
    needed = {} if waives else case.skills
    verdicts = tuple(_judge(case, person, needed) for person in people)
    able = [p for p, v in zip(people, verdicts, strict=True) if v.is_available]
    rule = strategy
    if not able:
        chosen, rule = None, "waiting"
    elif any(person.id == case.preferred_id for person in able):
        chosen, rule = case.preferred_id, "same"
    else:
        chosen = _STRATEGIES[strategy](case, able, random).id
    return Choice(case.id, chosen, rule, verdicts, waives and bool(case.skills))


def _judge(case, person, needed):
    reason = AVAILABLE
    if not person.masters(needed):
        reason = UNSKILLED
    elif person.absence:
        reason = person.absence
    elif person.id == case.passed_id:
        reason = PASSED
    elif person.is_full:
        reason = FULL
    return Verdict(
        person.id,
        reason,
        person.count,
        person.capacity,
        person.load,
        _get_level(case, person),
    )


def _get_level(case, person):
    return sum(person.skills.get(skill, 0) for skill in case.skills)


def _choose_by_turn(_case, people, _random):
    return min(people, key=lambda person: person.turn)


def _choose_at_random(_case, people, random):
    return random.choice(people)


def _choose_least_loaded(_case, people, _random):
    return min(people, key=lambda person: (person.load, person.turn))


def _choose_most_skilled(case, people, _random):
    return min(
        people,
        key=lambda person: (-_get_level(case, person), person.load, person.turn),
    )


_STRATEGIES = {
    "round_robin": _choose_by_turn,
    "random": _choose_at_random,
    "least_loaded": _choose_least_loaded,
    "skill": _choose_most_skilled,
}
