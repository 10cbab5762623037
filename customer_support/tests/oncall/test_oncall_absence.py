from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import tagged

from .oncall_common import OncallCommon

NOW = datetime(2026, 3, 4, 12)  # a Wednesday
ADAS_WEEK = datetime(2026, 3, 16, 8), datetime(2026, 3, 23, 8)


@tagged("post_install", "-at_install")
class TestOncallAbsence(OncallCommon):
    """Ada, Bea and Cleo take weekly turns; Ada has the week from 23 March."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule(responsible_id=self.manager.id)
        self._add_layer(self.ada, self.bea, self.cleo, handoff_date=NOW - timedelta(2))

    def _take_leave(self, user, start, end):
        resource = self.env["resource.resource"].search([("user_id", "=", user.id)])
        resource = resource or resource.create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "resource_id": resource.id,
                "calendar_id": resource.calendar_id.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def _get_proposals(self, state="open"):
        self._run_cron("ir_cron_look_ahead_oncall")
        return self.env["support.oncall.swap"].search(
            [("schedule_id", "=", self.schedule.id), ("state", "=", state)]
        )

    def _get_warnings(self, schedule=None):
        self._run_cron("ir_cron_look_ahead_oncall")
        return (schedule or self.schedule).warning_ids

    # -- Proposals ------------------------------------------------------------------
    def test_leave_that_meets_a_shift_is_offered_to_who_has_least(self):
        start, end = datetime(2026, 3, 12), datetime(2026, 3, 15)
        self._take_leave(self.bea, start, end)
        proposal = self._get_proposals()
        self.assertEqual((proposal.date_from, proposal.date_to), (start, end))
        self.assertEqual(proposal.user_id, self.bea)
        self.assertTrue(proposal.is_automatic)
        shares = self.schedule._get_shares(*self.schedule._get_score_span(NOW))
        order = [share.person for share in reversed(shares)]
        order.remove(self.bea.id)
        self.assertEqual(proposal.colleague_id.id, order[0])

    def test_withdrawn_proposal_is_made_again_after_a_day(self):
        """Somebody withdrew it, but the duty is still without anybody."""
        start, end = datetime(2026, 3, 12), datetime(2026, 3, 15)
        self._take_leave(self.bea, start, end)
        self._get_proposals().with_user(self.bea).action_withdraw()
        self._wait(hours=23)
        self.assertFalse(self._get_proposals())
        self._wait(hours=2)
        self.assertEqual(self._get_proposals().date_from, start)

    def test_looking_again_proposes_nothing_new(self):
        self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        proposal = self._get_proposals()
        self.assertEqual(self._get_proposals(), proposal)

    def test_days_off_wake_the_job(self):
        cron = self.env.ref("customer_support.ir_cron_look_ahead_oncall")
        own = [("cron_id", "=", cron.id)]
        before = self.env["ir.cron.trigger"].search_count(own)
        self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        self.env.cr.precommit.run()
        self.assertGreater(self.env["ir.cron.trigger"].search_count(own), before)

    def test_who_is_away_too_is_not_asked(self):
        span = datetime(2026, 3, 12), datetime(2026, 3, 15)
        self._take_leave(self.bea, *span)
        self._take_leave(self.ada, *span)
        self.assertEqual(self._get_proposals().colleague_id, self.cleo)
        self._take_leave(self.cleo, *span)
        stand_in = self.schedule._find_stand_in(self.bea, *span)
        self.assertFalse(stand_in)

    def test_who_would_have_no_rest_is_not_asked(self):
        self.schedule.min_rest_hours = 11
        # Ada has the week before Bea's, Cleo the one after it.
        self._take_leave(self.bea, datetime(2026, 3, 9), datetime(2026, 3, 10))
        self.assertEqual(self._get_proposals().colleague_id, self.cleo)

    def test_a_withdrawn_absence_withdraws_the_proposal(self):
        leave = self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        proposal = self._get_proposals()
        leave.unlink()
        self.assertFalse(self._get_proposals())
        self.assertEqual(proposal.state, "expired")

    def test_a_shift_that_is_planned_after_the_leave_was_entered_is_found(self):
        self._take_leave(self.dora, datetime(2026, 3, 7), datetime(2026, 3, 8))
        self.assertFalse(self._get_proposals())
        self.env["support.oncall.override"].create(
            {
                "schedule_id": self.schedule.id,
                "user_id": self.dora.id,
                "date_from": datetime(2026, 3, 6),
                "date_to": datetime(2026, 3, 9),
            }
        )
        self.assertEqual(self._get_proposals().user_id, self.dora)

    def test_out_of_office_counts(self):
        self.bea.out_of_office_from = datetime(2026, 3, 12)
        self.bea.out_of_office_to = datetime(2026, 3, 13)
        self.assertEqual(self._get_proposals().user_id, self.bea)

    def test_after_a_no_the_next_one_is_asked_and_then_nobody(self):
        self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        proposal = self._get_proposals()
        first = proposal.colleague_id
        answers = self.env["support.oncall.swap.answer"]
        for _round in range(2):
            asked = proposal.colleague_id
            answers.with_user(asked).create(
                {"swap_id": proposal.id, "kind": "decline", "reason": "No"}
            ).action_apply()
        self.assertNotEqual(asked, first)
        self.assertEqual(proposal.state, "declined")
        self.assertFalse(self._get_proposals())

    def test_when_it_is_covered_nothing_is_missing(self):
        self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        proposal = self._get_proposals()
        self.assertEqual(self.schedule.warning_ids.mapped("kind"), ["absence"])
        proposal.with_user(proposal.colleague_id).action_accept()
        self.assertFalse(self._get_proposals())
        self.assertFalse(self.schedule.warning_ids)

    def test_the_shift_is_marked(self):
        self._take_leave(self.bea, datetime(2026, 3, 12), datetime(2026, 3, 15))
        shifts = self.env["support.oncall.shift"].with_user(self.ada)
        own = [("schedule_id", "=", self.schedule.id)]
        marked = shifts.search([*own, ("is_absent", "=", True)])
        self.assertEqual(marked.date_from, datetime(2026, 3, 9, 8))
        self.assertTrue(marked.is_absent)
        others = shifts.search([*own, ("is_absent", "=", False)])
        self.assertFalse(marked & others)
        self.assertFalse(any(others.mapped("is_absent")))

    # -- Warnings -------------------------------------------------------------------
    def test_gaps_are_reported_where_somebody_must_be_there(self):
        self.schedule.layer_ids.unlink()
        nights = {"kind": "days", "hour_from": 18, "hour_to": 8, "monday": True}
        self._add_layer(self.ada, restriction_ids=[Command.create(nights)])
        self.assertFalse(self._get_warnings())
        self.schedule.coverage = "always"
        gap = self._get_warnings()[0]
        self.assertEqual((gap.kind, gap.date_to), ("gap", datetime(2026, 3, 9, 17)))
        self.schedule.coverage = "planned"
        self.assertFalse(self._get_warnings())

    def test_no_gap_in_working_hours_where_only_the_rest_counts(self):
        calendar = self.env["resource.calendar"].create(
            {"name": "Shop", "company_id": self.company.id, "tz": "Europe/Rome"}
        )
        self.schedule.write({"coverage": "outside", "calendar_id": calendar.id})
        self.schedule.layer_ids.unlink()
        needed = self.schedule._get_needed_spans(
            datetime(2026, 3, 9), datetime(2026, 3, 10)
        )
        hours = sum(end - start for start, end in needed) / 3600
        self.assertEqual(hours, 16)

    def test_duty_in_two_schedules_is_reported(self):
        other = self._make_schedule(name="Days")
        layer = self._add_layer(self.bea, schedule=other)
        layer.date_to = datetime(2026, 3, 9, 10)
        warning = self._get_warnings(other)
        self.assertEqual(warning.kind, "overlap")
        self.assertEqual(
            (warning.date_from, warning.date_to),
            (datetime(2026, 3, 9, 8), datetime(2026, 3, 9, 10)),
        )

    def test_rest_and_maximum_are_reported(self):
        self.schedule.write({"min_rest_hours": 24 * 15, "max_month_hours": 170})
        kinds = set(self._get_warnings().mapped("kind"))
        self.assertEqual(kinds, {"rest", "maximum"})

    def test_the_responsible_person_is_told_once_when_it_is_near(self):
        def count():
            return self.env["mail.message"].search_count(
                [
                    ("model", "=", "support.oncall.schedule"),
                    ("res_id", "=", self.schedule.id),
                    ("partner_ids", "in", self.manager.partner_id.ids),
                ]
            )

        self._take_leave(self.cleo, datetime(2026, 3, 20), datetime(2026, 3, 21))
        counts = []
        for _day in range(4):
            self._get_warnings()
            counts.append(count())
            self._wait(days=1)
        self.assertEqual(counts, [0, 0, 1, 1])

    def test_looking_again_keeps_the_warnings(self):
        self.schedule.layer_ids.unlink()
        self.schedule.coverage = "always"
        warning = self._get_warnings()
        end = warning.date_to
        self._wait(days=1)
        self.assertEqual(self._get_warnings(), warning)
        self.assertEqual(warning.date_to, end + timedelta(days=1))
