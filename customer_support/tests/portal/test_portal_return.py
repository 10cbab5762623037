from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .return_common import PortalReturnCommon


@tagged("post_install", "-at_install")
class TestPortalReturn(PortalReturnCommon):
    """A customer sends something back: from his order to the end."""

    def setUp(self):
        super().setUp()
        self._log_in(self.ada)

    def test_order_leads_to_the_return(self):
        page = self._get_page(f"/my/orders/{self.order.id}")
        self.assertIn(self.url, page.text)
        page = self._get_page(self.url)
        self.assertIn(self.lamp.name, page.text)
        self.assertIn("It can be returned until", page.text)

    def test_order_that_has_not_been_delivered_offers_no_return(self):
        order = self._sell(1, deliver=False)
        page = self._get_page(f"/my/orders/{order.id}")
        self.assertNotIn(f"/my/orders/{order.id}/return", page.text)

    def test_customer_reads_the_terms_before_he_asks(self):
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {
                "policy_id": self.policy.id,
                "fee_percent": 10,
                "freight_payer": "customer",
                "freight_amount": 5,
            }
        )
        page = self._choose(2)
        for words in ("We look at the request first", "fee of 10", "5.00"):
            self.assertIn(words, page.text)
        self.assertIn('value="refund"', page.text)
        self.assertNotIn('value="keep_item"', page.text)
        self.assertIn('name="text"', page.text)
        self.assertFalse(self._find_returns(), "nothing is asked for yet")

    def test_request_arrives_with_ticket_note_and_photo(self):
        page = self._send(
            self._choose(2, reason=self.damaged, note="<b>Scratched</b>"),
            files=[("scratch.png", b"\x89PNG photo")],
            outcome="refund",
            text="Please be quick.",
        )
        asked = self._find_returns()
        ticket = asked.ticket_id
        self.assertEqual((asked.state, asked.desired_outcome), ("requested", "refund"))
        self.assertEqual(asked.line_ids.note, "<b>Scratched</b>")
        self.assertEqual(asked.photo_ids.name, "scratch.png")
        self.assertEqual(
            (ticket.partner_id, ticket.sale_order_id), (self.customer, self.order)
        )
        self.assertIn("Please be quick.", self._get_messages(ticket).body)
        self.assertEqual(asked.requested_by_id, self.ada)
        self.assertIn(f"/my/returns/{asked.id}", page.url)
        self.assertIn("we have got your request", page.text)
        self.assertNotIn("<b>Scratched", page.text)

    def test_policy_that_needs_nobody_shows_the_next_steps_at_once(self):
        self._allow_automatically()
        page = self._send(self._choose(1), outcome="refund")
        asked = self._find_returns()
        self.assertEqual(asked.state, "approved")
        self.assertIn("Send the parcel until", page.text)
        slip = self._get_page(f"/my/returns/{asked.id}/slip")
        self.assertEqual(slip.status_code, 200)
        self.assertIn("data:image/svg+xml;base64,", slip.text)
        self.assertIn(asked.name, self._get_page(asked.ticket_id.access_url).text)

    def test_same_form_again_asks_once(self):
        page = self._choose(1)
        for _time in range(2):
            answer = self._send(page, outcome="refund")
            self.assertIn("/my/returns/", answer.url)
        self.assertEqual(len(self._find_returns()), 1)

    def test_photo_that_is_needed_is_asked_for(self):
        page = self._choose(1, reason=self.damaged)
        answer = self._send(page, outcome="refund")
        self.assertEqual(answer.status_code, 422)
        self.assertIn("add a photo", answer.text)
        self.assertFalse(self._find_returns())

    def test_what_was_not_offered_is_refused(self):
        page = self._choose(2)
        for outcome in ("keep_item", "credit_note", "nonsense", ""):
            with self.subTest(outcome=outcome):
                answer = self._send(page, outcome=outcome)
                self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._find_returns())

    def test_impossible_quantities_are_refused_with_words(self):
        for quantity in ("0", "-1", "4", "nan", "inf", "1e300", "many", ""):
            with self.subTest(quantity=quantity):
                self.assertEqual(self._choose(quantity).status_code, 422)

    def test_reason_is_one_of_the_offered_ones(self):
        self.damaged.active = False
        self.assertEqual(self._choose(1, reason=self.damaged).status_code, 422)
        nobody = self.damaged.browse(999999999)
        self.assertEqual(self._choose(1, reason=nobody).status_code, 422)

    def test_what_the_policy_forbids_is_said_and_not_asked_for(self):
        self.line.return_policy_version_id = self.policy.version_ids.create(
            {"policy_id": self.policy.id, "final_sale": True}
        )
        self.assertIn("It was a final sale.", self._get_page(self.url).text)
        values = {
            f"quantity_{self.line.id}": 1,
            f"reason_{self.line.id}": self.reason.id,
            "step": "send",
            "csrf_token": self._get_csrf(),
        }
        answer = self._post(self.url, values)
        self.assertEqual(answer.status_code, 422)
        self.assertIn("It was a final sale.", answer.text)
        self.assertFalse(self._find_returns())

    def _get_csrf(self):
        page = self.url_open(f"/my/tickets/{self.ticket.id}")
        action = f"/my/tickets/{self.ticket.id}/answer"
        return self._get_hidden(page, action)["csrf_token"]

    def test_customer_cancels_while_nothing_has_come_back(self):
        asked = self._ask_return(1)
        asked.action_approve()
        page, action = f"/my/returns/{asked.id}", f"/my/returns/{asked.id}/cancel"
        answer = self._hand_in(page, action)
        self.assertEqual(asked.state, "cancelled")
        self.assertEqual(asked.sudo().picking_ids.state, "cancel")
        self.assertIn("is cancelled", answer.text)
        again = self._post(action, {"csrf_token": self._get_csrf()})
        self.assertEqual(again.status_code, 200)

    def test_it_is_too_late_to_cancel_what_has_arrived(self):
        asked = self._ask_return(1)
        page = self.url_open(f"/my/returns/{asked.id}")
        action = f"/my/returns/{asked.id}/cancel"
        hidden = self._get_hidden(page, action)
        asked.action_approve()
        self._receive(asked)
        answer = self._post(action, hidden)
        self.assertEqual(answer.status_code, 422)
        self.assertEqual(asked.state, "received")

    def test_page_says_how_far_it_is(self):
        asked = self._ask_return(1, outcome="refund")
        for act, words in (
            (lambda: None, "We look at your request"),
            (asked.action_approve, "Waiting for your parcel"),
            (lambda: self._receive(asked), "Your parcel is here"),
            (lambda: self._inspect(asked, (1, "restock")), "We have looked at"),
            (asked.action_resolve, "Done"),
        ):
            act()
            page = self._get_page(f"/my/returns/{asked.id}")
            self.assertIn(words, page.text)

    def test_refusal_is_read_with_its_reason(self):
        asked = self._ask_return(1)
        asked._refuse("It was <i>used</i>.")
        page = self._get_page(f"/my/returns/{asked.id}")
        self.assertIn("It was &lt;i&gt;used&lt;/i&gt;.", page.text)

    def test_list_and_home_count_what_is_his(self):
        asked = self._ask_return(1)
        page = self._get_page("/my/returns")
        self.assertIn(asked.name, page.text)
        counters = self._request_json("/my/counters", counters=["support_return_count"])
        self.assertEqual(counters["support_return_count"], 1)

    def test_old_orders_go_by_their_window(self):
        moves = self.order.picking_ids.move_ids
        long_ago = fields.Datetime.now() - timedelta(days=90)
        moves.write({"date": long_ago})
        self.order.date_order = long_ago
        self.assertIn("It could be returned until", self._get_page(self.url).text)
