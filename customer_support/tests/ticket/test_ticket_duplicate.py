from odoo.tests import tagged

from ..common import SupportCommon


@tagged("post_install", "-at_install")
class TestTicketDuplicate(SupportCommon):
    def setUp(self):
        super().setUp()
        self.first = self._create_ticket(name="Parcel has not arrived")
        self.second = self._create_ticket(name="RE: parcel has not arrived")

    def _warning(self, ticket, user=None):
        ticket.invalidate_recordset()
        return ticket.with_user(user or self.agent).probable_duplicate_id

    def test_same_subject_of_the_same_customer_warns_on_both(self):
        self.assertEqual(self._warning(self.second), self.first)
        self.assertEqual(self._warning(self.first), self.second)

    def test_other_customer_or_other_subject_does_not_warn(self):
        other = self._create_ticket(
            name="Parcel has not arrived", partner_id=self.other_customer.id
        )
        invoice = self._create_ticket(name="Copy of my invoice")
        self.assertFalse(self._warning(other))
        self.assertFalse(self._warning(invoice))

    def test_unknown_senders_are_compared_by_address(self):
        values = {"partner_id": False, "name": "Broken", "partner_email": "x@y.example"}
        one, two = self._create_ticket(**values), self._create_ticket(**values)
        nobody = self._create_ticket(name="Broken", partner_id=False)
        self.assertEqual(self._warning(two), one)
        self.assertFalse(self._warning(nobody))

    def test_ended_or_unreadable_ticket_does_not_warn(self):
        self.first.user_id = self.agent
        self.assertFalse(self._warning(self.second, self.agent_own))
        self.assertTrue(self._warning(self.second))
        self.first.action_solve()
        self.assertFalse(self._warning(self.second))

    def test_dismissed_warning_does_not_come_back_on_either(self):
        self.second.with_user(self.agent).action_dismiss_duplicate()
        self.assertFalse(self._warning(self.second))
        self.assertFalse(self._warning(self.first))

    def test_merge_button_proposes_the_duplicate(self):
        action = self.second.with_user(self.agent).action_merge_duplicate()
        wizard = (
            self.env["support.ticket.merge.wizard"]
            .with_user(self.agent)
            .with_context(**action["context"])
            .create({})
        )
        wizard.action_merge()
        self.assertEqual(self.second.merged_into_id, self.first)

    def test_form_pays_one_query_and_list_none(self):
        ticket = self.second.with_user(self.agent)
        ticket.read(["name", "partner_id", "create_date", "stage_kind"])
        ticket.read(["commercial_partner_id", "sale_order_id", "company_id"])
        ticket.has_access("read")
        with self.assertQueryCount(1):
            self.assertTrue(ticket.probable_duplicate_id)
        arch = self.env["support.ticket"].get_view(view_type="list")["arch"]
        self.assertNotIn("probable_duplicate_id", arch)
