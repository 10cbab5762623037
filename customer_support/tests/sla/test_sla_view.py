from odoo.tests import tagged

from .sla_common import SlaCommon


@tagged("post_install", "-at_install")
class TestSlaView(SlaCommon):
    """What agents, managers and customers see of service levels."""

    def setUp(self):
        super().setUp()
        self._freeze()

    def _get_countdown(self, ticket):
        ticket.invalidate_recordset(["sla_countdown", "sla_status"])
        own = ticket.with_user(self.agent).with_context(tz="Europe/Rome")
        return own.sla_countdown, own.sla_status

    def test_countdown_is_working_time_in_the_zone_of_the_reader(self):
        self._create_policy(targets={"resolution": 480})
        ticket = self._create_mail()
        cases = [
            ((2, 9), "Resolution: 8 h 00 left, Tuesday 11:00", "on_time"),
            ((2, 16, 30), "Resolution: 1 h 30 left, Tuesday 11:00", "at_risk"),
            ((2, 20), "Resolution: 1 h 00 left, Tuesday 11:00", "at_risk"),
            ((3, 9, 15), "Resolution: 45 min left, Tuesday 11:00", "at_risk"),
            ((3, 10), "Resolution: 0 min late, since Tuesday 11:00", "late"),
            ((3, 14), "Resolution: 3 h 00 late, since Tuesday 11:00", "late"),
        ]
        for moment, text, status in cases:
            with self.subTest(moment=moment):
                self._go_to(*moment)
                self.assertEqual(self._get_countdown(ticket), (text, status))

    def test_ticket_that_waits_for_the_customer_has_no_countdown(self):
        self._create_policy(targets={"resolution": 480})
        ticket = self._create_mail()
        self._agent_answers(ticket)
        self.assertEqual(self._get_countdown(ticket), (False, False))

    def test_list_of_eighty_tickets_costs_what_one_costs(self):
        self._create_policy(targets={"resolution": 480})
        tickets = self.env["support.ticket"].concat(
            *(self._create_mail() for _number in range(80))
        )
        self.env.flush_all()
        for some in (tickets[:1], tickets):
            self.env.invalidate_all()
            some.with_user(self.agent).mapped("sla_countdown")
            some.invalidate_recordset(["sla_countdown", "sla_status"])
            with self.assertQueryCount(1):
                some.with_user(self.agent).mapped("sla_countdown")

    def test_late_and_due_today_are_filters(self):
        self._create_policy(targets={"resolution": (960, 480, 120, 60)})
        urgent, normal = self._create_mail(priority="3"), self._create_mail()
        self._go_to(2, 11)
        tickets = self.env["support.ticket"]
        self.assertEqual(tickets.search([("sla_due_date", "<=", "now")]), urgent)
        today = [("sla_due_date", ">=", "today"), ("sla_due_date", "<", "today +1d")]
        self.assertEqual(tickets.search(today), urgent)
        ordered = (urgent + normal).sorted("sla_due_date")
        self.assertEqual(ordered, urgent + normal)

    def test_customer_sees_only_promises_that_are_published(self):
        policy = self._create_policy(targets={"first_response": 60, "resolution": 480})
        policy.target_ids.filtered(lambda t: t.kind == "resolution").is_published = True
        self._create_policy("internal", {"resolution": 60})
        [deadline] = self._create_mail()._get_published_deadlines()
        self.assertEqual(deadline["kind"], "resolution")
        self.assertEqual(deadline["due_date"], self._at(3, 10))
        self.assertFalse(deadline["is_paused"])

    # -- Adherence ------------------------------------------------------------------
    def test_adherence_counts_met_and_missed_with_the_tickets_behind(self):
        policy = self._create_policy(targets={"first_response": 60})
        good, bad, spam = [self._create_mail() for _number in range(3)]
        spam.action_mark_spam()
        self._agent_answers(good)
        self._go_to(2, 11)
        self._agent_answers(bad)
        reports = self.env["support.sla.report"].with_user(self.manager)
        [(group, share, met, missed)] = reports._read_group(
            [("policy_id", "=", policy.id)],
            ["policy_id"],
            ["adherence:avg", "met_count:sum", "missed_count:sum"],
        )
        self.assertEqual((group, share, met, missed), (policy, 50, 1, 1))
        line = reports.search([("verdict", "=", "missed")])
        self.assertEqual(line.action_open_ticket()["res_id"], bad.id)

    def test_adherence_shows_agents_only_tickets_of_their_teams(self):
        self._create_policy(targets={"first_response": 60})
        own = self._create_mail()
        self._create_mail(team_id=self.second_team.id)
        lines = self.env["support.sla.report"].with_user(self.agent).search([])
        self.assertEqual(lines.ticket_id, own)

    # -- Promise against reality ----------------------------------------------------
    def test_promise_that_is_better_than_reality_warns(self):
        self.mail.calendar_id = self.office
        for minutes in (5, 5, 5, 30, 300):
            self._go_to(2, 9)
            ticket = self._create_mail()
            self._wait(minutes=minutes)
            self._agent_answers(ticket)
        cases = [(1, True), (29, True), (30, False), (60, False), (0, False)]
        for promise, warns in cases:
            with self.subTest(promise=promise):
                self.mail.promise_minutes = promise
                self.assertEqual(self.mail.measured_minutes, 30)
                self.assertEqual(self.mail.is_promise_too_good, warns)

    def test_old_answers_say_nothing_about_the_promise_of_today(self):
        self.mail.promise_minutes = 1
        ticket = self._create_mail()
        self._wait(minutes=30)
        self._agent_answers(ticket)
        self._wait(weeks=5)
        self.mail.invalidate_recordset()
        self.assertFalse(self.mail.is_promise_too_good)
