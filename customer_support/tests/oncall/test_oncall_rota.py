from collections import Counter
from datetime import date, datetime, timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 4, 12)  # a Wednesday


@tagged("post_install", "-at_install")
class TestOncallRotaWizard(OncallCommon):
    """A company of twelve plans a year."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()
        names = [f"Person {number:02}" for number in range(12)]
        self.twelve = self._make_people(*names)
        self.layer = self._add_layer(*self.twelve, handoff_date=date(2026, 3, 2))

    def _propose(self, **vals):
        wizards = self.env["support.oncall.rota"].with_user(self.manager)
        action = self.schedule.with_user(self.manager).action_build_rota()
        rota = Form(wizards.with_context(**action["context"])).save()
        rota.write(vals)
        rota.action_propose()
        return rota

    def test_a_year_is_spread_evenly(self):
        rota = self._propose()
        weeks = Counter(line.user_id for line in rota.line_ids)
        self.assertEqual(len(rota.line_ids), 52)
        self.assertEqual(len(weeks), 12)
        self.assertLessEqual(max(weeks.values()) - min(weeks.values()), 1)
        self.assertEqual(rota.line_ids[0].date_from, datetime(2026, 3, 16, 8))

    def test_proposing_changes_nothing(self):
        before = self.schedule.get_shifts(NOW, NOW + timedelta(days=90))
        self._propose()
        after = self.schedule.get_shifts(NOW, NOW + timedelta(days=90))
        self.assertEqual(after, before)

    def test_what_the_manager_changes_and_applies_holds(self):
        rota = self._propose(date_to=date(2026, 5, 1))
        line = rota.line_ids[1]
        other = (self.twelve - line.user_id)[-1]
        line.user_id = other
        self.assertEqual(line.reason, "manual")
        rota.action_apply()
        at = line.date_from + timedelta(hours=1)
        self.assertEqual(self.schedule.get_on_call(at), other)
        names = [self.schedule.get_on_call(line.date_from) for line in rota.line_ids]
        self.assertEqual(names, [line.user_id for line in rota.line_ids])

    def test_hours_and_other_layers_stay_as_they_are(self):
        self._add_layer(self.dora, sequence=90)
        nights = {"kind": "days", "hour_from": 18, "hour_to": 8, "monday": True}
        self.layer.restriction_ids = [Command.create(nights)]
        rota = self._propose(date_to=date(2026, 5, 1))
        rota.action_apply()
        night, day = datetime(2026, 3, 16, 20), datetime(2026, 3, 17, 12)
        self.assertEqual(self.schedule.get_on_call(night), rota.line_ids[0].user_id)
        self.assertEqual(self.schedule.get_on_call(day), self.dora)

    def test_leave_is_respected(self):
        away = self._propose().line_ids[0].user_id
        away.sudo().write(
            {
                "out_of_office_from": datetime(2026, 3, 10),
                "out_of_office_to": datetime(2026, 5, 1),
            }
        )
        lines = self._propose().line_ids
        spring = lines.filtered(lambda line: line.date_from < datetime(2026, 5, 1))
        self.assertNotIn(away, spring.user_id)
        self.assertIn(away, lines.user_id)

    def test_collaborators_build_no_rota(self):
        wizards = self.env["support.oncall.rota"].with_user(self.ada)
        with self.assertRaises(AccessError):
            wizards.create({"schedule_id": self.schedule.id, "layer_id": self.layer.id})
