from odoo.tests import tagged

from .kpi_common import KpiCommon, to_datetime


@tagged("post_install", "-at_install")
class TestKpiReturns(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        [ticket] = cls._create_past(
            [{"received_date": to_datetime("2025-06-10 10:00:00")}]
        )
        vals_list = [
            {"ticket_id": ticket.id, "state": state}
            for state in ("requested", "refused", "cancelled")
        ]
        cls.returns = cls.env["support.return"].create(vals_list)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE support_return SET create_date = %s WHERE id IN %s",
            ["2025-06-11 10:00:00", cls.returns._ids],
        )

    def test_returns_count_unless_cancelled(self):
        figure = self._compute()["figures"]["returns_count"]
        self.assertEqual((figure["value"], figure["previous"]), (2, 0))
        found = self.env["support.return"].with_user(self.manager)
        self.assertEqual(found.search(figure["domain"]), self.returns[:2])
