"""Who is called next while nobody answers an alert, and when."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_DAY = 24 * 60


@dataclass(frozen=True)
class TimeRange:
    """A range of the local clock, on the days on which it begins.

    It may go over midnight; one that ends when it begins lasts a day. The hour that a
    clock change repeats counts twice, the one that it leaves out never comes.

    :param weekdays: 0 is Monday
    :param start: minute of the day
    :param end: minute of the day, no longer in the range
    :param zone: name of a time zone
    """

    weekdays: frozenset[int]
    start: int
    end: int
    zone: str

    def covers(self, at: datetime) -> bool:
        """Tell whether an instant (naive UTC) is in the range."""
        local = at.replace(tzinfo=timezone.utc).astimezone(ZoneInfo(self.zone))
        minute, day = local.hour * 60 + local.minute, local.weekday()
        if self.start < self.end:
            return self.start <= minute < self.end and day in self.weekdays
        if minute >= self.start:
            return day in self.weekdays
        return minute < self.end and (day - 1) % 7 in self.weekdays


@dataclass(frozen=True)
class Step:
    """One rung of the ladder.

    :param key: tells it apart from the other steps
    :param kind: what kind of target is called, and ``target_id`` which
    :param delay: how long the people have to answer before the next step
    :param round_robin: one of the people in turn, not all of them
    :param hours: the step is skipped at other times
    """

    key: int
    kind: str
    target_id: int | None
    delay: timedelta
    round_robin: bool = False
    hours: TimeRange | None = None


@dataclass(frozen=True)
class Policy:
    """The steps in their order, and what happens around them.

    :param repeat: how often all of them come again after the first time
    :param raise_again: how often the managers are called when all was in vain
    :param resolve_within: how long an answered alert may stay unsolved
    """

    steps: tuple[Step, ...] = ()
    repeat: int = 0
    raise_again: timedelta = timedelta(minutes=15)
    resolve_within: timedelta | None = None

    @property
    def length(self) -> int:
        """Positions from the first step of the first round to the last of the last."""
        return len(self.steps) * (self.repeat + 1)

    def get_step(self, position: int) -> Step:
        """Return the step at a position, whatever the round."""
        return self.steps[position % len(self.steps)]

    def get_delay(self, position: int) -> timedelta:
        """Return how long the people called at a position have time to answer."""
        return self.get_step(position).delay if self.steps else self.raise_again


@dataclass(frozen=True)
class Entry:
    """What has happened to an alert, as far as the next step depends on it.

    :param kind: "start" (also over again), "called", "skipped", "handed_over" (to
        somebody), "unreachable" (nobody of the last call got it), "exhausted" (the
        managers were called)
    :param at: naive UTC
    """

    kind: str
    at: datetime
    position: int = 0


@dataclass(frozen=True)
class Standing:
    """Where on the ladder an alert stands.

    :param due_at: when the next call comes if nobody answers, naive UTC
    :param position: of the next call
    """

    due_at: datetime
    position: int
    is_exhausted: bool = False


@dataclass(frozen=True)
class Found:
    """Whom a step finds at an instant; if nobody, why not."""

    people: tuple[int, ...]
    reason: str = "nobody"


@dataclass(frozen=True)
class Skip:
    """A step that was passed over."""

    position: int
    reason: str


@dataclass(frozen=True)
class Call:
    """What happens now.

    :param skips: steps that are passed over, without waiting for them
    :param position: of the step that is called; None: nothing is called, or managers
    :param people: who is called by it
    :param is_exhausted: there is no step left; the managers are called
    :param next_at: when the next call comes if nobody answers, naive UTC
    """

    next_at: datetime
    skips: tuple[Skip, ...] = ()
    position: int | None = None
    people: tuple[int, ...] = ()
    is_exhausted: bool = False


def get_standing(policy: Policy, history: Iterable[Entry]) -> Standing:
    """Return where an alert stands after its history.

    :param history: in the order in which it happened; begins with a "start"
    """
    standing = None
    for entry in history:
        standing = _advance(policy, standing, entry)
    return standing


def _advance(policy, standing, entry):
    if entry.kind == "start":
        return Standing(entry.at, 0)
    if entry.kind == "called":
        due_at = entry.at + policy.get_delay(entry.position)
        return Standing(due_at, entry.position + 1)
    if entry.kind == "skipped":
        return Standing(standing.due_at, entry.position + 1)
    if entry.kind == "handed_over":
        # He has as long as the people of the step that was reached.
        due_at = entry.at + policy.get_delay(max(standing.position - 1, 0))
        return Standing(due_at, standing.position, standing.is_exhausted)
    if entry.kind == "unreachable":
        # Managers whose mail does not arrive are not called without a pause.
        due_at = standing.due_at if standing.is_exhausted else entry.at
        return Standing(due_at, standing.position, standing.is_exhausted)
    return Standing(entry.at + policy.raise_again, policy.length, True)


def climb(
    policy: Policy,
    history: Iterable[Entry],
    now: datetime,
    find: Callable[[Step], Found],
    last_called: Mapping[int, int] | None = None,
) -> Call:
    """Return what is to be done now on an alert that nobody has answered.

    A step that finds nobody, or that is outside its hours, is passed over at once: its
    delay does not pass. When a whole round finds nobody, the rest is not tried.

    :param now: naive UTC
    :param find: whom a step finds now
    :param last_called: by key of a step, who had the last turn
    """
    standing = get_standing(policy, history)
    if standing.due_at > now:
        return Call(standing.due_at)
    skips = []
    for position in range(standing.position, policy.length):
        if len(skips) == len(policy.steps):
            break
        step = policy.get_step(position)
        found = _find(step, now, find)
        if found.people:
            people = found.people
            if step.round_robin:
                people = (get_next(people, (last_called or {}).get(step.key)),)
            return Call(now + step.delay, tuple(skips), position, people)
        skips.append(Skip(position, found.reason))
    return Call(now + policy.raise_again, tuple(skips), is_exhausted=True)


def _find(step, now, find):
    if step.hours and not step.hours.covers(now):
        return Found((), "hours")
    return find(step)


def get_next(people: tuple[int, ...], last: int | None) -> int:
    """Return who comes after the one who had the last turn; else the first."""
    if last not in people:
        return people[0]
    return people[(people.index(last) + 1) % len(people)]


@dataclass(frozen=True)
class NotificationRule:
    """How somebody wants to be told besides the inbox and the mail at once.

    :param importance: of the alerts that it is for
    :param delay: how long after the call, if nobody has answered by then
    """

    importance: str
    delay: timedelta
    channel: str


def get_notifications(
    rules: Iterable[NotificationRule], importance: str, at: datetime
) -> list[tuple[datetime, str]]:
    """Return when and by what somebody is told, after he is called at an instant.

    :return: list of (naive UTC datetime, channel), the earliest first
    """
    wanted = [(at, "inbox"), (at, "mail")]
    wanted += [
        (at + rule.delay, rule.channel)
        for rule in rules
        if rule.importance == importance
    ]
    return sorted(dict.fromkeys(wanted), key=lambda one: one[0])


def dump_policy(policy: Policy) -> dict:
    """Return a policy as JSON, to be kept as it is now."""
    return {
        "steps": [_dump_step(step) for step in policy.steps],
        "repeat": policy.repeat,
        "raise_again": _get_minutes(policy.raise_again),
        "resolve_within": policy.resolve_within and _get_minutes(policy.resolve_within),
    }


def _dump_step(step):
    hours = step.hours
    return {
        "key": step.key,
        "kind": step.kind,
        "target_id": step.target_id,
        "delay": _get_minutes(step.delay),
        "round_robin": step.round_robin,
        "hours": hours
        and {
            "weekdays": sorted(hours.weekdays),
            "start": hours.start,
            "end": hours.end,
            "zone": hours.zone,
        },
    }


def _get_minutes(span):
    return span.total_seconds() / 60


def load_policy(data: dict | None) -> Policy:
    """Return the policy that was kept; none: one without steps."""
    if not data:
        return Policy()
    within = data["resolve_within"]
    return Policy(
        steps=tuple(_load_step(step) for step in data["steps"]),
        repeat=data["repeat"],
        raise_again=timedelta(minutes=data["raise_again"]),
        resolve_within=timedelta(minutes=within) if within else None,
    )


def _load_step(data):
    hours = data["hours"]
    return Step(
        key=data["key"],
        kind=data["kind"],
        target_id=data["target_id"],
        delay=timedelta(minutes=data["delay"]),
        round_robin=data["round_robin"],
        hours=hours
        and TimeRange(
            frozenset(hours["weekdays"]), hours["start"], hours["end"], hours["zone"]
        ),
    )


def get_minute_of_day(hours: float) -> int:
    """Return 22.5 hours as minute 1350; midnight at the end is that at the start."""
    return round(hours * 60) % _DAY
