from odoo.tests import HttpCase, tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerTour(CustomerCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Debian's package of the host lacks it; the browser would report an error.
        cls.env["ir.asset"].create(
            {
                "name": "Host without selfie_segmentation",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": "mail/static/lib/selfie_segmentation/selfie_segmentation.js",
            }
        )
        cls.order = cls._create_order()
        cls._deliver(cls.order)

    def _start_tour(self, name, ticket):
        self.start_tour(
            f"/odoo/support.ticket/{ticket.id}",
            name,
            login=self.agent.login,
            timeout=180,  # the first one builds the assets
        )

    def test_agent_without_rights_works_beside_the_history(self):
        self._create_ticket(name="The chair squeaks")
        second = self._create_order(confirmed=False)
        ticket = self._create_ticket(sale_order_id=second.id)
        self._customer_writes(ticket, f"No, I mean {self.order.name}")
        self._start_tour("support_customer_history", ticket)
        self.assertEqual(ticket.sale_order_id, self.order)

    def test_history_follows_the_customer(self):
        ticket = self._create_ticket(name="Who is it?", description=self.order.name)
        self._start_tour("support_customer_changes", ticket)
        self.assertEqual(ticket.partner_id, self.other_customer)
