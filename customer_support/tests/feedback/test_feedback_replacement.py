from odoo.tests import tagged

from ..aftersales.resolution_common import ResolutionCommon


@tagged("post_install", "-at_install")
class TestFeedbackReplacement(ResolutionCommon):
    def setUp(self):
        super().setUp()
        self._stock(2)
        self.order.picking_ids.action_assign()
        self._deliver(self.order)
        self.program = (
            self.env["support.feedback.program"]
            .with_user(self.manager)
            .create(
                {
                    "name": "After a replacement",
                    "company_id": self.company.id,
                    "event": "replacement",
                }
            )
        )
        self.decision = self._resolve("replacement", 1)

    def _get_events(self):
        invitations = self.env["support.feedback.invitation"].search(
            [("ticket_id", "=", self.ticket.id)]
        )
        return invitations.mapped("event")

    def test_delivered_replacement_is_asked_about_once(self):
        self._deliver(self.decision.sudo().replacement_order_id)
        self.assertEqual(self._get_events(), ["replacement"])

    def test_replacement_on_its_way_is_not_asked_about(self):
        self.assertEqual(self._get_events(), [])

    def test_cancelled_replacement_is_not_asked_about(self):
        self.decision.sudo().replacement_order_id._action_cancel()
        self.assertEqual(self._get_events(), [])
