from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .return_common import ReturnCommon

PIXEL = (
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    b"awAAAABJRU5ErkJggg=="
)
ADDRESS = {"street": "Via Roma 1", "zip": "20121"}


@tagged("post_install", "-at_install")
class TestAftersalesSignal(ReturnCommon):
    """Agents are told of unusual figures, customers never are."""

    def _send_back(self, partner, orders, quantity):
        """Let a customer buy two lamps so many times, and send so many of them back."""
        for _number in range(orders):
            order = self._sell(2, partner=partner)
            if quantity:
                self._return_by_hand(order, quantity)
        self.env.flush_all()

    def _read(self, record=None, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        record = (record or self.ticket).with_user(user or self.agent)
        return record.signal_words or "", record.is_signal_strong

    # -- What he sends back ---------------------------------------------------------
    def test_customer_who_keeps_what_he_buys_is_not_looked_at(self):
        self._send_back(self.customer, 2, 0)
        self.assertEqual(self._read(), ("", False))

    def test_who_sends_much_back_is_told_with_figures(self):
        self._send_back(self.customer, 4, 1)
        self.assertEqual(self._read(), ("", False))
        self.company.support_signal_share = 30
        words, is_strong = self._read()
        self.assertFalse(is_strong)
        self.assertIn("36% of what he bought", words)
        self.assertIn("$\xa0400.00 of $\xa01,100.00, in 4 returns from 5 orders", words)

    def test_who_sends_almost_all_back_is_a_strong_signal(self):
        self._send_back(self.customer, 5, 2)
        self.assertTrue(self._read()[1])

    def test_one_big_return_is_no_habit(self):
        self._return_by_hand(self.order, 3)
        self.assertEqual(self._read(), ("", False))

    def test_what_is_long_ago_is_forgotten(self):
        self._send_back(self.customer, 5, 2)
        old = fields.Datetime.now() - timedelta(days=400)
        self.env["sale.order"].search([]).date_order = old
        self.assertEqual(self._read(), ("", False))

    def test_contacts_of_a_firm_count_together(self):
        self.ticket = self._create_ticket(partner_id=self.firm.id)
        self._send_back(self.firm_contact, 4, 2)
        self.assertIn("100%", self._read()[0])

    # -- Whom he is near to ----------------------------------------------------------
    def test_same_address_as_somebody_who_sends_much_back(self):
        self.customer.write(ADDRESS)
        self.other_customer.write({"street": "via  Roma, 1", "zip": "20121"})
        self._send_back(self.other_customer, 3, 2)
        words, is_strong = self._read()
        self.assertIn("Same delivery address as other customers", words)
        self.assertTrue(is_strong)
        self.assertNotIn(self.other_customer.name, words)

    def test_same_street_in_another_town_is_another_address(self):
        self.customer.write(ADDRESS)
        self.other_customer.write({**ADDRESS, "zip": "00184"})
        self._send_back(self.other_customer, 3, 2)
        self.assertEqual(self._read(), ("", False))

    def _pay(self, partner, reference, token):
        return self._create_transaction(
            partner_id=partner.id,
            reference=reference,
            state="done",
            token_id=token.id,
            provider_id=token.provider_id.id,
            payment_method_id=token.payment_method_id.id,
        )

    def _create_token(self, partner, provider_ref):
        first = self._create_transaction(reference=f"SEED-{provider_ref}-{partner.id}")
        return self.shop["payment.token"].create(
            {
                "provider_id": first.provider_id.id,
                "payment_method_id": first.payment_method_id.id,
                "partner_id": partner.id,
                "provider_ref": provider_ref,
                "payment_details": "4242",
            }
        )

    def test_same_card_as_somebody_who_sends_much_back(self):
        token = self._create_token(self.customer, "card-1")
        self._pay(self.customer, "PAY-1", token)
        self._pay(self.other_customer, "PAY-2", token)
        self._send_back(self.other_customer, 3, 2)
        self.assertIn("same card or account as other", self._read()[0])

    def test_card_of_its_own_is_no_signal(self):
        self._pay(self.customer, "PAY-1", self._create_token(self.customer, "card-1"))
        other = self._create_token(self.other_customer, "card-2")
        self._pay(self.other_customer, "PAY-2", other)
        self._send_back(self.other_customer, 3, 2)
        self.assertEqual(self._read(), ("", False))

    # -- What he says ----------------------------------------------------------------
    def _deny(self):
        lost = self.env.ref("customer_support.support_category_shipping_lost")
        lost.is_delivery_denied = True
        self.ticket.category_id = lost

    def test_denied_delivery_that_was_signed_is_strong(self):
        self._deny()
        self.assertEqual(self._read(), ("", False))
        self.order.picking_ids.signature = PIXEL
        words, is_strong = self._read()
        self.assertIn("is proved", words)
        self.assertTrue(is_strong)

    def test_signed_delivery_of_who_asks_something_else_is_no_signal(self):
        self.order.picking_ids.signature = PIXEL
        self.assertEqual(self._read(), ("", False))

    # -- What follows ----------------------------------------------------------------
    def test_strong_signal_stops_automatic_approval(self):
        self._allow_automatically()
        self.assertEqual(self._ask_return().state, "approved")
        self._send_back(self.customer, 8, 2)
        asked = self._ask_return()
        self.assertEqual(asked.state, "requested")
        self.assertTrue(self._read(asked)[1])

    def test_manager_switches_signals_off(self):
        self._send_back(self.customer, 5, 2)
        self.company.support_signal_share = 0
        self.assertEqual(self._read(), ("", False))

    # -- Who -------------------------------------------------------------------------
    def test_collaborator_and_customer_read_no_signal(self):
        self.ticket.message_subscribe(self.collaborator.partner_id.ids)
        for user in (self.collaborator, self.outsider):
            with self.assertRaises(AccessError):
                self._read(user=user)
        returns = self.env["support.return"].with_user(self.collaborator)
        self.assertNotIn("signal_words", returns.fields_get())

    def test_documents_of_another_company_tell_nothing_here(self):
        self._send_back(self.customer, 5, 2)
        elsewhere = self._create_ticket(team_id=self.other_team.id)
        self.assertFalse(elsewhere._find_signals())

    def test_queries_do_not_grow_with_documents_and_neighbours(self):
        counts = []
        self.customer.write(ADDRESS)
        for size in (1, 8):
            for number in range(size):
                neighbour = self.customer.copy({"name": f"Neighbour {size}.{number}"})
                neighbour.write(ADDRESS)
                self._send_back(neighbour, 1, 1)
            self._send_back(self.customer, size, 1)
            counts.append(self._measure_queries(self.ticket._find_signals))
        self.assertLessEqual(counts[1], counts[0] + 1)
