from datetime import datetime, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...logic.local_clock import DAY, LocalClock, to_datetime, to_seconds
from ...logic.rotation import Layer, Participant, Rotation, Window

CHICAGO = "America/Chicago"
LORD_HOWE = "Australia/Lord_Howe"  # half an hour of daylight saving
ROME = "Europe/Rome"
SYDNEY = "Australia/Sydney"
APIA = "Pacific/Apia"  # left out 30 December 2011
# Zones, and days on which they change the clock.
CLOCK_CHANGES = (
    (CHICAGO, datetime(2011, 11, 6)),
    (CHICAGO, datetime(2012, 3, 11)),
    (ROME, datetime(2012, 3, 25)),
    (ROME, datetime(2012, 10, 28)),
    (SYDNEY, datetime(2012, 4, 1)),
    (SYDNEY, datetime(2012, 10, 7)),
    (LORD_HOWE, datetime(2012, 4, 1)),
    (LORD_HOWE, datetime(2012, 10, 7)),
    (APIA, datetime(2011, 12, 30)),
    ("Asia/Kathmandu", datetime(2012, 2, 29)),
)


def _local(text):
    return to_seconds(datetime.fromisoformat(text))


def _instant(text, zone):
    """Return the instant of a local time; a trailing * means its second occurrence."""
    aware = datetime.fromisoformat(text.rstrip("*")).replace(
        tzinfo=ZoneInfo(zone), fold=int(text.endswith("*"))
    )
    return to_seconds(aware.astimezone(timezone.utc).replace(tzinfo=None))


def _make_layer(
    unit="weekly", length=1, handoff="2026-01-05 09:00", people="ABC", **more
):
    participants = tuple(Participant(person) for person in people)
    return Layer(participants, unit, length, _local(handoff), **more)


def _get_names(layer, zone, *instants):
    """Return who has duty at local times, "-" for nobody, as one word."""
    rotation = Rotation(layer, ZoneInfo(zone))
    names = ""
    for text in instants:
        at = _instant(text, zone)
        duties = rotation.get_duties(at, at + 1)
        names += duties[0][2] if duties else "-"
    return names


def _get_handoffs(layer, zone, start, end):
    """Return the hand-offs between two local times, as the clock shows them."""
    duties = Rotation(layer, ZoneInfo(zone)).get_duties(
        _instant(start, zone), _instant(end, zone)
    )
    clock = LocalClock(ZoneInfo(zone), duties[0][0], duties[-1][1])
    return [
        f"{to_datetime(clock.to_local(begin)):%d %H:%M}" for begin, *_ in duties[1:]
    ]


