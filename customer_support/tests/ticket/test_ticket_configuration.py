from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketConfiguration(SupportCommon):
    def test_reasons_know_their_level_and_inherit_the_request_type(self):
        categories = self.env["support.category"]
        cluster = categories.create({"name": "Boats", "request_type": "maintenance"})
        reason = categories.create({"name": "Leak", "parent_id": cluster.id})
        cause = categories.create({"name": "Seam", "parent_id": reason.id})
        levels = (cluster + reason + cause).mapped("level")
        self.assertEqual(levels, ["cluster", "reason", "cause"])
        self.assertEqual(cause.request_type, "maintenance")
        self.assertEqual(cause.complete_name, "Boats / Leak / Seam")

    def test_nothing_hangs_below_a_cause(self):
        cause = self.env.ref("customer_support.support_category_shipping_late_carrier")
        with self.assertRaisesRegex(ValidationError, "the tree ends there"):
            self.env["support.category"].create(
                {"name": "Deeper", "parent_id": cause.id}
            )

    def test_moving_a_subtree_below_itself_is_refused(self):
        cluster = self.env.ref("customer_support.support_category_shipping")
        late = self.env.ref("customer_support.support_category_shipping_late")
        with self.assertRaises(UserError):
            cluster.parent_id = late

    def test_vague_tag_is_refused_and_a_precise_one_is_not(self):
        tags = self.env["support.tag"].with_user(self.manager)
        with self.assertRaisesRegex(ValidationError, "too vague"):
            tags.create({"name": " Other "})
        self.assertTrue(tags.create({"name": "Lamp flickers"}))

    def test_agent_reads_configuration_and_does_not_change_it(self):
        tag = self.env["support.tag"].create({"name": "Carrier lost it"})
        self.assertTrue(tag.with_user(self.agent_own).read(["name"]))
        with self.assertRaises(AccessError):
            tag.with_user(self.agent).name = "Mine"

    def test_product_outside_the_covered_ones_is_flagged(self):
        lamps = self.env["product.category"].create({"name": "Lamps"})
        desk_lamps = self.env["product.category"].create(
            {"name": "Desk lamps", "parent_id": lamps.id}
        )
        reason = self.env["support.category"].create(
            {"name": "Wiring", "product_categ_ids": lamps.ids}
        )
        products = self.env["product.product"]
        lamp = products.create({"name": "Lamp", "categ_id": desk_lamps.id})
        chair = products.create({"name": "Chair"})
        ticket = self._create_ticket(category_id=reason.id, product_id=lamp.id)
        self.assertTrue(ticket.is_product_covered)
        ticket.product_id = chair
        self.assertFalse(ticket.is_product_covered)

    def test_channel_of_the_company_goes_before_the_shared_one(self):
        channels = self.env["support.channel"]
        shared = channels._get_by_kind("phone", self.company)
        own = channels.create(
            {"name": "Hotline", "kind": "phone", "company_id": self.company.id}
        )
        self.assertEqual(channels._get_by_kind("phone", self.company), own)
        self.assertEqual(channels._get_by_kind("phone", self.other_company), shared)

    def test_start_page_counts_what_its_user_may_see(self):
        self._create_ticket(user_id=self.agent.id, priority="3")
        unassigned = self._create_ticket()
        self._customer_writes(unassigned)
        team = self.team.with_user(self.agent)
        self.assertEqual(
            (team.open_count, team.mine_count, team.unassigned_count),
            (2, 1, 1),
        )
        self.assertEqual((team.unanswered_count, team.urgent_count), (1, 1))
        self.assertEqual(self.team.with_user(self.agent_own).open_count, 1)

    def test_team_takes_the_calendar_of_its_own_company(self):
        calendar = self.other_company.resource_calendar_id
        self.assertEqual(self.other_team.calendar_id, calendar)
