from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from odoo.tools.safe_eval import safe_eval

from .alert_common import NIGHT, AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertAnswer(AlertCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)
        self.alert = self._raise()
        self._climb()

    def _see(self, user):
        alerts = self.env["support.alert"].with_user(user)
        own = {"allowed_company_ids": user.company_ids.ids}
        return alerts.with_context(**own).search([])

    # -- Who sees it ------------------------------------------------------------------
    def test_whoever_was_called_finds_it_among_his_calls(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_alert_action_my"
        )

        def find(user):
            domain = safe_eval(action["domain"], {"uid": user.id})
            return self.env["support.alert"].with_user(user).search(domain)

        self.assertIn(self.alert, find(self.nadia))
        self.assertNotIn(self.alert, find(self.omar))

    def test_who_was_called_sees_the_alert_and_its_log(self):
        self.assertEqual(self._see(self.nadia), self.alert)
        self.assertTrue(self.alert.with_user(self.nadia).event_ids[0].description)

    def test_who_was_not_called_sees_nothing(self):
        self.assertFalse(self._see(self.other_manager))
        for user in (self.omar, self.outsider, self.collaborator):
            with self.subTest(user=user.login):
                self.assertFalse(self._see(user))
                events = self.env["support.alert.event"].with_user(user)
                self.assertFalse(events.search([("alert_id", "=", self.alert.id)]))

    def test_agents_see_the_alerts_of_their_teams(self):
        elsewhere = self._raise(key="flood", team_id=self.second_team.id)
        self.assertEqual(self._see(self.agent), self.alert)
        self.assertEqual(self._see(self.manager), self.alert + elsewhere)

    def test_agent_of_own_tickets_sees_their_alerts_only(self):
        own = self._create_ticket(user_id=self.agent_own.id)
        other = self._create_ticket(user_id=self.agent.id)
        own_alert = own._call_somebody("manual")
        other._call_somebody("manual")
        self.assertEqual(self._see(self.agent_own), own_alert)

    # -- Who answers ------------------------------------------------------------------
    def test_who_was_called_acknowledges_and_resolves_without_any_right(self):
        alert = self.alert.with_user(self.nadia)
        alert.action_acknowledge()
        self.assertEqual(self.alert.acknowledged_by_id, self.nadia)
        alert.action_resolve()
        self.assertEqual(self.alert.resolved_by_id, self.nadia)

    def test_who_was_not_called_cannot_answer(self):
        alert = self.alert.with_user(self.omar)
        for action in ("action_acknowledge", "action_resolve"):
            with self.subTest(action=action), self.assertRaises(AccessError):
                getattr(alert, action)()

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_edits_an_alert_by_hand(self):
        for user in (self.nadia, self.agent, self.manager):
            with self.subTest(user=user.login):
                alert = self.alert.with_user(user)
                with self.assertRaises(AccessError):
                    alert.state = "resolved"
                with self.assertRaises(AccessError):
                    alert.unlink()
                with self.assertRaises(AccessError):
                    alert.event_ids.unlink()
        with self.assertRaises(AccessError):
            self.env["support.alert"].with_user(self.manager).create({"name": "No"})

    def test_log_stays_even_for_the_superuser(self):
        with self.assertRaises(AccessError):
            self.alert.event_ids[0].kind = "resolved"
        with self.assertRaises(AccessError):
            self.alert.event_ids[0].unlink()

    def test_second_acknowledgement_is_told_that_it_came_second(self):
        self.alert.with_user(self.nadia).action_acknowledge()
        self.alert.with_user(self.nadia).action_acknowledge()
        self.assertEqual(self._get_kinds(self.alert).count("acknowledged"), 1)
        with self.assertRaises(UserError):
            self.alert.with_user(self.manager).action_acknowledge()

    def test_resolved_alert_stays_resolved(self):
        self.alert.with_user(self.nadia).action_resolve()
        with self.assertRaises(UserError):
            self.alert.with_user(self.manager).action_acknowledge()
        with self.assertRaises(UserError):
            self.alert._hand_over(self.omar, "app")

    def test_who_is_called_may_leave_a_note(self):
        note = "The key is in the box."
        self.alert.with_user(self.nadia).message_post(body=note)
        self.assertIn("key", self.alert.message_ids[0].body)

    # -- Handing over -----------------------------------------------------------------
    def _hand_over(self, by, to):
        wizard = self.env["support.alert.hand.over"].with_user(by)
        wizard.create({"alert_id": self.alert.id, "user_id": to.id}).action_hand_over()

    def test_handed_over_person_is_called_at_once(self):
        self.alert.with_user(self.nadia).action_acknowledge()
        self._hand_over(self.nadia, self.agent)
        self.assertEqual(self.alert.state, "triggered")
        self.assertEqual(self.alert.user_id, self.agent)
        self.assertEqual(len(self._get_messages(self.agent, self.alert)), 2)

    def test_handed_over_alert_climbs_from_where_it_was_if_he_is_silent(self):
        self._hand_over(self.nadia, self.agent)
        self._climb(4)
        self.assertNotIn(self.omar, self.alert.called_user_ids)
        self._climb(1)
        self.assertIn(self.omar, self.alert.called_user_ids)
        self.assertEqual(self._get_kinds(self.alert).count("skipped"), 0)

    def test_stranger_cannot_be_called_nor_hand_over(self):
        with self.assertRaises(UserError):
            self._hand_over(self.nadia, self.outsider)
        with self.assertRaises(AccessError):
            self._hand_over(self.outsider, self.omar)

    def test_colleagues_are_offered_to_somebody_without_rights(self):
        wizard = self.env["support.alert.hand.over"].with_user(self.nadia)
        offered = wizard.new({"alert_id": self.alert.id}).colleague_ids
        names = set(offered.sudo().mapped("login"))
        self.assertLessEqual({"support_omar", "support_manager"}, names)
        self.assertNotIn("support_outsider", names)
