from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from ..portal.common import PortalCommon
from .promise_common import PromiseCommon

_LIST = "o_support_promises"


@tagged("post_install", "-at_install")
class TestAnswersPromiseScreens(PromiseCommon, PortalCommon):
    """Where promises are made and seen: dialog, call, customer panel, portal."""

    def _promise_to_ada(self, **values):
        return self._promise(self.ticket, **values)

    def test_dialog_of_the_ticket_writes_it_down(self):
        self.ticket.user_id = self.agent
        action = self.ticket.with_user(self.agent).action_promise()
        promises = self.env["support.promise"].with_user(self.agent)
        with Form(promises.with_context(**action["context"])) as form:
            form.name = "We look into it"
            form.due_date = self._in(5)
        promise = self.ticket.promise_ids
        self.assertEqual((promise.kind, promise.user_id), ("reply", self.agent))

    def test_ticket_by_phone_proposes_to_call_back(self):
        self.ticket.channel_id = self.env.ref("customer_support.support_channel_phone")
        promises = self.env["support.promise"].with_context(
            default_ticket_id=self.ticket.id
        )
        self.assertEqual(promises.default_get(["kind"])["kind"], "callback")

    def test_logged_call_promises_to_call_back(self):
        call = self.env["support.ticket.call"].with_user(self.agent_own)
        action = call.create(
            {
                "partner_id": self.customer.id,
                "name": "Where is it?",
                "team_id": self.team.id,
                "callback_date": self._in(3),
            }
        ).action_log()
        [promise] = self.env["support.ticket"].browse(action["res_id"]).promise_ids
        self.assertEqual((promise.kind, promise.user_id), ("callback", self.agent_own))

    # -- Customer panel -------------------------------------------------------------
    def test_panel_shows_promises_and_warns_of_broken_ones(self):
        self._promise_to_ada(hours=1, name="The missing part")
        self._promise_to_ada(hours=30)
        self._wait(hours=2)
        other = self._create_ticket(user_id=self.agent.id)
        history = self._get_history(other)
        [section] = [s for s in history["sections"] if s["key"] == "promises"]
        self.assertEqual(section["count"], 2)
        badges = {row["name"]: row["badges"][0]["kind"] for row in section["rows"]}
        self.assertEqual(badges["The missing part"], "danger")
        [warning] = [w for w in history["warnings"] if w["key"] == "broken_promises"]
        self.assertEqual(warning["count"], 1)

    def test_panel_of_another_customer_shows_none(self):
        self._promise_to_ada()
        ticket = self._create_ticket(
            partner_id=self.other_customer.id, user_id=self.agent.id
        )
        self.assertEqual(self._get_names(ticket, "promises"), [])

    # -- Portal ---------------------------------------------------------------------
    def test_customer_reads_what_was_promised_on_his_page(self):
        self._promise_to_ada(name="We look into it")
        self._log_in(self.ada)
        text = self._get_page(f"/my/tickets/{self.ticket.id}").text
        self.assertIn(_LIST, text)
        self.assertIn("We look into it: by Tuesday, 09:00.", text)

    def _read(self):
        return self.ticket.sudo()._portal_get_promises("UTC")

    def test_broken_one_is_admitted_and_called_off_one_is_gone(self):
        late = self._promise_to_ada(hours=1, kind="other", name="The part")
        self._close(self._promise_to_ada(kind="other"), "cancelled")
        self._wait(hours=2)
        [text] = self._read()
        self.assertIn("The part was promised by Monday, 10:00, and is late.", text)
        self._close(late)
        self.assertEqual(self._read(), ["The part: done."])

    def test_customer_reads_the_document_behind_the_date(self):
        order = self._create_order()
        self._plan(order, hours=20)
        self._promise_to_ada(
            kind="delivery", name="The lamp", sale_order_id=order.id, hours=24
        )
        [text] = self._read()
        self.assertIn(f"({order.name})", text)

    def test_new_customer_of_the_ticket_reads_nothing_of_the_former(self):
        self._promise_to_ada()
        self.ticket.partner_id = self.other_customer
        self.assertEqual(self._read(), [])

    def test_customers_have_no_access_to_the_ledger(self):
        promise = self._promise_to_ada()
        with self.assertRaises(AccessError):
            promise.with_user(self.ada).read(["name"])
        with self.assertRaises(AccessError):
            self._promise_to_ada(user=self.ada)
