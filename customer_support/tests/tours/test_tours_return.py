from odoo.tests import HttpCase, new_test_user, tagged

from ..aftersales.refund_common import RefundCommon
from ..aftersales.return_common import ReturnCommon
from . import test_tours_ticket


class ReturnTourCommon(ReturnCommon, RefundCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tours = test_tours_ticket.TestToursTicket
        tours._leave_out_missing_library.__func__(cls)


@tagged("post_install", "-at_install")
class TestToursReturnCustomer(ReturnTourCommon):
    """The customer on his phone, from the order."""

    browser_size = "375,667"
    touch_enabled = True

    def test_customer_sends_it_back(self):
        self._allow_automatically()
        ada = new_test_user(
            self.env,
            login="portal_ada",
            groups="base.group_portal",
            partner_id=self.customer.id,
            email=self.customer.email,
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
            context={"no_reset_password": True},
        )
        self.start_tour(
            f"/my/orders/{self.order.id}",
            "support_customer_sends_it_back",
            login=ada.login,
            timeout=120,
        )
        asked = (
            self.env["support.return.line"]
            .search([("sale_line_id", "=", self.line.id)])
            .return_id
        )
        self.assertEqual((asked.state, asked.desired_outcome), ("cancelled", "refund"))
        self.assertEqual(asked.line_ids.note, "It does not fit")


@tagged("post_install", "-at_install")
class TestToursReturnAgent(ReturnTourCommon):
    browser_size = "1600,900"

    def test_agent_exchanges_what_came_back(self):
        self._pay(self.order)
        self._invoice(self.order)
        chair = self.shop["product.product"].create(
            {"name": "Chair of the tour", "list_price": 60, "is_storable": True}
        )
        self.shop["stock.quant"]._update_available_quantity(
            chair, self.order.warehouse_id.lot_stock_id, 2
        )
        asked = self._come_back(1)
        self.start_tour(
            f"/odoo/action-customer_support.support_return_action/{asked.id}",
            "support_agent_exchanges_what_came_back",
            login=self.agent.login,
            timeout=180,
        )
        decision = asked.resolution_ids
        self.assertEqual((decision.kind, decision.state), ("exchange", "running"))
