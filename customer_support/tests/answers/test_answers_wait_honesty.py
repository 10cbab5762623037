from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from odoo.tests import tagged

from .wait_common import WaitCommon

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestAnswersWaitHonesty(WaitCommon):
    """Two agents of a steady speed for a week; every customer is told his wait."""

    MINUTES = 12
    GAP = 7.5

    def setUp(self):
        super().setUp()
        self.random = Random(11)
        self.hours = self.calendar._get_opening_hours(
            datetime(2026, 2, 1), datetime(2026, 3, 20)
        )

    def _play(self, arrivals):
        """Return (received, answered) of tickets that are answered in their order."""
        free = [datetime(2026, 2, 1)] * 2
        played = []
        for received in arrivals:
            start = max(received, heappop(free))
            work = self.random.gauss(self.MINUTES, self.MINUTES / 4) * MINUTE
            answered = self.hours.add(self.hours.get_next_opening(start), work)
            heappush(free, answered)
            played.append((received, answered.replace(microsecond=0)))
        return played

    def _draw_arrivals(self, start, days):
        at, arrivals = start, []
        while at < start + timedelta(days=days):
            at += self.random.expovariate(1 / self.GAP) * MINUTE
            if at.weekday() < 5 and 8 <= at.hour < 16:
                arrivals.append(at.replace(microsecond=0))
        return arrivals

    def _prepare(self, received, answered=False):
        return {
            "name": "Where is it?",
            "partner_id": self.other_customer.id,
            "team_id": self.team.id,
            "channel_id": self.mail.id,
            "priority": "1",
            "received_date": received,
            "first_response_date": answered,
            "unanswered_since": False if answered else received,
        }

    def test_eight_of_ten_answers_come_as_stated(self):
        tickets = self.env["support.ticket"].with_context(tracking_disable=True)
        monday = datetime(2026, 3, 2)
        played = self._play(self._draw_arrivals(monday - timedelta(days=14), 12))
        past = [self._prepare(*times) for times in played]
        tickets.create(past).write({"unanswered_since": False})
        waiting = []
        for received, answered in self._play(self._draw_arrivals(monday, 5)):
            while waiting and waiting[0][0] <= received:
                at, _id, ticket = heappop(waiting)
                ticket.write({"first_response_date": at, "unanswered_since": False})
            self.frozen.move_to(received)
            ticket = tickets.create(self._prepare(received))
            ticket._state_wait(received)
            heappush(waiting, (answered, ticket.id, ticket))
        for at, _id, ticket in waiting:
            ticket.write({"first_response_date": at, "unanswered_since": False})
        self.frozen.move_to(monday + timedelta(days=14))
        self.env.flush_all()
        report = self.env["support.wait.report"].with_user(self.manager)
        [(honesty, late, width, count)] = report._read_group(
            [("basis", "=", "measured"), ("team_id", "=", self.team.id)],
            [],
            ["honesty:avg", "late_share:avg", "range_hours:avg", "__count"],
        )
        self.assertGreater(count, 200)
        self.assertGreater(honesty, 75)
        self.assertLess(late, 15)
        # A range that always holds because it is wide would say nothing.
        self.assertLess(width, 4)
