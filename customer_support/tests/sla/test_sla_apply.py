from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaApply(SlaCommon):
    def setUp(self):
        super().setUp()
        self._freeze()

    def _open_wizard(self, source):
        action = (
            source.action_apply_to_open()
            if source._name == "support.sla.policy"
            else source.action_apply_to_open_tickets()
        )
        wizards = self.env["support.sla.apply"].with_user(self.manager)
        return wizards.with_context(**action["context"]).create({})

    def test_edited_policy_names_the_open_tickets_before_it_touches_them(self):
        policy = self._create_policy(targets={"resolution": 240})
        ticket, solved = self._create_mail(), self._create_mail()
        solved.action_solve()
        self.assertEqual(self._open_wizard(policy).ticket_count, 0)
        policy.target_ids.minutes_1 = 120
        wizard = self._open_wizard(policy)
        self.assertEqual(wizard.ticket_ids, ticket)
        self.assertEqual(ticket.sla_due_date, self._at(2, 14))
        wizard.action_apply()
        self.assertEqual(ticket.sla_due_date, self._at(2, 11))
        event = self._get_clock(ticket, "resolution").event_ids[-1]
        self.assertEqual((event.kind, event.user_id), ("retarget", self.manager))
        self.assertIn("Gold", event.reason)

    def test_new_policy_reaches_open_tickets_when_it_is_applied(self):
        ticket = self._create_mail()
        policy = self._create_policy(targets={"resolution": 240})
        self.assertFalse(ticket.sla_due_date)
        self._go_to(2, 10)
        self._open_wizard(policy).action_apply()
        self.assertEqual(ticket.sla_due_date, self._at(2, 14))

    def test_new_day_off_moves_open_deadlines_when_it_is_applied(self):
        self._create_policy(targets={"resolution": 480})
        ticket = self._create_mail()
        self.assertEqual(ticket.sla_due_date, self._at(3, 10))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Day off",
                "calendar_id": self.office.id,
                "date_from": self._at(3, 0),
                "date_to": self._at(3, 23, 59),
            }
        )
        self.assertEqual(self._create_mail().sla_due_date, self._at(4, 10))
        self.assertEqual(ticket.sla_due_date, self._at(3, 10))
        wizard = self._open_wizard(self.office)
        self.assertIn(ticket, wizard.ticket_ids)
        wizard.action_apply()
        self.assertEqual(ticket.sla_due_date, self._at(4, 10))

    def test_agent_cannot_apply_policies(self):
        with self.assertRaises(AccessError):
            self.env["support.sla.apply"].with_user(self.agent).create({})


@tagged("post_install", "-at_install")
class TestSlaHolidays(SlaCommon):
    def _open_wizard(self, **values):
        context = self.office.action_add_public_holidays()["context"]
        return Form(self.env["support.sla.holidays"].with_context(**context, **values))

    def _fill(self, country, first, last):
        form = self._open_wizard()
        form.country_id = self.env.ref(f"base.{country}")
        form.year_from, form.year_to = first, last
        form.save().action_add()

    def test_holidays_of_a_country_close_the_calendar_for_whole_local_days(self):
        self.office.tz = "Europe/Rome"
        self._fill("it", 2026, 2026)
        leaves = self.env["resource.calendar.leaves"].search(
            [("calendar_id", "=", self.office.id)], order="date_from"
        )
        self.assertEqual(str(leaves[0].date_from), "2025-12-31 23:00:00")
        self.assertEqual(str(leaves[0].date_to), "2026-01-01 22:59:59")
        self.assertGreaterEqual(len(leaves), 11)

    def test_filling_twice_adds_nothing(self):
        self._fill("it", 2026, 2026)
        domain = [("calendar_id", "=", self.office.id)]
        count = self.env["resource.calendar.leaves"].search_count(domain)
        self._fill("it", 2026, 2026)
        again = self.env["resource.calendar.leaves"].search_count(domain)
        self.assertEqual(count, again)

    def test_deadline_skips_the_holiday(self):
        self._freeze("2026-04-24 16:00:00")
        self._fill("pt", 2026, 2026)
        self._create_policy(targets={"resolution": 120})
        # 25 April is a Saturday; 1 May a Friday.
        self.assertEqual(str(self._create_mail().sla_due_date), "2026-04-27 10:00:00")
        self.frozen.move_to("2026-04-30 16:00:00")
        self.assertEqual(str(self._create_mail().sla_due_date), "2026-05-04 10:00:00")