@tagged("post_install", "-at_install")
class TestLogicRotationHandoffs(BaseCase):
    """When the turn passes on, above all where the clock is changed."""

    def test_daylight_saving(self):
        cases = [
            # The clock jumps from 2:00 to 3:00 on 8 March 2020.
            (
                "daily",
                "2020-03-06 02:30",
                CHICAGO,
                "2020-03-06 12:00",
                "2020-03-10 00:00",
            )
            + (["07 02:30", "08 03:00", "09 02:30"],),
            (
                "hourly",
                "2020-03-06 02:30",
                CHICAGO,
                "2020-03-08 01:00",
                "2020-03-08 05:00",
            )
            + (["08 01:30", "08 03:00", "08 03:30", "08 04:30"],),
            (
                "hourly",
                "2020-03-06 02:00",
                CHICAGO,
                "2020-03-08 00:30",
                "2020-03-08 05:30",
            )
            + (["08 01:00", "08 03:00", "08 04:00", "08 05:00"],),
            # It is set back from 2:00 to 1:00 on 1 November 2020.
            (
                "daily",
                "2020-10-30 01:30",
                CHICAGO,
                "2020-10-30 12:00",
                "2020-11-03 00:00",
            )
            + (["31 01:30", "01 01:30", "02 01:30"],),
            (
                "hourly",
                "2020-07-06 02:30",
                CHICAGO,
                "2020-11-01 00:00",
                "2020-11-01 04:00",
            )
            + (["01 00:30", "01 01:30", "01 02:30", "01 03:30"],),
            # Half an hour is left out on 4 October 2020, and comes twice on 4 April.
            ("daily", "2020-10-02 02:15", LORD_HOWE, "2020-10-02 12:00")
            + ("2020-10-06 00:00", ["03 02:15", "04 02:30", "05 02:15"]),
            ("hourly", "2021-04-03 02:30", LORD_HOWE, "2021-04-04 00:40")
            + ("2021-04-04 04:00", ["04 01:30", "04 02:30", "04 03:30"]),
            ("weekly", "2026-03-16 09:00", ROME, "2026-03-16 12:00", "2026-04-07 00:00")
            + (["23 09:00", "30 09:00", "06 09:00"],),
            (
                "weekly",
                "2026-03-23 09:00",
                SYDNEY,
                "2026-03-24 12:00",
                "2026-04-14 00:00",
            )
            + (["30 09:00", "06 09:00", "13 09:00"],),
            # A day that does not exist ends at once.
            ("daily", "2011-12-28 12:00", APIA, "2011-12-28 13:00", "2012-01-01 00:00")
            + (["29 12:00", "31 00:00", "31 12:00"],),
        ]
        for unit, handoff, zone, start, end, expected in cases:
            with self.subTest(unit=unit, handoff=handoff, zone=zone):
                layer = _make_layer(unit, 1, handoff, "ABCDE")
                self.assertEqual(_get_handoffs(layer, zone, start, end), expected)

    def test_the_hour_that_comes_twice_belongs_to_the_turn_that_runs(self):
        layer = _make_layer("hourly", 1, "2020-11-01 00:00", "ABCDE")
        instants = ["00:59", "01:00", "01:59", "01:00*", "01:59*", "02:00"]
        names = _get_names(layer, CHICAGO, *(f"2020-11-01 {at}" for at in instants))
        self.assertEqual(names, "ABBBBC")

    def test_handoff_inside_the_hour_that_comes_twice(self):
        layer = _make_layer("daily", 1, "2020-10-31 01:30")
        instants = ["01:29", "01:30", "01:15*", "01:45*", "02:00"]
        names = _get_names(layer, CHICAGO, *(f"2020-11-01 {at}" for at in instants))
        self.assertEqual(names, "ABBBB")

    def test_hours_follow_the_clock_on_the_wall(self):
        layer = _make_layer("hourly", 1, "2020-03-01 00:00", "abcdefghijklmnopqrstuvwx")
        for day in ("2020-03-07", "2020-03-08", "2020-03-09"):
            with self.subTest(day=day):
                names = _get_names(layer, CHICAGO, f"{day} 01:30", f"{day} 03:30")
                self.assertEqual(names, "bd")

    def test_months_that_are_too_short(self):
        layer = _make_layer("monthly", 1, "2026-01-31 09:00")
        expected = ["28 09:00", "31 09:00", "30 09:00", "31 09:00"]
        handoffs = _get_handoffs(layer, ROME, "2026-02-01 00:00", "2026-06-01 00:00")
        self.assertEqual(handoffs, expected)

    def test_several_months_at_a_time_over_new_year(self):
        layer = _make_layer("monthly", 5, "2025-10-31 00:00")
        handoffs = _get_handoffs(layer, ROME, "2025-11-01 00:00", "2026-09-30 00:00")
        self.assertEqual(handoffs, ["31 00:00", "31 00:00"])

    def test_turns_before_the_first_handoff_are_counted_back(self):
        layer = _make_layer("daily", 1, "2026-01-05 09:00")
        names = _get_names(
            layer, ROME, *(f"2026-01-0{day} 12:00" for day in range(1, 8))
        )
        self.assertEqual(names, "CABCABC")


