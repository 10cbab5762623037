from odoo.tests import tagged

from .alert_common import NIGHT, AlertCommon


@tagged("post_install", "-at_install")
class TestOncallAlertMine(AlertCommon):
    """Everybody on duty sees for what he was called, and what he did then."""

    def setUp(self):
        super().setUp()
        self._freeze(NIGHT)
        self.alert = self._raise()
        self._climb()

    def _get_calls(self, user):
        action = self.env.ref("customer_support.support_alert_action_my")
        domain = [
            "|",
            ("called_user_ids", "in", user.id),
            ("acknowledged_by_id", "=", user.id),
        ]
        self.assertIn("acknowledged_by_id", action.domain)
        return self.env["support.alert"].with_user(user).search(domain)

    def test_who_took_it_reads_how_long_it_was(self):
        self._wait(minutes=3)
        self.alert.with_user(self.nadia).action_acknowledge()
        [call] = self._get_calls(self.nadia)
        self.assertEqual((call.my_answer, call.my_minutes), ("answered", 3))
        self.assertEqual(f"{call.my_call_date}", NIGHT)

    def test_who_slept_reads_that_somebody_else_took_it(self):
        [call] = self._get_calls(self.nadia)
        self.assertEqual(call.my_answer, "waiting")
        self._climb(minutes=5)
        self.alert.with_user(self.omar).action_acknowledge()
        self.assertEqual(self._get_calls(self.nadia).my_answer, "other")
        self.assertEqual(self._get_calls(self.omar).my_answer, "answered")

    def test_who_was_not_called_has_no_calls(self):
        self.assertFalse(self._get_calls(self.omar))

    def test_list_is_there_for_whoever_has_no_right_but_to_be_called(self):
        view = self.env.ref("customer_support.support_alert_view_list_my")
        names = self._get_calls(self.nadia).get_view(view.id, "list")["models"]
        self.assertIn("my_answer", names["support.alert"])
