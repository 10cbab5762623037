from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .alert_common import NIGHT, AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertSources(AlertCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)

    def _get_alerts(self, ticket):
        return self.env["support.alert"].search([("ticket_id", "=", ticket.id)])

    # -- Urgent outside the hours -----------------------------------------------------
    def test_urgent_ticket_at_night_calls_somebody(self):
        self.customer.phone = "+39 02 5550100"
        ticket = self._create_ticket(self.agent, priority="3")
        alert = self._get_alerts(ticket)
        self.assertEqual(alert.source, "urgent")
        self.assertEqual(alert.policy_id, self.policy)
        self.assertEqual(alert.contact_phone, "+39 02 5550100")
        self._climb()
        self.assertEqual(alert.called_user_ids, self.nadia)

    def test_who_is_called_need_not_see_the_ticket(self):
        ticket = self._create_ticket(priority="3")
        self._climb()
        with self.assertRaises(AccessError):
            ticket.with_user(self.nadia).check_access("read")
        alert = self._get_alerts(ticket).with_user(self.nadia)
        self.assertEqual(alert.name, ticket.display_name)

    def test_cases_that_call_nobody(self):
        cases = {
            "not urgent": lambda: self._create_ticket(priority="2"),
            "other team": lambda: self._create_ticket(
                priority="3", team_id=self.second_team.id
            ),
            "by day": lambda: self._wait(hours=8) and self._create_ticket(priority="3"),
        }
        for case, create in cases.items():
            with self.subTest(case=case):
                self.assertFalse(self._get_alerts(create()))

    def test_ticket_that_becomes_urgent_at_night_calls_once(self):
        ticket = self._create_ticket()
        ticket.with_user(self.agent).priority = "3"
        ticket.with_user(self.agent).priority = "2"
        ticket.with_user(self.agent).priority = "3"
        self.assertEqual(self._get_alerts(ticket).count, 1)

    def test_priority_from_which_is_called_is_the_teams(self):
        self.team.alert_priority = "2"
        self.assertTrue(self._get_alerts(self._create_ticket(priority="2")))

    def test_urgent_call_is_named_as_such(self):
        call = self.env["support.ticket.call"].with_user(self.agent)
        values = {"name": "Fire", "caller_name": "Bo", "team_id": self.team.id}
        call.create({**values, "priority": "3"}).action_log()
        alert = self.env["support.alert"].search([], limit=1)
        self.assertEqual(alert.source, "phone")

    def test_ticket_that_ends_resolves_its_alert(self):
        ticket = self._create_ticket(self.agent, priority="3")
        self._climb()
        ticket.with_user(self.agent).action_solve()
        alert = self._get_alerts(ticket)
        self.assertEqual(alert.state, "resolved")
        self.assertEqual(
            alert.event_ids[-1].description, "Resolved: the ticket has ended"
        )

    # -- Service levels ---------------------------------------------------------------
    def test_breach_calls_by_the_policy_of_the_escalation(self):
        own = self._create_policy({"kind": "person", "user_id": self.omar.id})
        escalation = {
            "moment": "breach",
            "action": "call",
            "escalation_policy_id": own.id,
        }
        target = {
            "kind": "resolution",
            **{f"minutes_{priority}": 60 for priority in range(4)},
            "escalation_ids": [(0, 0, escalation)],
        }
        self.env["support.sla.policy"].search([]).action_archive()
        self.env["support.sla.policy"].create(
            {
                "name": "Gold",
                "company_id": self.company.id,
                "around_the_clock": True,
                "target_ids": [(0, 0, target)],
            }
        )
        ticket = self._create_ticket()
        self._wait(minutes=61)
        ticket.sla_clock_ids._fire_locked()
        alert = self._get_alerts(ticket)
        self.assertEqual((alert.source, alert.policy_id), ("sla", own))
        self.assertEqual(alert.clock_id, ticket.sla_clock_ids)
        self.assertIn("was due", alert.note)
        self._climb()
        self.assertEqual(alert.called_user_ids, self.omar)

    # -- By hand ----------------------------------------------------------------------
    def _open_dialog(self, user, ticket):
        wizards = self.env["support.alert.raise"].with_user(user)
        return wizards.create({"ticket_id": ticket.id, "note": "Bring the key"})

    def test_dialog_says_who_is_called_now(self):
        dialog = self._open_dialog(self.agent, self._create_ticket())
        self.assertEqual(dialog.words.splitlines()[0], "Called now: Nadia.")
        self.schedule.active = False
        self.policy.step_ids[1].unlink()
        dialog = self._open_dialog(self.agent, self._create_ticket())
        self.assertEqual(
            dialog.words.splitlines()[0],
            "Nobody is on duty. The support managers are called now.",
        )

    def test_agent_wakes_somebody_up_by_day_too(self):
        self._wait(hours=8)
        ticket = self._create_ticket()
        self._open_dialog(self.agent, ticket).action_call()
        alert = self._get_alerts(ticket)
        self.assertEqual((alert.source, alert.note), ("manual", "Bring the key"))
        self.assertEqual(alert.raised_by_id, self.agent)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_may_not_work_on_the_ticket_wakes_nobody(self):
        ticket = self._create_ticket(user_id=self.agent.id)
        for user in (self.agent_own, self.collaborator, self.outsider):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._open_dialog(user, ticket).action_call()
        self.assertFalse(self._get_alerts(ticket))

    # -- On the ticket ----------------------------------------------------------------
    def test_banner_says_how_it_stands(self):
        ticket = self._create_ticket(priority="3")
        self._climb()
        seen = ticket.with_user(self.agent)
        self.assertEqual(seen.open_alert_words, "Called: Nadia. Nobody has answered.")
        self._get_alerts(ticket).with_user(self.nadia).action_acknowledge()
        seen.invalidate_recordset()
        self.assertEqual(seen.open_alert_words, "Nadia takes care of it.")
