from datetime import datetime

from odoo.tests import tagged

from .common import PortalCommon

_LIST = "o_support_deadlines"


class DeadlineCommon(PortalCommon):
    """A policy that publishes the first answer only, and a goal of our own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        policies = cls.env["support.sla.policy"]
        policies.search([]).action_archive()
        cls.policy = policies.create(
            {
                "name": "Gold contract",
                "around_the_clock": True,
                "target_ids": [
                    (0, 0, cls._prepare_target("first_response", 75)),
                    (0, 0, cls._prepare_target("resolution", 10 * 24 * 60)),
                ],
            }
        )
        cls.policy.target_ids[0].is_published = True
        internal = {"name": "Our goal", "level": "internal", "around_the_clock": True}
        target = {**cls._prepare_target("first_response", 5), "is_published": True}
        policies.create({**internal, "target_ids": [(0, 0, target)]})
        cls.mail = cls.env.ref("customer_support.support_channel_mail")

    @staticmethod
    def _prepare_target(kind, minutes):
        by_priority = {f"minutes_{key}": minutes for key in range(4)}
        return {"kind": kind, **by_priority}


@tagged("post_install", "-at_install")
class TestPortalDeadline(DeadlineCommon):
    """What a customer reads of the deadlines of his ticket."""

    def setUp(self):
        super().setUp()
        self._freeze()
        self.asked = self._create_ticket(channel_id=self.mail.id)

    def _read(self, zone="UTC", **context):
        return self.asked.sudo().with_context(**context)._portal_get_deadlines(zone)

    def test_deadline_is_told_in_plain_words_and_in_the_zone_of_the_visitor(self):
        self.assertEqual(self._read(), ["We answer by Monday, 10:15."])
        self.assertEqual(self._read("Asia/Tokyo"), ["We answer by Monday, 19:15."])

    def test_day_of_the_week_is_in_the_language_of_the_visitor(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        [text] = self._read(lang="fr_FR")
        self.assertIn("lundi, 10:15", text)

    def test_deadline_that_is_far_away_has_its_date(self):
        self.policy.target_ids.is_published = True
        self.assertIn("We solve it by Thursday, March 12, 2026, 09:00.", self._read())

    def test_deadline_that_passed_is_admitted(self):
        self._wait(hours=2)
        [text] = self._read()
        self.assertIn("We wanted to answer by Monday, 10:15", text)

    def test_promise_stands_while_the_customer_is_asked(self):
        self.policy.target_ids.is_published = True
        self._agent_answers(self.asked)
        self.assertEqual(self.asked.stage_kind, "waiting_customer")
        self.assertEqual(self._read(), ["Our deadline stands while we wait for you."])

    def test_times_inside_the_firm_are_never_told(self):
        kinds = ("team_ownership", "third_party")
        self.policy.target_ids.is_published = False
        self.policy.target_ids = [
            (0, 0, {**self._prepare_target(kind, 60), "is_published": True})
            for kind in kinds
        ]
        self.asked = self._create_ticket(channel_id=self.mail.id)
        self.assertTrue(self.asked.sudo().sla_clock_ids)
        self.assertEqual(self._read(), [])

    def test_ended_ticket_promises_nothing(self):
        self.asked.action_solve()
        self.assertEqual(self._read(), [])


@tagged("post_install", "-at_install")
class TestPortalDeadlinePage(DeadlineCommon):
    """The same on the page: who sees it, and who does not."""

    def setUp(self):
        super().setUp()
        self.asked = self._create_ticket(channel_id=self.mail.id)
        self.asked.sla_clock_ids.sudo().write({"due_date": datetime(2126, 3, 4, 20)})

    def _get_text(self, user, **arguments):
        self._log_in(user)
        return self._get_page(self.asked.access_url, **arguments).text

    def test_customer_sees_the_published_promise_only(self):
        self.ada.tz = "Asia/Tokyo"
        text = self._get_text(self.ada)
        self.assertEqual(text.count("We answer by"), 1)
        self.assertIn("Tuesday, March 5, 2126, 05:00", text)
        for secret in ("We solve it", "Gold contract", "Our goal"):
            self.assertNotIn(secret, text)

    def test_customer_with_the_link_sees_it(self):
        token = self._get_token(self.asked)
        self.assertIn("We answer by", self._get_text(None, access_token=token))

    def test_another_customer_and_a_visitor_see_nothing(self):
        for user in (self.bruno, self.mette, None):
            self.assertNotIn("We answer by", self._get_text(user))
        self.assertNotIn(_LIST, self._get_text(None, access_token="wrong"))

    def test_promise_that_is_not_published_is_not_shown(self):
        self.policy.target_ids.is_published = False
        self.assertNotIn(_LIST, self._get_text(self.ada))
