from datetime import date, datetime

from odoo.tests import tagged

from odoo.addons.customer_support.tests.oncall.oncall_common import OncallCommon

NOW = datetime(2026, 3, 16, 8)  # a Monday, 9:00 in Rome


@tagged("post_install", "-at_install")
class TestOncallTimeOff(OncallCommon):
    """Ada and Bea take weekly turns; Ada is an employee."""

    def setUp(self):
        super().setUp()
        self._freeze(NOW)
        self.schedule = self._make_schedule()
        self._add_layer(self.ada, self.bea, handoff_date=NOW.date())
        self.employee = self._employ(self.ada)
        self.leave_type = self.env["hr.leave.type"].create(
            {
                "name": "On-call compensation",
                "company_id": self.company.id,
                "requires_allocation": True,
                "leave_validation_type": "no_validation",
                "allocation_validation_type": "hr",
            }
        )
        self.rule = self.env["support.oncall.compensation.rule"].create(
            {
                "name": "A day off per week",
                "company_id": self.company.id,
                "schedule_id": self.schedule.id,
                "leave_type_id": self.leave_type.id,
            }
        )

    def _employ(self, user):
        return self.env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "company_id": self.company.id}
        )

    def _get_allocations(self):
        self._run_cron("ir_cron_earn_oncall_credits")
        return self.env["hr.leave.allocation"].search(
            [("holiday_status_id", "=", self.leave_type.id)]
        )

    def test_a_credit_becomes_one_allocation_to_be_approved(self):
        self._wait(days=8)
        allocation = self._get_allocations()
        self.assertEqual(allocation.employee_id, self.employee)
        self.assertEqual((allocation.number_of_days, allocation.state), (1, "confirm"))
        self.assertEqual(self._get_allocations(), allocation)

    def test_a_rule_may_approve(self):
        self.rule.approves_allocations = True
        self._wait(days=8)
        self.assertEqual(self._get_allocations().state, "validate")

    def test_who_becomes_an_employee_gets_his_days(self):
        self._wait(days=15)
        self.assertEqual(len(self._get_allocations()), 1)
        employee = self._employ(self.bea)
        self.assertIn(employee, self._get_allocations().employee_id)

    def _give_the_week_to_cleo(self):
        shift = self.env["support.oncall.shift"].search(
            [("schedule_id", "=", self.schedule.id)], order="date_from", limit=1
        )
        shift.user_id = self.cleo

    def test_a_reversed_credit_refuses_its_allocation(self):
        self.rule.approves_allocations = True
        self._wait(days=8)
        allocation = self._get_allocations()
        self._give_the_week_to_cleo()
        self._get_allocations()
        self.assertEqual(allocation.state, "refuse")

    def test_days_that_were_taken_stay_and_the_followers_read_why(self):
        self.rule.approves_allocations = True
        self._wait(days=8)
        allocation = self._get_allocations()
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": self.leave_type.id,
                "request_date_from": date(2026, 3, 25),
                "request_date_to": date(2026, 3, 25),
            }
        )
        self.assertEqual(leave.state, "validate")
        self._give_the_week_to_cleo()
        self._get_allocations()
        self.assertEqual(allocation.state, "validate")
        self.assertIn("worked by somebody else", allocation.message_ids[0].body)

    def test_approved_time_off_meets_duty(self):
        leave = self.env["hr.leave"].create(
            {
                "employee_id": self.employee.id,
                "holiday_status_id": self._get_free_type().id,
                "request_date_from": date(2026, 3, 31),
                "request_date_to": date(2026, 4, 1),
            }
        )
        self.assertEqual(leave.state, "validate")
        self._run_cron("ir_cron_look_ahead_oncall")
        swap = self.env["support.oncall.swap"].search(
            [("schedule_id", "=", self.schedule.id)]
        )
        self.assertEqual((swap.user_id, swap.colleague_id), (self.ada, self.bea))
        leave.action_refuse()
        self._run_cron("ir_cron_look_ahead_oncall")
        self.assertEqual(swap.state, "expired")

    def _get_free_type(self):
        return self.env["hr.leave.type"].create(
            {
                "name": "Holiday",
                "company_id": self.company.id,
                "requires_allocation": False,
                "leave_validation_type": "no_validation",
            }
        )
