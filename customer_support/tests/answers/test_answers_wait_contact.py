from odoo import fields
from odoo.tests import tagged

from ..portal.common import PortalCommon
from .wait_common import WaitCommon

_URL = "/support/contact"
_MARK = "o_support_present"


@tagged("post_install", "-at_install")
class TestAnswersWaitContact(PortalCommon, WaitCommon):
    """Anybody reads how soon we answer at present; nobody types it."""

    def setUp(self):
        super().setUp()
        self.mail.write({"is_published": True, "calendar_id": self.calendar.id})

    def _read(self):
        mail = self.mail.sudo().with_company(self.company)
        return mail._get_contact(fields.Datetime.now())["present"]

    def test_range_of_the_next_answer_is_shown(self):
        self._answer_before(minutes=30)
        self.assertIn("We expect to answer today between 10:30 and", self._read())

    def test_team_that_gets_most_of_the_mail_counts(self):
        self._answer_before(count=3, minutes=240, team_id=self.second_team.id)
        self._answer_before(minutes=30)
        self.assertIn("today between 10:30 and", self._read())

    def test_with_few_answers_the_measured_time_is_shown(self):
        self._answer_before(count=5, minutes=90)
        self.assertEqual(
            self._read(),
            "Lately four of five were answered within 1.5 hours of opening time.",
        )
        self.assertEqual(self.mail.measured_minutes, 90)

    def test_without_answers_nothing_is_shown(self):
        self.assertEqual(self._read(), "")

    def test_page_shows_it_to_anybody(self):
        # The page is of the company that the server serves first.
        main = self.env.ref("base.main_company")
        self._answer_before(count=5, minutes=20, company_id=main.id, team_id=False)
        self._log_in(None)
        page = self._get_page(_URL).text
        self.assertIn(_MARK, page)
        self.assertIn("within 20 minutes of opening time.", page)

    def test_figures_are_calculated_once_a_minute(self):
        self._answer_before(count=5, minutes=90)
        self._read()
        self.env.flush_all()
        self.env.invalidate_all()
        mail = self.mail.sudo().with_company(self.company)
        now = fields.Datetime.now()
        minute = now.replace(second=0)
        with self.assertQueryCount(0):
            mail._get_present_reply(self.mail.id, self.company.id, minute)
        self._answer_before(count=20, minutes=10)
        self.assertIn("1.5 hours", self._read())
        self._wait(minutes=1)
        self.assertNotIn("1.5 hours", self._read())

    def test_published_promise_is_warned_of_by_the_same_figures(self):
        self._answer_before(count=5, minutes=90)
        self.mail.promise_minutes = 60
        self.assertTrue(self.mail.is_promise_too_good)
        self.mail.promise_minutes = 90
        self.assertFalse(self.mail.is_promise_too_good)
