from odoo.tests import tagged

from odoo.addons.customer_support.tests.oncall.alert_common import NIGHT, AlertCommon


@tagged("post_install", "-at_install")
class TestSmsAlert(AlertCommon):
    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)
        self.nadia.phone = "+39 345 5550100"

    def _call(self, delay=0):
        """Call Nadia, who wants an SMS after so many minutes; return the alert."""
        rules = self.env["support.notification.rule"].with_user(self.nadia)
        rules.create({"channel": "sms", "delay": delay, "importance": "important"})
        alert = self._raise()
        self._climb()
        return alert

    def _get_sms(self):
        partner = self.nadia.partner_id
        return self.env["sms.sms"].search([("partner_id", "=", partner.id)])

    def test_sms_waits_in_the_queue_with_the_link(self):
        alert = self._call()
        sms = self._get_sms()
        self.assertEqual((sms.state, sms.number), ("outgoing", "+393455550100"))
        self.assertIn("Somebody needs you", sms.body)
        self.assertIn(alert._get_link(self.nadia), sms.body)

    def test_sms_comes_after_the_minutes_of_the_rule(self):
        self._call(delay=3)
        self.assertFalse(self._get_sms())
        self._climb(3)
        self.assertEqual(len(self._get_sms()), 1)

    def test_without_a_rule_there_is_no_sms(self):
        self._raise()
        self._climb()
        self.assertFalse(self._get_sms())

    def test_sms_that_is_refused_leaves_the_mail_time(self):
        alert = self._call()
        self._get_sms().action_set_error("sms_server")
        self._climb()
        self.assertIn("failed", self._get_kinds(alert))
        self.assertNotIn("unreachable", self._get_kinds(alert))

    def test_sms_and_mail_that_are_refused_are_silence(self):
        self.nadia.email = False
        alert = self._call()
        self._get_sms().action_set_error("sms_server")
        self._climb()
        self.assertIn("unreachable", self._get_kinds(alert))
        self.assertIn(self.omar, alert.called_user_ids)

    def test_person_without_a_number_gets_the_mail_all_the_same(self):
        self.nadia.phone = False
        alert = self._call()
        self._climb()
        failed = alert.event_ids.filtered(lambda event: event.kind == "failed")
        self.assertEqual(
            failed.description, "Not delivered to Nadia: SMS. There is no phone number."
        )
        self.assertEqual(len(self._get_messages(self.nadia, alert)), 2)