@tagged("post_install", "-at_install")
class TestLogicRotationHours(BaseCase):
    """In which hours there is duty, and which turns count."""

    def test_over_midnight_belongs_to_the_day_on_which_it_begins(self):
        layer = _make_layer(windows=(Window(4, 20 * 3600, 12 * 3600),), people="A")
        instants = ["09 19:59", "09 20:00", "10 07:59", "10 08:00", "10 20:00"]
        names = _get_names(layer, ROME, *(f"2026-01-{at}" for at in instants))
        self.assertEqual(names, "-AA--")

    def test_a_whole_day_and_the_next_have_no_seam(self):
        windows = tuple(Window(day, 8 * 3600, DAY) for day in range(5))
        layer = _make_layer(windows=windows, people="A")
        rotation = Rotation(layer, ZoneInfo(ROME))
        start, end = _instant("2026-01-05", ROME), _instant("2026-01-12", ROME)
        expected = (
            _instant("2026-01-05 08:00", ROME),
            _instant("2026-01-10 08:00", ROME),
        )
        self.assertEqual(rotation.get_duties(start, end), [(*expected, "A")])

    def test_hours_begin_at_the_first_and_end_at_the_last_occurrence(self):
        windows = (Window(6, 3600, 1800), Window(6, 3 * 3600, 1800))
        layer = _make_layer(windows=windows, people="A", handoff="2020-01-01 00:00")
        instants = ["00:59", "01:00", "01:45", "01:15*", "01:30*", "03:00", "03:30"]
        names = _get_names(layer, CHICAGO, *(f"2020-11-01 {at}" for at in instants))
        self.assertEqual(names, "-AAA-A-")

    def test_hours_that_are_left_out_are_no_duty(self):
        layer = _make_layer(windows=(Window(6, 7200, 3600),), people="A")
        rotation = Rotation(layer, ZoneInfo(ROME))
        start = _instant("2026-03-29", ROME)
        self.assertEqual(rotation.get_duties(start, start + DAY), [])

    def test_counting(self):
        cases = [
            # Friday, the weekend, Monday to Wednesday: who is next on Monday?
            (False, "C--CAB"),
            (True, "C--ABC"),
        ]
        weekdays = tuple(Window(day, 0, DAY) for day in range(5))
        days = ["09", "10", "11", "12", "13", "14"]
        for duty_only, expected in cases:
            with self.subTest(duty_only=duty_only):
                layer = _make_layer(
                    "daily", 1, "2026-01-07", windows=weekdays, duty_only=duty_only
                )
                names = _get_names(layer, ROME, *(f"2026-01-{d} 12:00" for d in days))
                self.assertEqual(names, expected)

    def test_nobody_is_skipped_for_ever(self):
        weekdays = tuple(Window(day, 0, DAY) for day in range(5))
        people = "ABCDEFG"
        layer = _make_layer("daily", 1, "2026-01-05", people, windows=weekdays)
        start = _instant("2026-01-05", ROME)
        year = start, start + 364 * DAY
        every_turn = Rotation(layer, ZoneInfo(ROME)).get_duties(*year)
        self.assertEqual({person for *_, person in every_turn}, set("ABCDE"))
        duty_only = Layer(**{**vars(layer), "duty_only": True})
        counted = Rotation(duty_only, ZoneInfo(ROME)).get_duties(*year)
        self.assertEqual({person for *_, person in counted}, set(people))

    def test_public_holidays(self):
        # Thursday, 15 January, all day.
        holidays = ((_instant("2026-01-15", ROME), _instant("2026-01-16", ROME)),)
        cases = [
            ("ignore", "A-B-", "C"),
            ("except", "A---", "B"),
            ("also", "A-BB", "C"),
            ("only", "--A-", "-"),
        ]
        nights = tuple(Window(day, 20 * 3600, 12 * 3600) for day in range(7))
        instants = ["14 20:30", "14 12:00", "15 20:30", "15 12:00"]
        for rule, expected, following in cases:
            with self.subTest(rule=rule):
                layer = _make_layer(
                    "daily",
                    1,
                    "2026-01-14 00:00",
                    windows=nights,
                    holiday_rule=rule,
                    holidays=holidays,
                    duty_only=True,
                )
                names = _get_names(layer, ROME, *(f"2026-01-{at}" for at in instants))
                self.assertEqual(names, expected)
                self.assertEqual(_get_names(layer, ROME, "2026-01-16 20:30"), following)

    def test_start_and_end_of_a_layer(self):
        layer = _make_layer(
            start=_instant("2026-01-06", ROME), end=_instant("2026-01-20", ROME)
        )
        instants = ["05 23:59", "06 00:00", "12 09:00", "19 23:59", "20 00:00"]
        names = _get_names(layer, ROME, *(f"2026-01-{at}" for at in instants))
        self.assertEqual(names, "-ABC-")

    def test_nobody_in_the_order(self):
        self.assertEqual(_get_names(_make_layer(people=""), ROME, "2026-01-06"), "-")


