from zoneinfo import ZoneInfo

from odoo.tests import BaseCase, tagged

from ...logic.oncall_plan import (
    Override,
    Schedule,
    TemporaryPlan,
    get_gaps,
    get_plan,
    get_shifts,
    get_turn_shifts,
)
from ...logic.rotation import Layer, Participant

HOUR = 3600


def _make_layer(people, start, end, length=1):
    """Return a layer from hour to hour whose turns take some hours."""
    return Layer(
        tuple(Participant(person) for person in people),
        "hourly",
        length,
        0,
        start=start * HOUR,
        end=end * HOUR,
    )


def _override(kind, start, end, person=None, replaced=None):
    return Override(kind, start * HOUR, end * HOUR, person, replaced)


@tagged("post_install", "-at_install")
class TestLogicOncallPlan(BaseCase):
    """Twelve hours of a schedule, a word for each hour."""

    def _read(self, **parts):
        layers = parts.pop("layers", ())
        schedule = Schedule(ZoneInfo("UTC"), tuple(layers), **parts)
        plan = get_plan(schedule, 0, 12 * HOUR)
        self.assertEqual([plan[0][0], plan[-1][1]], [0, 12 * HOUR])
        for (_start, end, _people), (start, *_rest) in zip(
            plan, plan[1:], strict=False
        ):
            self.assertEqual(end, start, "there is a hole in the plan")
        hours = []
        for hour in range(12):
            found = [who for s, e, who in plan if s <= hour * HOUR < e]
            self.assertEqual(len(found), 1)
            hours.append("".join(sorted(found[0])) or "-")
        return " ".join(hours)

    def test_combinations(self):
        upper, lower = _make_layer("A", 3, 6), _make_layer("BC", 0, 9, 2)
        cases = [
            (False, "B B C A A A C C B - - -"),
            (True, "B B C AC AB AB C C B - - -"),
        ]
        for together, expected in cases:
            with self.subTest(together=together):
                read = self._read(layers=[upper, lower], together=together)
                self.assertEqual(read, expected)

    def test_overrides(self):
        cases = [
            ([_override("add", 3, 5, "Z")], "A A B BZ AZ A B B A A - -"),
            ([_override("add", 9, 12, "Z")], "A A B B A A B B A AZ Z Z"),
            ([_override("remove", 1, 3, None, "A")], "A - B B A A B B A A - -"),
            ([_override("replace", 1, 6, "Z", "A")], "A Z B B Z Z B B A A - -"),
            ([_override("replace", 1, 11, "Z")], "A Z Z Z Z Z Z Z Z Z Z -"),
            ([_override("replace", 0, 12, "B", "A")], "B B B B B B B B B B - -"),
            # Later ones see what the earlier ones made.
            (
                [
                    _override("replace", 0, 4, "Z", "A"),
                    _override("remove", 1, 2, None, "Z"),
                ],
                "Z - B B A A B B A A - -",
            ),
            (
                [_override("add", 10, 12, "Z"), _override("replace", 11, 12, "Y", "Z")],
                "A A B B A A B B A A Z Y",
            ),
        ]
        layer = _make_layer("AB", 0, 10, 2)
        for overrides, expected in cases:
            with self.subTest(expected):
                read = self._read(layers=[layer], overrides=tuple(overrides))
                self.assertEqual(read, expected)

    def test_whoever_has_no_duty_leaves_it_to_the_layer_below(self):
        layers = [_make_layer("A", 0, 12), _make_layer("B", 0, 3)]
        removed = (_override("remove", 2, 5, None, "A"),)
        expected = "A A B - - A A A A A A A"
        self.assertEqual(self._read(layers=layers, overrides=removed), expected)

    def test_temporary_plans_replace_everything_but_swaps(self):
        duties = ((2 * HOUR, 4 * HOUR, "X"), (3 * HOUR, 99 * HOUR, "Y"))
        parts = {
            "layers": [_make_layer("A", 0, 12)],
            "overrides": (_override("add", 0, 12, "B"),),
            "temporary_plans": (TemporaryPlan(1 * HOUR, 6 * HOUR, duties),),
        }
        expected = "AB - X XY Y Y AB AB AB AB AB AB"
        self.assertEqual(self._read(**parts), expected)
        swaps = (_override("replace", 3, 8, "Z", "Y"),)
        expected = "AB - X XZ Z Z AB AB AB AB AB AB"
        self.assertEqual(self._read(**parts, swaps=swaps), expected)

    def test_shifts_last_as_long_as_duty_without_a_break(self):
        layers = [_make_layer("AB", 0, 4), _make_layer("A", 2, 3)]
        schedule = Schedule(ZoneInfo("UTC"), tuple(layers), together=True)
        plan = get_plan(schedule, 0, 6 * HOUR)
        shifts = [
            (start // HOUR, end // HOUR, who) for start, end, who in get_shifts(plan)
        ]
        self.assertEqual(shifts, [(0, 1, "A"), (1, 2, "B"), (2, 3, "A"), (3, 4, "B")])
        self.assertEqual(get_gaps(plan), [(4 * HOUR, 6 * HOUR)])

    def test_an_empty_span_has_no_plan(self):
        self.assertEqual(get_plan(Schedule(ZoneInfo("UTC")), 5, 5), [])
        self.assertEqual(get_shifts([]), [])

    def _get_turns(self, *layers, **parts):
        schedule = Schedule(ZoneInfo("UTC"), layers, **parts)
        return [
            (start // HOUR, end // HOUR, who)
            for start, end, who in get_turn_shifts(schedule, 0, 12 * HOUR)
        ]

    def test_turns_of_one_person_are_shifts_of_their_own(self):
        alone = _make_layer("A", 1, 9, 4)
        self.assertEqual(
            self._get_turns(alone), [(1, 4, "A"), (4, 8, "A"), (8, 9, "A")]
        )

    def test_turns_of_somebody_else_divide_no_shift(self):
        layers = _make_layer("A", 0, 12, 12), _make_layer("BC", 0, 12, 2)
        self.assertEqual(self._get_turns(*layers), [(0, 12, "A")])

    def test_a_swap_before_an_own_turn_is_one_shift(self):
        layer = _make_layer("AB", 0, 8, 4)
        swap = _override("replace", 2, 4, "B", "A")
        self.assertEqual(
            self._get_turns(layer, swaps=(swap,)), [(0, 2, "A"), (2, 8, "B")]
        )

    def test_a_join_within_a_turn_divides_no_shift(self):
        people = Participant("A"), Participant("B", start=6 * HOUR)
        layer = Layer(people, "hourly", 4, 0, end=12 * HOUR)
        self.assertEqual(
            self._get_turns(layer), [(0, 4, "A"), (4, 8, "A"), (8, 12, "B")]
        )

    def test_duties_of_a_temporary_plan_are_shifts_of_their_own(self):
        duties = tuple((s * HOUR, e * HOUR, "A") for s, e in [(0, 3), (3, 6)])
        plan = TemporaryPlan(0, 6 * HOUR, duties)
        self.assertEqual(
            self._get_turns(temporary_plans=(plan,)), [(0, 3, "A"), (3, 6, "A")]
        )
