from datetime import datetime, timedelta, timezone

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 4, 12)  # a Wednesday
HISTORY = "support.oncall.shift"


@tagged("post_install", "-at_install")
class TestOncallSchedule(OncallCommon):
    """What a schedule says of past, present and future."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()

    # -- Asking ---------------------------------------------------------------------
    def test_people_take_turns_at_the_local_clock(self):
        self._add_layer(self.ada, self.bea)
        shifts = self._read_shifts(datetime(2026, 3, 20), datetime(2026, 4, 4))
        expected = [
            ("Ada", "20 00:00", "23 08:00"),
            ("Bea", "23 08:00", "30 07:00"),  # 7 days less an hour: summer time
            ("Ada", "30 07:00", "04 00:00"),
        ]
        self.assertEqual(shifts, expected)

    def test_an_instant_may_be_aware_or_text(self):
        self._add_layer(self.ada, self.bea)
        rome = timezone(timedelta(hours=1))
        asked = [
            datetime(2026, 3, 9, 8),
            datetime(2026, 3, 9, 9, tzinfo=rome),
            "2026-03-09 08:00:00",
            "2026-03-09T09:00:00+01:00",
        ]
        for at in asked:
            with self.subTest(at=at):
                self.assertEqual(self.schedule.get_on_call(at), self.bea)
        self.assertEqual(
            self.schedule.get_on_call(datetime(2026, 3, 9, 7, 59)), self.ada
        )

    def test_nobody_without_people(self):
        self.assertFalse(self.schedule.get_on_call())
        self._add_layer()
        self.assertFalse(self.schedule.get_on_call())
        self.assertEqual(self.schedule.get_shifts(NOW, NOW + timedelta(days=9)), [])

    def test_a_span_that_ends_before_it_starts_is_refused(self):
        with self.assertRaises(ValidationError):
            self.schedule.get_shifts(NOW, NOW - timedelta(hours=1))

    def test_the_form_says_who_is_next(self):
        self._add_layer(self.ada, self.bea)
        self.assertEqual(self.schedule.on_call_user_ids, self.ada)
        self.assertEqual(self.schedule.on_call_until, datetime(2026, 3, 9, 8))
        self.assertEqual(self.schedule.next_user_ids, self.bea)

    def test_the_overview_says_whose_duty_it_is(self):
        self._add_layer(self.ada, self.bea)
        schedules = self.env["support.oncall.schedule"]
        for user, is_own in ((self.ada, True), (self.bea, False)):
            overview = schedules.with_user(user).get_duty_overview()
            own = next(line for line in overview if line["id"] == self.schedule.id)
            self.assertEqual(own["people"], "Ada")
            self.assertEqual(own["next_people"], "Bea")
            self.assertEqual(own["is_own"], is_own)

    def test_the_rhythm_in_words(self):
        layer = self._add_layer(self.ada)
        begin = (
            "Hand-off every week at 09:00 (Europe/Rome), counted from Mon, 5 Jan 2026"
        )
        self.assertEqual(layer.summary, begin)
        layer.write({"unit": "daily", "turn_length": 3})
        self.assertIn("every 3 days at", layer.summary)

    # -- Layers ---------------------------------------------------------------------
    def test_highest_layer_that_has_someone_wins(self):
        self._add_layer(self.dora, sequence=20)
        nights = [Command.create({"kind": "days", "monday": True, "hour_from": 18.0})]
        self._add_layer(self.ada, sequence=10, restriction_ids=nights)
        self.assertEqual(self._get_names(2026, 3, 9, 16, 59), ["Dora"])
        self.assertEqual(self._get_names(2026, 3, 9, 17), ["Ada"])
        self.assertEqual(self._get_names(2026, 3, 10, 7), ["Dora"])

    def test_all_layers_together(self):
        self.schedule.combination = "together"
        self._add_layer(self.ada)
        self._add_layer(self.bea, self.ada)
        self.assertEqual(self._get_names(2026, 3, 9, 7), ["Ada", "Bea"])
        self.assertEqual(self._get_names(2026, 3, 9, 9), ["Ada"])

    def test_weekend_as_one_span(self):
        weekend = {"kind": "span", "weekday_from": "4", "hour_from": 18, "hour_to": 8}
        self._add_layer(self.ada, restriction_ids=[Command.create(weekend)])
        shifts = self._read_shifts(datetime(2026, 3, 5), datetime(2026, 3, 12))
        self.assertEqual(shifts, [("Ada", "06 17:00", "09 07:00")])

    def test_hours_need_a_day(self):
        with self.assertRaises(ValidationError):
            self._add_layer(self.ada, restriction_ids=[Command.create({})])

    def test_public_holidays(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Shop", "company_id": self.company.id, "tz": "Europe/Rome"}
        )
        self.schedule.calendar_id = calendar
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Easter Monday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": datetime(2026, 4, 5, 22),
                "date_to": datetime(2026, 4, 6, 22),
            }
        )
        layer = self._add_layer(self.ada, holiday_rule="only")
        easter = [("Ada", "05 22:00", "06 22:00")]
        span = datetime(2026, 4, 1), datetime(2026, 4, 20)
        self.assertEqual(self._read_shifts(*span), easter)
        layer.holiday_rule = "except"
        before_and_after = [
            ("Ada", "01 00:00", "05 22:00"),
            ("Ada", "06 22:00", "20 00:00"),
        ]
        self.assertEqual(self._read_shifts(*span), before_and_after)

    # -- Exceptions -----------------------------------------------------------------
    def _override(self, **vals):
        return self.env["support.oncall.override"].create(
            {
                "schedule_id": self.schedule.id,
                "date_from": datetime(2026, 3, 5, 10),
                "date_to": datetime(2026, 3, 5, 20),
                **vals,
            }
        )

    def test_overrides(self):
        cases = [
            ({"kind": "replace", "user_id": self.cleo.id}, ["Cleo"]),
            (
                {
                    "kind": "replace",
                    "user_id": self.cleo.id,
                    "replaced_user_id": self.ada.id,
                },
                ["Cleo"],
            ),
            (
                {
                    "kind": "replace",
                    "user_id": self.cleo.id,
                    "replaced_user_id": self.bea.id,
                },
                ["Ada"],
            ),
            ({"kind": "add", "user_id": self.cleo.id}, ["Ada", "Cleo"]),
            ({"kind": "add", "user_id": self.ada.id}, ["Ada"]),
            ({"kind": "remove", "replaced_user_id": self.ada.id}, []),
        ]
        self._add_layer(self.ada, self.bea)
        for vals, names in cases:
            with self.subTest(**vals):
                override = self._override(**vals)
                self.assertEqual(self._get_names(2026, 3, 5, 10), names)
                self.assertEqual(self._get_names(2026, 3, 5, 20), ["Ada"])
                override.unlink()

    def test_whoever_has_no_duty_leaves_it_to_the_layer_below(self):
        self._add_layer(self.ada, sequence=10)
        self._add_layer(self.dora, sequence=20)
        self._override(kind="remove", replaced_user_id=self.ada.id)
        self.assertEqual(self._get_names(2026, 3, 5, 12), ["Dora"])

    def test_an_override_says_who(self):
        for vals in [
            {"kind": "add"},
            {"kind": "replace", "replaced_user_id": self.ada.id},
            {"kind": "remove", "user_id": self.ada.id},
        ]:
            with self.subTest(**vals), self.assertRaises(ValidationError):
                self._override(**vals)

    def test_a_temporary_plan_replaces_everything(self):
        self._add_layer(self.ada)
        self._override(kind="add", user_id=self.cleo.id)
        self.env["support.oncall.temporary.plan"].create(
            {
                "name": "Fair",
                "schedule_id": self.schedule.id,
                "date_from": datetime(2026, 3, 5, 12),
                "date_to": datetime(2026, 3, 5, 16),
                "duty_ids": [
                    Command.create(
                        {
                            "user_id": self.dora.id,
                            "date_from": datetime(2026, 3, 5, 13),
                            "date_to": datetime(2026, 3, 5, 23),
                        }
                    )
                ],
            }
        )
        self.assertEqual(self._get_names(2026, 3, 5, 11), ["Ada", "Cleo"])
        self.assertEqual(self._get_names(2026, 3, 5, 12), [])
        self.assertEqual(self._get_names(2026, 3, 5, 15), ["Dora"])
        self.assertEqual(self._get_names(2026, 3, 5, 16), ["Ada", "Cleo"])

    # -- Edits are never retroactive ------------------------------------------------
    def test_a_change_leaves_the_past_alone(self):
        layer = self._add_layer(self.ada, self.bea)
        self._wait(days=21)
        before = self.schedule.get_shifts(NOW, NOW + timedelta(days=21))
        layer.write({"unit": "daily", "handoff_hour": 6})
        self.schedule.tz = "Asia/Tokyo"
        layer.participant_ids[0].user_id = self.cleo
        after = self.schedule.get_shifts(NOW, NOW + timedelta(days=21))
        self.assertEqual(after, before)

    def test_a_change_leaves_the_time_before_the_schedule_was_entered_alone(self):
        layer = self._add_layer(self.ada, self.bea)
        span = datetime(2026, 1, 10), NOW
        before = self.schedule.get_shifts(*span)
        layer.unit = "daily"
        self.assertEqual(self.schedule.get_shifts(*span), before)
        layer.unlink()
        self.assertEqual(self.schedule.get_shifts(*span), before)

    def test_deleted_overrides_do_not_change_what_was(self):
        self._add_layer(self.ada)
        override = self._override(kind="replace", user_id=self.cleo.id)
        self._wait(days=2)
        override.unlink()
        self.assertEqual(self._get_names(2026, 3, 5, 12), ["Cleo"])

    def test_a_shift_that_runs_ends_when_the_plan_changes(self):
        self._add_layer(self.ada)
        self._wait(days=1)
        self._override(
            kind="replace",
            user_id=self.bea.id,
            date_from=NOW,
            date_to=NOW + timedelta(9),
        )
        shifts = self._read_shifts(NOW, NOW + timedelta(days=3))
        self.assertEqual(
            shifts, [("Ada", "04 12:00", "05 12:00"), ("Bea", "05 12:00", "07 12:00")]
        )

    def test_newcomers_do_not_take_the_running_turn(self):
        layer = self._add_layer(self.ada, self.bea, self.cleo)
        self._wait(days=7)
        holder = self.schedule.get_on_call()
        following = self.schedule.next_user_ids
        layer.participant_ids = [
            Command.create({"user_id": self.dora.id, "sequence": 1})
        ]
        self.assertEqual(self.schedule.get_on_call(), holder)
        layer.participant_ids.filtered(lambda p: p.user_id == self.dora).unlink()
        self.assertEqual(self.schedule.get_on_call(), holder)
        self.schedule.invalidate_recordset()
        self.assertEqual(self.schedule.next_user_ids, following)

    def test_whoever_leaves_hands_over_to_the_next(self):
        layer = self._add_layer(self.ada, self.bea, self.cleo)
        self._wait(hours=2)
        self.assertEqual(self.schedule.get_on_call(), self.cleo)
        layer.participant_ids.filtered(lambda p: p.user_id == self.cleo).unlink()
        self.assertEqual(self.schedule.get_on_call(), self.ada)

    def test_dated_joins_and_leaves(self):
        layer = self._add_layer(self.ada, self.bea)
        layer.participant_ids = [
            Command.create(
                {
                    "user_id": self.cleo.id,
                    "sequence": 5,
                    "date_from": datetime(2026, 3, 18),
                    "date_to": datetime(2026, 4, 30),
                }
            )
        ]
        weeks = [datetime(2026, 3, 9, 12) + timedelta(weeks=n) for n in range(9)]
        names = [self.schedule.get_on_call(at).name for at in weeks]
        expected = "Bea Ada Bea Cleo Ada Bea Cleo Ada Bea".split()
        self.assertEqual(names, expected)

    # -- The ledger -----------------------------------------------------------------
    def test_what_was_worked_is_on_record(self):
        self._add_layer(self.ada, self.bea)
        self._wait(days=6)
        over = self.env[HISTORY].search(
            [("schedule_id", "=", self.schedule.id), ("date_to", "<=", self._wait())]
        )
        self.assertEqual(over.user_id, self.ada)
        self.assertEqual(over.date_to, datetime(2026, 3, 9, 8))
        self.assertEqual(over.state, "done")

    def test_planning_twice_changes_nothing(self):
        self._add_layer(self.ada, self.bea)
        self._wait(days=6)
        self._run_cron("ir_cron_plan_oncall")
        own = [("schedule_id", "=", self.schedule.id)]
        before = self.env[HISTORY].search(own).read(["user_id", "date_from", "date_to"])
        self._run_cron("ir_cron_plan_oncall")
        after = self.env[HISTORY].search(own).read(["user_id", "date_from", "date_to"])
        self.assertEqual(after, before)

    def test_shifts_are_written_by_the_schedule_only(self):
        self._add_layer(self.ada)
        shift = self.env[HISTORY].search([("schedule_id", "=", self.schedule.id)])
        shift = shift.with_user(self.manager)
        for change in (lambda: shift.write({"user_id": self.bea.id}), shift.unlink):
            with self.assertRaises(AccessError):
                change()

    # -- Rights ---------------------------------------------------------------------
    def test_people_on_duty_read_and_managers_plan(self):
        layer = self._add_layer(self.ada)
        self.assertEqual(self.schedule.with_user(self.ada).get_on_call(), self.ada)
        with self.assertRaises(AccessError):
            layer.with_user(self.ada).unit = "daily"
        layer.with_user(self.manager).unit = "daily"
        self.assertEqual(layer.unit, "daily")

    def test_another_company_sees_nothing(self):
        self._add_layer(self.ada)
        stranger = self.env(
            user=self.other_manager,
            context={"allowed_company_ids": self.other_company.ids},
        )
        with self.assertRaises(AccessError):
            self.schedule.with_env(stranger).get_on_call()
        shifts = stranger[HISTORY]
        self.assertFalse(shifts.search([("schedule_id", "=", self.schedule.id)]))

    def test_people_of_another_company_are_refused(self):
        with self.assertRaises(UserError):
            self._add_layer(self.other_manager)
        with self.assertRaises(UserError):
            self._override(kind="add", user_id=self.other_manager.id)
