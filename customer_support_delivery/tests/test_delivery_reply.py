from odoo.tests import tagged

from odoo.addons.customer_support.tests.customer.common import CustomerCommon

TRACKING = "1Z999AA10123456784"
NAMES = ("delivery.carrier", "delivery.tracking_number", "delivery.tracking_link")


@tagged("post_install", "-at_install")
class TestDeliveryReply(CustomerCommon):
    """What reply templates can say of a parcel."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.shop["delivery.carrier"].create(
            {
                "name": "Swift Parcels",
                "product_id": cls.lamp.id,
                "tracking_url": "https://swift.example/<shipmenttrackingnumber>",
            }
        )
        cls.order = cls._create_order()
        cls.ticket = cls._create_ticket(sale_order_id=cls.order.id)

    def _get_values(self):
        ticket = self.ticket.with_user(self.agent)
        return [ticket._get_reply_values(NAMES, "en_US")[name] for name in NAMES]

    def test_parcel_without_a_number_blocks(self):
        self.assertTrue(all(value.problem for value in self._get_values()))

    def test_number_and_page_of_the_carrier_are_said(self):
        self.order.picking_ids.write(
            {"carrier_id": self.carrier.id, "carrier_tracking_ref": TRACKING}
        )
        carrier, number, link = self._get_values()
        self.assertEqual((carrier.text, number.text), ("Swift Parcels", TRACKING))
        self.assertEqual(link.links, ((TRACKING, f"https://swift.example/{TRACKING}"),))

    def test_address_that_is_no_web_page_is_not_linked(self):
        self.carrier.tracking_url = "javascript:alert(1)"
        self.order.picking_ids.write(
            {"carrier_id": self.carrier.id, "carrier_tracking_ref": TRACKING}
        )
        _carrier, number, link = self._get_values()
        self.assertEqual(number.text, TRACKING)
        self.assertTrue(link.problem)
