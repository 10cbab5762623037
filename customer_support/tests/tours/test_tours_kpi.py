from odoo.tests import HttpCase, tagged

from ..common import SupportCommon
from . import test_tours_ticket


@tagged("post_install", "-at_install")
class TestToursKpi(SupportCommon, HttpCase):
    """The dashboards in a browser, as an agent and as a manager."""

    browser_size = "1600,900"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)
        channel = cls.env["support.channel"].search([], limit=1)
        cls.ticket = cls._create_ticket(channel_id=channel.id)

    def _run(self, tour, user):
        self.start_tour("/odoo/support", tour, login=user.login, timeout=180)

    def test_agent_looks_at_today(self):
        self._run("support_agent_looks_at_today", self.agent)

    def test_manager_reads_figures(self):
        self._run("support_manager_reads_figures", self.manager)
