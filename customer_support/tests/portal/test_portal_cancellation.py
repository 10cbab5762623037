from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import PortalReturnCommon


@tagged("post_install", "-at_install")
class TestPortalCancellation(PortalReturnCommon):
    """A customer cancels what has not left yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell(2, deliver=False)
        cls.line = cls.order.order_line
        cls.url = f"/my/orders/{cls.order.id}/cancellation"

    def setUp(self):
        super().setUp()
        self._log_in(self.ada)

    def _cancel(self, *line_ids, token=None, page=None, **values):
        query = f"?access_token={token}" if token else ""
        page = page or self.url_open(self.url + query)
        hidden = self._get_hidden(page, self.url)
        line_ids = list(line_ids or self.line.ids)
        return self._post(self.url, {**hidden, "line_id": line_ids, **values})

    def _find_resolution(self):
        return self.env["support.resolution"].search([("order_id", "=", self.order.id)])

    def test_order_leads_there_while_something_has_not_left(self):
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertIn(self.url, page.text)
        self.assertIn('name="text"', self._get_page(self.url).text)
        self._ship(self.order)
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertNotIn(self.url, page.text)

    def test_order_is_cancelled_with_a_ticket_about_it(self):
        answer = self._cancel(text="<b>Too late</b> for the party")
        decision = self._find_resolution()
        ticket = decision.ticket_id
        self.assertEqual((decision.state, self.order.state), ("done", "cancel"))
        self.assertEqual(self.order.picking_ids.mapped("state"), ["cancel"])
        self.assertEqual(
            (ticket.stage_kind, ticket.partner_id), ("solved", self.customer)
        )
        self.assertIn("Cancelled: 2 × Desk Lamp", answer.text)
        self.assertNotIn("<b>Too late</b>", answer.text)

    def test_what_has_left_stays(self):
        self._ship(self.order, quantity=1)
        self._cancel()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.line.product_uom_qty, 1)

    def test_packed_goods_are_not_cancelled(self):
        page = self.url_open(self.url)
        self.order.picking_ids.move_ids.picked = True
        answer = self._cancel(page=page)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("It is packed and about to leave.", answer.text)
        self.assertFalse(self._find_resolution())

    def test_policy_may_forbid_it(self):
        page = self.url_open(self.url)
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {"policy_id": self.policy.id, "can_cancel": False}
        )
        answer = self._cancel(page=page)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(self.order.state, "sale")

    def test_what_cannot_be_done_at_once_waits_for_an_agent(self):
        model = self.registry["support.resolution"]
        with patch.object(model, "_do_cancellation", side_effect=UserError("Paid.")):
            answer = self._cancel()
        decision = self._find_resolution()
        self.assertEqual((decision.state, self.order.state), ("failed", "sale"))
        self.assertIn(decision.ticket_id.stage_kind, ("new", "open"))
        self.assertIn("We look at it: 2 × Desk Lamp", answer.text)
        self.assertNotIn("Paid.", answer.text)

    def test_lines_of_others_are_not_cancelled(self):
        foreign = self._sell(1, partner=self.other_customer, deliver=False)
        for line_ids in (foreign.order_line.ids, [999999999], ["x"]):
            answer = self._cancel(*line_ids)
            self.assertEqual(answer.status_code, 422, line_ids)
        answer = self._cancel(*self.line.ids, *foreign.order_line.ids)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual({self.order.state, foreign.state}, {"sale"})

    def test_same_form_again_cancels_once(self):
        page = self.url_open(self.url)
        for _time in range(2):
            self._cancel(page=page)
        self.assertEqual(len(self._find_resolution()), 1)

    def test_stranger_and_visitor_reach_nothing(self):
        for visitor in (self.bruno, None):
            self._log_in(visitor)
            self.assertEqual(self._get_page(self.url).status_code, 404)

    def test_link_of_the_order_cancels_it(self):
        self._log_in(None)
        answer = self._cancel(token=self.order._portal_ensure_token())
        self.assertEqual((answer.status_code, self.order.state), (200, "cancel"))
        message = self._get_messages(self._find_resolution().ticket_id)
        self.assertIn("without log-in", message.body)
