from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .alert_common import NIGHT, AlertCommon

NOTIFY_LOGGER = "odoo.addons.customer_support.models.oncall.support_alert_notify"


@tagged("post_install", "-at_install")
class TestOncallAlertNotify(AlertCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)

    def _add_rule(self, user, delay, importance="important", channel="mail"):
        rules = self.env["support.notification.rule"].with_user(user)
        return rules.create(
            {
                "user_id": user.id,
                "delay": delay,
                "importance": importance,
                "channel": channel,
            }
        )

    def _get_mails(self, user, alert):
        mails = self._get_messages(user, alert).filtered(
            lambda message: message.notification_type == "email"
        )
        return mails.mail_mail_id

    def _lose_mails(self, user, alert):
        """Let the mail server refuse what the queue has for a user."""
        self._get_mails(user, alert)._postprocess_sent_message(
            [], [], failure_reason="No such mailbox", failure_type="mail_smtp"
        )

    # -- Being told -------------------------------------------------------------------
    def test_everybody_is_told_in_the_inbox_and_by_mail_whatever_he_prefers(self):
        for user, preference in ((self.nadia, "email"), (self.omar, "inbox")):
            user.notification_type = preference
        alert = self._raise()
        self._climb()
        self._climb(5)
        for user in (self.nadia, self.omar):
            with self.subTest(user=user.login):
                ways = self._get_messages(user, alert).mapped("notification_type")
                self.assertEqual(sorted(ways), ["email", "inbox"])

    def test_mail_waits_in_the_queue_of_the_transaction_that_notes_it(self):
        alert = self._raise()
        self._climb()
        mail = self._get_mails(self.nadia, alert)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(f"/support/alert/{alert.id}/{self.nadia.id}-", mail.body_html)
        self.assertIn(self.nadia.partner_id, mail.recipient_ids)

    def test_mail_goes_to_one_person_and_says_what_is_needed(self):
        alert = self._raise(note="Water in hall 3", contact_name="Ada")
        self._climb()
        body = self._get_mails(self.nadia, alert).body_html
        for text in ("Fire in the warehouse", "Water in hall 3", "+39 02 5550100"):
            self.assertIn(text, body)

    def test_link_of_somebody_is_read_by_nobody_else(self):
        alert = self._raise()
        self._climb()
        self._climb(5)
        messages = self.env["mail.message"].with_user(self.omar)
        found = messages.search(
            [("model", "=", "support.alert"), ("res_id", "=", alert.id)]
        )
        self.assertTrue(found)
        self.assertEqual(found.sudo().partner_ids, self.omar.partner_id)

    def test_texts_of_strangers_stay_text(self):
        alert = self._raise(name="<b>Fire</b>", note="<script>x</script>")
        self._climb()
        body = self._get_mails(self.nadia, alert).body_html
        self.assertNotIn("<script", body)
        self.assertNotIn("<b>Fire", body)

    def test_own_rule_tells_again_while_nobody_has_answered(self):
        self._add_rule(self.nadia, 3)
        alert = self._raise()
        self._climb()
        self._climb(2)
        self.assertEqual(len(self._get_mails(self.nadia, alert)), 1)
        self._climb(1)
        self.assertEqual(len(self._get_mails(self.nadia, alert)), 2)
        self.assertEqual(alert.call_count, 1, "The ladder is where it was.")

    def test_own_rule_is_quiet_once_somebody_has_answered(self):
        self._add_rule(self.nadia, 3)
        alert = self._raise()
        self._climb()
        alert.with_user(self.nadia).action_acknowledge()
        self._climb(3)
        self.assertEqual(len(self._get_mails(self.nadia, alert)), 1)

    def test_own_rule_for_normal_alerts_does_not_count_for_important_ones(self):
        self._add_rule(self.nadia, 3, importance="normal")
        alert = self._raise()
        self._climb()
        self.assertEqual(len(alert.notification_ids), 2)

    # -- Quiet hours ------------------------------------------------------------------
    def _set_quiet(self, user):
        # As the user himself, in his preferences.
        user.with_user(user).write(
            {
                "support_has_quiet_hours": True,
                "support_quiet_from": 22,
                "support_quiet_to": 7,
            }
        )

    def test_in_quiet_hours_only_important_alerts_pass(self):
        self._set_quiet(self.nadia)
        normal = self._raise(importance="normal")
        important = self._raise(key="flood")
        self._climb()
        self.assertEqual(normal.called_user_ids, self.omar)
        self.assertEqual(important.called_user_ids, self.nadia)
        reasons = [e.description for e in normal.event_ids if e.kind == "skipped"]
        self.assertEqual(reasons, ["Step 1 skipped: only important alerts pass now"])

    def test_alert_that_all_are_spared_goes_to_the_managers(self):
        self._set_quiet(self.nadia)
        self._set_quiet(self.omar)
        self._set_quiet(self.manager)
        alert = self._raise(importance="normal")
        self._climb()
        self.assertIn(self.manager, alert.called_user_ids)

    def test_by_day_quiet_hours_do_not_count(self):
        self._set_quiet(self.nadia)
        self._wait(hours=8)
        alert = self._raise(importance="normal")
        self._climb()
        self.assertEqual(alert.called_user_ids, self.nadia)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_rules_are_ones_own_business(self):
        rule = self._add_rule(self.nadia, 3)
        rules = self.env["support.notification.rule"]
        self.assertFalse(rules.with_user(self.omar).search([]))
        self.assertFalse(rules.with_user(self.manager).search([]))
        with self.assertRaises(AccessError):
            rule.with_user(self.manager).delay = 9
        with self.assertRaises(AccessError):
            rules.with_user(self.omar).create({"user_id": self.nadia.id})

    def test_preferences_hold_ones_own_rules_and_take_no_others(self):
        theirs = self._add_rule(self.omar, 3)
        nadia = self.nadia.with_user(self.nadia)
        # The request is hers: the host looks who has begun the transaction.
        self.patch(self.env.transaction, "default_env", nadia.env)
        nadia.write({"support_notification_rule_ids": [Command.create({"delay": 4})]})
        self.assertEqual(self.nadia.support_notification_rule_ids.delay, 4)
        with self.assertRaises(AccessError):
            nadia.write({"support_notification_rule_ids": [Command.link(theirs.id)]})

    # -- Not delivered ----------------------------------------------------------------
    def test_mail_that_is_refused_lets_the_next_step_come_at_once(self):
        alert = self._raise()
        self._climb()
        self._wait(minutes=1)
        self._lose_mails(self.nadia, alert)
        self._climb()
        log = [e.description for e in alert.event_ids if e.kind != "notified"]
        self.assertEqual(
            log[-3:],
            [
                "Not delivered to Nadia: Mail. No such mailbox",
                "Nobody of them was reached: the next step comes at once",
                "Step 2: Omar is called",
            ],
        )

    def test_mail_that_bounces_is_silence(self):
        alert = self._raise()
        self._climb()
        mail = self._get_messages(self.nadia, alert).filtered("mail_mail_id")
        mail.write({"notification_status": "bounce", "failure_type": "mail_bounce"})
        self._climb()
        self.assertIn(self.omar, alert.called_user_ids)

    def test_person_without_address_is_silence(self):
        self.nadia.email = False
        alert = self._raise()
        self._climb()
        self._climb()
        self.assertIn("unreachable", self._get_kinds(alert))
        self.assertIn(self.omar, alert.called_user_ids)

    def test_one_mail_lost_of_two_leaves_the_other_time_to_answer(self):
        alert = self._raise(self._create_policy({"kind": "team", "delay": 5}))
        self._climb()
        self._lose_mails(self.agent, alert)
        self._climb()
        self.assertNotIn("unreachable", self._get_kinds(alert))
        self._lose_mails(self.agent_own, alert)
        self._climb()
        self.assertIn("unreachable", self._get_kinds(alert))

    def test_lost_mails_of_managers_do_not_call_them_without_a_pause(self):
        alert = self._raise(self.env["support.escalation.policy"])
        self._climb()
        for user in alert.called_user_ids:
            self._lose_mails(user, alert)
        self._climb()
        self._climb(14)
        self.assertEqual(self._get_kinds(alert).count("exhausted"), 1)
        self._climb(1)
        self.assertEqual(self._get_kinds(alert).count("exhausted"), 2)

    def test_lost_mail_of_an_answered_alert_changes_nothing(self):
        alert = self._raise()
        self._climb()
        alert.with_user(self.nadia).action_acknowledge()
        self._lose_mails(self.nadia, alert)
        self._climb()
        self.assertEqual(alert.state, "acknowledged")
        self.assertNotIn(self.omar, alert.called_user_ids)

    @mute_logger(NOTIFY_LOGGER)
    def test_channel_that_breaks_stops_no_other(self):
        self.patch(type(self.env["support.alert"]), "_send_inbox", lambda *_args: 1 / 0)
        alert = self._raise()
        self._climb()
        self.assertTrue(self._get_mails(self.nadia, alert))
        self._climb()
        self.assertIn("failed", self._get_kinds(alert))
        self.assertNotIn("unreachable", self._get_kinds(alert))
