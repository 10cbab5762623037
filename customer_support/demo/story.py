"""Tickets as they are written in ``stories/*.txt``, and what they lead to.

A story starts with ``=== key`` and lines ``name: value``; then events follow, each a
line ``--- who [agent] when`` and its text:

    --- customer 12 09:40        a message of the customer, twelve working days ago
    --- giulia 12 10:15          a public answer of that agent
    --- note giulia -45          an internal note, forty-five minutes ago
    --- request 12 09:40         what was asked on the phone or in the form
    --- stage solved 11 17:00    the ticket moves

``attach=file`` at the end of such a line adds a file of ``attachments/``; a line
``[quote]`` quotes the message before. What the events do to the ticket's dates is
decided by the rules of the product itself, in ``logic/``.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from ..const import CUSTOMER_CHANNEL_KINDS, ENDED_KINDS, WAITING_KINDS
from ..logic import ticket_conversation, ticket_lifecycle

SHOP_ZONE = ZoneInfo("Europe/Rome")
SATURDAY = 5


class ShopCalendar:
    """Counts working days backwards from one moment.

    :param datetime now: naive UTC
    """

    def __init__(self, now):
        self.now = now

    def get_day(self, days, clock):
        """Return the moment ``days`` working days ago at a time in the shop's zone."""
        day = self.now.replace(tzinfo=timezone.utc).astimezone(SHOP_ZONE).date()
        while days or day.weekday() >= SATURDAY:
            day -= timedelta(days=1)
            days -= day.weekday() < SATURDAY and days > 0
        local = datetime.combine(day, clock, tzinfo=SHOP_ZONE)
        return local.astimezone(timezone.utc).replace(tzinfo=None)

    def get_moment(self, words):
        """Return the moment of ``["12", "09:40"]`` or ``["-45"]`` (minutes ago)."""
        if len(words) == 1:
            return self.now + timedelta(minutes=int(words[0]))
        return self.get_day(int(words[0]), time.fromisoformat(words[1]))


@dataclass
class Event:
    """One thing that happened; ``kind`` is customer, agent, note, request or stage."""

    kind: str
    at: datetime
    who: str = ""
    text: str = ""
    attachment: str = ""
    quotes: "Event | None" = None


@dataclass
class Story:
    """One ticket: its header, and its events from the oldest to the newest."""

    key: str
    header: dict = field(default_factory=dict)
    events: list = field(default_factory=list)


def parse(text, calendar):
    """Return the stories of one file."""
    return [
        _parse_story(part, calendar)
        for part in text.split("\n=== ")
        if not part.startswith("#") and part.strip()
    ]


def _parse_story(text, calendar):
    head, *parts = text.split("\n--- ")
    key, *lines = head.strip().splitlines()
    story = Story(key.removeprefix("=== ").strip())
    story.header = {
        name.strip(): value.strip()
        for name, value in (line.split(":", 1) for line in lines if line.strip())
    }
    talk = None
    for part in parts:
        event = _parse_event(part, calendar)
        if "[quote]" in event.text:
            event.text, event.quotes = event.text.replace("[quote]", "").strip(), talk
        if event.kind in ("customer", "agent"):
            talk = event
        story.events.append(event)
    return story


def _parse_event(text, calendar):
    line, _, body = text.partition("\n")
    words = line.split()
    attachment = ""
    if words[-1].startswith("attach="):
        attachment = words.pop().removeprefix("attach=")
    kind = words.pop(0)
    who = words.pop(0) if kind in ("note", "stage") else ""
    if kind not in ("customer", "note", "request", "stage"):
        kind, who = "agent", kind
    return Event(kind, calendar.get_moment(words), who, body.strip(), attachment)


class Timeline:
    """Follows a story and keeps the values that the ticket has after each event.

    :param str stage_after_reply: kind that the team's answers lead to
    """

    def __init__(self, story, channel_kind, stage_after_reply="waiting_customer"):
        self.story = story
        self.stage_after_reply = stage_after_reply
        created = story.events[0].at
        self.values = {
            "stage_kind": "new",
            "create_date": created,
            "stage_date": created,
            "last_movement_date": created,
        }
        self.moves = []
        if channel_kind in CUSTOMER_CHANNEL_KINDS:
            self._on_customer(story.events[0])

    def get_values(self):
        """Return the values after the last event, and remember the moves."""
        for event in self.story.events:
            getattr(self, f"_on_{event.kind}")(event)
        return self.values

    def _on_customer(self, event):
        changes = ticket_conversation.get_customer_message_changes(
            self._get_conversation(), event.at
        )
        self.values.update(changes)
        if self.values["stage_kind"] in (*WAITING_KINDS, *ENDED_KINDS):
            self._move("open", event)

    def _on_agent(self, event):
        changes = ticket_conversation.get_agent_answer_changes(
            self._get_conversation(), event.at
        )
        self.values.update(changes)
        self.values.setdefault("agent", event.who)
        self.values.setdefault("assign_date", event.at)
        if self.values["stage_kind"] in ("new", "open"):
            self._move(self.stage_after_reply, event)

    def _on_note(self, event):
        """A note is ours alone: it moves nothing."""

    def _on_request(self, event):
        self.values["description"] = event.text

    def _on_stage(self, event):
        self._move(event.who, event)

    def _move(self, kind, event):
        state = ticket_lifecycle.TicketState(
            kind=self.values["stage_kind"],
            reopen_count=self.values.get("reopen_count", 0),
            solved_date=self.values.get("solved_date"),
        )
        changes = ticket_lifecycle.get_move_changes(state, kind, event.at)
        if changes:
            self.moves.append((event.at, state.kind, kind))
        self.values.update(changes, stage_kind=kind)

    def _get_conversation(self):
        return ticket_conversation.ConversationState(
            first_response_date=self.values.get("first_response_date"),
            unanswered_since=self.values.get("unanswered_since"),
        )