@tagged("post_install", "-at_install")
class TestLogicRotationPeople(BaseCase):
    """Joins and leaves, from their date on."""

    def _get_weeks(self, *participants, count=8):
        layer = Layer(participants, "weekly", 1, _local("2026-01-05 09:00"))
        start = datetime(2026, 1, 6)
        weeks = [f"{start + timedelta(weeks=number)}" for number in range(count)]
        return _get_names(layer, ROME, *weeks)

    def test_joins_and_leaves(self):
        at = {name: _instant(f"2026-{name}", ROME) for name in ("01-14", "01-19 09:00")}
        a, b, c = (Participant(name) for name in "ABC")
        cases = [
            ("joins after the turn that runs", (a, b, Participant("C", at["01-14"])))
            + ("ABCABCAB",),
            ("joins before the turn that runs", (Participant("C", at["01-14"]), a, b))
            + ("ABCABCAB",),
            ("leaves before his turn", (a, b, Participant("C", None, at["01-14"])))
            + ("ABABABAB",),
            ("leaves in his turn", (a, Participant("B", None, at["01-14"]), c))
            + ("ABACACAC",),
            ("joins at a hand-off", (a, b, Participant("C", at["01-19 09:00"])))
            + ("ABABCABC",),
            ("nobody before", tuple(Participant(n, at["01-14"]) for n in "AB"))
            + ("--ABABAB",),
            ("nobody after", (Participant("A", None, at["01-14"]),)) + ("AA------",),
            ("twice in the order", (a, b, a, c)) + ("ABACABAC",),
        ]
        for name, participants, expected in cases:
            with self.subTest(name):
                self.assertEqual(self._get_weeks(*participants), expected)


