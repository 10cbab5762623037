from odoo import fields
from odoo.tests import tagged

from .test_ticket_priority import PriorityCommon

CRON = "ir_cron_recalculate_priorities"
LOGGER = "odoo.addons.customer_support.models.ticket.support_priority_request"


@tagged("post_install", "-at_install")
class TestTicketPriorityRetry(PriorityCommon):
    """Requests whose calculation fails."""

    def setUp(self):
        super().setUp()
        self._freeze()
        self._create_rule(problem_tickets_from=1)
        self.problem = self.env["support.problem"].create(
            {"name": "A cold joint", "company_id": self.company.id}
        )
        self.requests = self.env["support.priority.request"]
        self.requests.search([]).unlink()
        self.attempts = 0
        self.is_broken = True
        calculate = type(self.requests)._recalculate

        def calculate_or_fail(own):
            self.attempts += 1
            if self.is_broken:
                raise ValueError("The rule is on fire")
            return calculate(own)

        self.patch(type(self.requests), "_recalculate", calculate_or_fail)

    def _ask(self):
        self.requests._request_for_problems(self.problem)

    def _try(self):
        """Run the job and return the level of the line that it logs."""
        with self.assertLogs(LOGGER, "WARNING") as logs:
            self._run_cron(CRON)
        [record] = logs.records
        return record.levelname

    def _fail_to_the_end(self):
        self._ask()
        levels = []
        while request := self.requests.search([("has_failed", "=", False)]):
            self.frozen.move_to(request.retry_date or fields.Datetime.now())
            levels.append(self._try())
        return levels

    def test_delay_doubles_with_every_attempt(self):
        self._ask()
        for minutes in (1, 2, 4, 8):
            self.assertEqual(self._try(), "WARNING")
            request = self.requests.search([])
            self._wait(minutes=minutes, seconds=-1)
            self._run_cron(CRON)
            self.assertEqual(request.retry_date, self._wait(seconds=1))
        self.assertEqual(self.attempts, 4)

    def test_last_attempt_leaves_a_failed_request_and_one_error_in_the_log(self):
        levels = self._fail_to_the_end()
        self.assertEqual(levels, ["WARNING"] * 9 + ["ERROR"])
        request = self.requests.with_user(self.manager).search([])
        self.assertTrue(request.has_failed)
        self.assertEqual(request.error, "The rule is on fire")
        self._wait(days=30)
        self._run_cron(CRON)
        self.assertEqual(self.attempts, 10)

    def test_asked_again_a_failed_request_is_done_with_the_new_one(self):
        self._fail_to_the_end()
        self.is_broken = False
        self._ask()
        self._run_cron(CRON)
        self.assertFalse(self.requests.search([]))

    def test_asked_again_and_broken_still_there_is_one_attempt(self):
        self._fail_to_the_end()
        self._ask()
        self.assertEqual(self._try(), "ERROR")
        self.assertEqual(self.requests.search([]).mapped("has_failed"), [True, True])
