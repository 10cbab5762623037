from odoo.tests import tagged

from ..mail.common import MailDoorCommon
from .wait_common import WaitCommon

LATE_ON_FRIDAY = {"days": 4, "hours": 12}


@tagged("post_install", "-at_install")
class TestAnswersWaitMail(MailDoorCommon, WaitCommon):
    """What the acknowledgement says of the wait, in the customer's words and zone."""

    def _get_told(self, **values):
        self._open_by_mail(**values)
        return self._get_sent()[-1]["body"]

    def test_range_is_stated_in_the_customers_zone(self):
        self._answer_before(minutes=30)
        self.assertIn("We expect to answer today between 10:30 and", self._get_told())
        self.customer.tz = "Asia/Tokyo"
        # The first one is before this one.
        self.assertIn("We expect to answer today between 19:00 and", self._get_told())

    def test_friday_night_names_opening_and_monday(self):
        self._answer_before(minutes=30)
        self._wait(**LATE_ON_FRIDAY)
        body = self._get_told()
        self.assertIn("We are closed now and back on Monday, 09:00.", body)
        self.assertIn("We expect to answer on Monday between 09:30 and 09:45.", body)

    def test_without_figures_only_the_opening_is_named(self):
        self._wait(**LATE_ON_FRIDAY)
        body = self._get_told()
        self.assertIn("We are closed now and back on Monday, 09:00.", body)
        self.assertNotIn("We expect", body)

    def test_italian_customer_reads_italian(self):
        self.env["res.lang"]._activate_lang("it_IT")
        module = self.env.ref("base.module_customer_support")
        module._update_translations("it_IT")
        self.customer.lang = "it_IT"
        self._answer_before(minutes=30)
        self._wait(**LATE_ON_FRIDAY)
        body = self._get_told()
        self.assertIn("grazie per averci scritto", body)
        self.assertIn("Ora siamo chiusi e torniamo lunedì, 09:00.", body)
        self.assertIn("Prevediamo di rispondere lunedì tra le 09:30 e le 09:45.", body)

    def test_what_was_told_is_kept_with_its_reasons(self):
        self._answer_before(minutes=30)
        ticket = self._open_by_mail()
        told = ticket.with_user(self.agent).wait_estimate_ids
        self.assertEqual(len(told), 1)
        self.assertIn("0 tickets before", told.reasons)

    def test_who_gets_no_acknowledgement_was_told_nothing(self):
        self._answer_before()
        self.team.acknowledge = False
        self.assertFalse(self._open_by_mail().wait_estimate_ids)

    def test_foreigner_without_a_zone_reads_whose_clock_it_is(self):
        self._answer_before()
        self.company.country_id = self.env.ref("base.it")
        self.customer.tz = False
        self.customer.country_id = self.env.ref("base.jp")
        self.assertIn("(Europe/Rome)", self._get_told())
        self.customer.country_id = self.env.ref("base.it")
        self.assertNotIn("(Europe/Rome)", self._get_told())