@tagged("post_install", "-at_install")
class TestLogicRotationAgainstSearch(BaseCase):
    """Random layers against a slow search that knows datetimes only."""

    def test_random_layers(self):
        random = Random(7)
        for number in range(400):
            zone, change = random.choice(CLOCK_CHANGES)
            layer = self._make_random_layer(random, to_seconds(change))
            oracle = _Oracle(layer, ZoneInfo(zone))
            at = to_seconds(change) + random.randrange(-DAY, DAY)
            span = random.choice([3 * 3600, DAY, 20 * DAY])
            duties = Rotation(layer, ZoneInfo(zone)).get_duties(at, at + span)
            for instant in self._choose_instants(random, duties, at, at + span):
                found = [p for s, e, p in duties if s <= instant < e]
                with self.subTest(number=number, zone=zone, instant=instant):
                    self.assertEqual(found, oracle.get_people(instant))

    def _choose_instants(self, random, duties, start, end):
        """Return some instants, above all those just before and at a change."""
        edges = {edge for begin, finish, _person in duties for edge in (begin, finish)}
        instants = {start, end - 1, (start + end) // 2}
        instants |= edges | {edge - 1 for edge in edges}
        inside = sorted(instant for instant in instants if start <= instant < end)
        return random.sample(inside, min(len(inside), 12))

    def _make_random_layer(self, random, around):
        unit = random.choice(["hourly", "daily", "weekly", "monthly"])
        windows = tuple(
            Window(
                random.randrange(7),
                random.randrange(0, random.choice([4 * 3600, DAY]), 900),
                random.randrange(900, random.choice([3 * 3600, 2 * DAY]), 900),
            )
            for _number in range(random.choice([0, 2, 7]))
        )
        handoff = around + random.randrange(-5 * DAY, 5 * DAY, 900)
        return Layer(
            tuple(Participant(name) for name in "ABCDE"[: random.randrange(1, 6)]),
            unit,
            random.randrange(1, 7),
            handoff,
            windows=windows,
            duty_only=bool(windows) and random.random() < 0.5,
        )


class _Oracle:
    """Who has duty at an instant, found by trying turn after turn."""

    def __init__(self, layer, zone):
        self.layer, self.zone = layer, zone

    def get_people(self, instant):
        if self.layer.windows and not self._is_in_hours(instant):
            return []
        turn = 0
        while self._get_handoff(turn + 1) <= instant:
            turn += 1
        while self._get_handoff(turn) > instant:
            turn -= 1
        place = self._count(turn) % len(self.layer.participants)
        return [self.layer.participants[place].person]

    def _count(self, turn):
        if not self.layer.duty_only:
            return turn
        step = 1 if turn > 0 else -1
        turns = range(turn) if turn > 0 else range(-1, turn - 1, -1)
        return step * sum(self._has_hours(number) for number in turns)

    def _has_hours(self, turn):
        start, end = self._get_clock(turn), self._get_clock(turn + 1)
        day = datetime.combine(start.date(), datetime.min.time()) - timedelta(days=8)
        while day <= end:
            for window in self.layer.windows:
                begin = day + timedelta(seconds=window.start)
                finish = begin + timedelta(seconds=window.length)
                if day.weekday() == window.weekday and begin < end and start < finish:
                    return True
            day += timedelta(days=1)
        return False

    def _is_in_hours(self, instant):
        moment = to_datetime(instant)
        day = datetime.combine(moment.date(), datetime.min.time()) - timedelta(days=9)
        for _number in range(12):
            for window in self.layer.windows:
                begin = day + timedelta(seconds=window.start)
                finish = begin + timedelta(seconds=window.length)
                if day.weekday() == window.weekday and (
                    self._to_instant(begin, 0) <= instant < self._to_instant(finish, 1)
                ):
                    return True
            day += timedelta(days=1)
        return False

    def _get_clock(self, turn):
        start, count = to_datetime(self.layer.handoff), turn * self.layer.length
        if self.layer.unit != "monthly":
            hours = {"hourly": 1, "daily": 24, "weekly": 168}[self.layer.unit]
            return start + timedelta(hours=hours * count)
        month = start.year * 12 + start.month - 1 + count
        for day in range(start.day, 0, -1):
            try:
                return start.replace(year=month // 12, month=month % 12 + 1, day=day)
            except ValueError:
                continue
        raise AssertionError("a month without days")

    def _get_handoff(self, turn):
        return self._to_instant(self._get_clock(turn), 0)

    def _to_instant(self, clock, fold):
        aware = clock.replace(tzinfo=self.zone)
        early, late = (
            to_seconds(
                aware.replace(fold=way).astimezone(timezone.utc).replace(tzinfo=None)
            )
            for way in (0, 1)
        )
        if early <= late:
            return late if fold else early
        # Left out: the first instant at which the clock shows a later time.
        for instant in range(late, early + 1, 900):
            shown = to_datetime(instant).replace(tzinfo=timezone.utc)
            if shown.astimezone(self.zone).replace(tzinfo=None) >= clock:
                return instant
        raise AssertionError("a gap without an end")
