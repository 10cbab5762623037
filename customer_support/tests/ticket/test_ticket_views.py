from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketViews(SupportCommon):
    """What a figure counts is what its button opens, and screens open for everybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.filters = cls._get_filters()

    @classmethod
    def _get_filters(cls):
        view = cls.env["support.ticket"].get_view(view_type="search")
        nodes = etree.fromstring(view["arch"]).iter("filter")
        return {node.get("name"): node.get("domain") for node in nodes}

    def _count_opened(self, user, support_filter):
        """Count the tickets of the list that the figure's button opens."""
        team = self.team.with_user(user).with_context(support_filter=support_filter)
        action = team.action_open_tickets()
        domain = Domain(action["domain"])
        for key in action["context"]:
            if key.startswith("search_default_"):
                text = self.filters[key.removeprefix("search_default_")]
                domain &= Domain(safe_eval(text, {"uid": user.id}))
        return self.env["support.ticket"].with_user(user).search_count(domain)

    def _create_one_of_each(self):
        now = fields.Datetime.now()
        self._create_ticket(user_id=self.agent.id)
        self._create_ticket(priority="3", user_id=self.manager.id)
        self._customer_writes(self._create_ticket())
        snoozed = self._create_ticket(user_id=self.agent.id, priority="3")
        snoozed.snoozed_until = now + timedelta(days=1)
        until_reply = self._create_ticket()
        until_reply.snoozed_until_reply = True
        awake = self._create_ticket()
        awake.snoozed_until = now - timedelta(days=1)
        dormant = self._create_ticket()
        dormant.last_movement_date = now - timedelta(days=9)
        self._create_ticket().action_solve()
        self._create_ticket(team_id=self.second_team.id)
        self.env.flush_all()

    def test_every_figure_counts_what_its_button_opens(self):
        self._create_one_of_each()
        team = self.team.with_user(self.agent)
        expected = {
            "open": 5,
            "mine": 1,
            "unassigned": 3,
            "unanswered": 1,
            "dormant": 1,
            "urgent": 1,
            "snoozed": 2,
        }
        for name, count in expected.items():
            with self.subTest(figure=name):
                self.assertEqual(team[f"{name}_count"], count)
                chosen = None if name == "open" else name
                self.assertEqual(self._count_opened(self.agent, chosen), count)

    def test_figures_count_only_what_the_user_may_see(self):
        self._create_one_of_each()
        self.assertEqual(self.team.with_user(self.agent_own).open_count, 3)
        self.assertEqual(self.team.with_user(self.collaborator).open_count, 0)

    def test_figures_of_many_teams_cost_no_more_queries(self):
        self.env["support.team"].create([{"name": f"Team {i}"} for i in range(20)])
        teams = self.env["support.team"].with_user(self.manager).search([])

        def count_queries(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("open_count")
            return self.env.cr.sql_log_count - before

        count_queries(teams[:2])
        self.assertEqual(count_queries(teams), count_queries(teams[:2]))

    def test_every_filter_of_the_search_is_a_valid_domain(self):
        tickets = self.env["support.ticket"].with_user(self.agent)
        for name, text in self.filters.items():
            with self.subTest(filter=name):
                domain = safe_eval(text or "[]", {"uid": self.agent.id})
                tickets.search(domain, limit=1)

    def test_menus_show_each_role_what_it_can_open(self):
        def get_menus(user):
            visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            names = self.env["ir.model.data"].search(
                [("model", "=", "ir.ui.menu"), ("module", "=", "customer_support")]
            )
            return {data.name for data in names if data.res_id in visible}

        self.assertFalse(get_menus(self.outsider))
        self.assertNotIn("support_ticket_call_menu", get_menus(self.collaborator))
        self.assertIn("support_ticket_call_menu", get_menus(self.agent_own))
        self.assertNotIn("customer_support_menu_configuration", get_menus(self.agent))
        self.assertIn("support_stage_menu", get_menus(self.manager))
