import json

from odoo.tests import tagged

from odoo.addons.customer_support.tests.customer.common import CustomerCommon

TRACKING = "1Z999AA10123456784"


@tagged("post_install", "-at_install")
class TestDeliveryTracking(CustomerCommon):
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

    def _ship(self, partner=None):
        picking = self._create_order(partner).picking_ids
        picking.write({"carrier_id": self.carrier.id, "carrier_tracking_ref": TRACKING})
        return picking

    def test_delivery_links_to_the_carriers_page(self):
        self._ship()
        [row] = self._get_section(self._create_ticket(), "deliveries")["rows"]
        expected = [{"label": TRACKING, "url": f"https://swift.example/{TRACKING}"}]
        self.assertEqual(row["links"], expected)

    def test_delivery_with_several_parcels_links_to_each(self):
        self._ship()
        pages = [["A", "https://swift.example/a"], ["B", "http://swift.example/b"]]
        self.carrier.tracking_url = json.dumps(pages)
        [row] = self._get_section(self._create_ticket(), "deliveries")["rows"]
        self.assertEqual([link["label"] for link in row["links"]], ["A", "B"])

    def test_address_that_is_no_web_page_is_no_link(self):
        self._ship()
        self.carrier.tracking_url = "javascript:alert(1)"
        [row] = self._get_section(self._create_ticket(), "deliveries")["rows"]
        self.assertEqual(row["links"], [])

    def test_own_tracking_number_links_the_delivery(self):
        picking = self._ship()
        ticket = self._create_ticket(name=f"Parcel {TRACKING.lower()} is lost")
        self.assertEqual(ticket.picking_ids, picking)

    def test_foreign_tracking_number_is_suggested_as_it_was_written(self):
        self._ship(self.other_customer)
        ticket = self._create_ticket(name=f"Parcel {TRACKING} is lost")
        self.assertFalse(ticket.picking_ids)
        self.assertEqual([s["number"] for s in ticket.document_suggestions], [TRACKING])
