from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ...const import OPEN_KINDS
from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketStartPage(SupportCommon):
    """What agents look at all day costs the same with many tickets as with few."""

    _FIGURES = (
        "open_count",
        "mine_count",
        "unassigned_count",
        "unanswered_count",
        "dormant_count",
        "urgent_count",
        "snoozed_count",
    )

    def _create_tickets(self, count):
        for number in range(count):
            self._create_ticket(
                priority=str(number % 4), user_id=self.agent.id if number % 2 else False
            )

    def _count_queries(self, call):
        """Call twice, and count the second time, with warm caches of the registry."""
        call()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        call()
        return self.env.cr.sql_log_count - before

    def _count_at_two_sizes(self, call):
        self._create_tickets(4)
        few = self._count_queries(call)
        self._create_tickets(40)
        return few, self._count_queries(call)

    def _read_start_page(self):
        teams = self.env["support.team"].with_user(self.agent).search([])
        return teams.read(self._FIGURES)

    def test_start_page_costs_the_same_with_few_and_many_tickets(self):
        few, many = self._count_at_two_sizes(self._read_start_page)
        self.assertEqual(few, many)

    def test_figures_of_the_start_page_are_counted_together(self):
        self._create_tickets(4)
        teams = self.env["support.team"].with_user(self.agent)
        domains = teams._get_count_domains().values()
        self.team.with_user(self.agent)._count_open_tickets(domains)
        self.env.flush_all()
        with self.assertQueryCount(1):
            # The figure of those that wait too long asks the teams as well.
            self.team.with_user(self.agent)._count_open_tickets(list(domains)[:4])

    def test_list_costs_the_same_with_few_and_many_tickets(self):
        tickets = self.env["support.ticket"].with_user(self.agent)
        domain = [("stage_kind", "in", OPEN_KINDS), ("is_snoozed", "=", False)]

        def show():
            specification = dict.fromkeys(["number", "name", "sla_countdown"], {})
            tickets.web_search_read(domain, specification, limit=80)

        few, many = self._count_at_two_sizes(show)
        self.assertEqual(few, many)

    def test_every_figure_counts_what_its_domain_finds(self):
        self._create_tickets(8)
        snoozed = self._create_ticket()
        snoozed.snoozed_until = fields.Datetime.now() + timedelta(days=1)
        team = self.team.with_user(self.agent)
        open_tickets = [("team_id", "=", team.id), ("stage_kind", "in", OPEN_KINDS)]
        for name, domain in team._get_count_domains().items():
            found = self.env["support.ticket"].with_user(self.agent)
            expected = found.search_count([*open_tickets, *domain])
            self.assertEqual(team[name], expected, name)
        self.assertEqual(team.snoozed_count, 1)

    def test_figures_leave_out_what_the_agent_may_not_see(self):
        self._create_ticket(team_id=self.second_team.id)
        self.assertEqual(self.second_team.with_user(self.agent).open_count, 0)
        self.assertEqual(self.second_team.with_user(self.manager).open_count, 1)
