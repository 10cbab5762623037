from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.fields import Command, Domain
from odoo.tests import tagged
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

from ..common import SupportCommon

_REVIEW = {"link": "https://reviews.example/1"}


@tagged("post_install", "-at_install")
class TestTicketSearch(SupportCommon):
    """The search of the list, asked as the web client asks it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tickets = cls.env["support.ticket"].with_user(cls.agent)
        view = cls.tickets.get_view(view_type="search")
        nodes = list(etree.fromstring(view["arch"]).iter("field", "filter"))
        cls.fields = {n.get("name"): n for n in nodes if n.tag == "field"}
        cls.filters = {n.get("name"): n for n in nodes if n.tag == "filter"}
        cls.lamp, cls.chair = cls.env["product.product"].create(
            [{"name": "Desk Lamp"}, {"name": "Garden Chair"}]
        )
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.customer.id, "company_id": cls.company.id}
        )
        cls.problem = cls.env["support.problem"].create(
            {"name": "Cracked housings", "company_id": cls.company.id}
        )
        cls.parcel, cls.praise = cls.env["support.tag"].create(
            [{"name": "Parcel damaged"}, {"name": "Quick delivery"}]
        )

    def _get_field_domain(self, name, text):
        """Return what the web client makes of a text typed for a field."""
        node = self.fields[name]
        if node.get("filter_domain"):
            return Domain(safe_eval(node.get("filter_domain"), {"self": text}))
        return Domain(name, node.get("operator") or "ilike", text)

    def _find(self, *domains, user=None):
        return self.tickets.with_user(user or self.agent).search(Domain.AND(domains))

    def _find_by(self, **texts):
        self.env.flush_all()
        return self._find(*(self._get_field_domain(n, t) for n, t in texts.items()))

    def _create_pair(self, **values):
        """Return a ticket with these values; another one without them exists."""
        self._create_ticket(name="Something else")
        return self._create_ticket(**values)

    # -- By what is known of it -----------------------------------------------------
    def test_text_and_tag_narrow_each_other(self):
        tags = [Command.set(self.parcel.ids)]
        both = self._create_ticket(name="Table with a hole", tag_ids=tags)
        self._create_ticket(name="Chair with a hole")
        self._create_ticket(name="Table is late", tag_ids=tags)
        self._create_ticket(
            name="Table with a hole", tag_ids=[Command.set(self.praise.ids)]
        )
        self.assertEqual(self._find_by(name="hole", tag_ids="damaged"), both)

    def test_two_tags_of_one_search_are_alternatives(self):
        first = self._create_pair(tag_ids=[Command.set(self.parcel.ids)])
        second = self._create_ticket(tag_ids=[Command.set(self.praise.ids)])
        either = self._get_field_domain("tag_ids", "damaged") | self._get_field_domain(
            "tag_ids", "quick"
        )
        self.assertEqual(self._find(either), first + second)

    def test_number_of_the_ticket_is_found_by_its_end(self):
        ticket = self._create_pair()
        self.assertEqual(self._find_by(name=ticket.number[-5:]), ticket)

    def test_number_of_the_order_is_found_without_rights_on_sales(self):
        ticket = self._create_pair(sale_order_id=self.order.id)
        self.assertFalse(self.order.with_user(self.agent).has_access("read"))
        self.assertEqual(self._find_by(order_number=self.order.name.lower()), ticket)

    def test_product_is_found_by_its_name(self):
        ticket = self._create_pair(product_id=self.lamp.id)
        self._create_ticket(product_id=self.chair.id)
        self.assertEqual(self._find_by(product_id="lamp"), ticket)

    def test_customer_is_found_with_his_whole_firm(self):
        own = self._create_pair(partner_id=self.firm.id)
        contact = self._create_ticket(partner_id=self.firm_contact.id)
        self._create_ticket(partner_id=self.other_customer.id)
        self.assertEqual(self._find_by(partner_id="Hansen"), own + contact)

    def test_customer_is_found_by_part_of_his_address(self):
        ticket = self._create_ticket(partner_id=self.other_customer.id)
        self._create_ticket()
        self.assertEqual(self._find_by(partner_email="@ferri"), ticket)

    # -- By what was said -----------------------------------------------------------
    def test_words_of_the_conversation_are_found_in_any_message(self):
        ticket = self._create_pair()
        self._customer_writes(ticket, "The shade is cracked.")
        self._agent_notes(ticket, "Ask Willemsen for a spare one.")
        self._customer_writes(self._create_ticket(), "The foot is cracked.")
        self.assertEqual(self._find_by(conversation_text="shade willemsen"), ticket)

    def test_phrase_in_quotation_marks_is_found_as_it_is(self):
        ticket = self._create_ticket()
        self._customer_writes(ticket, "It fell off the shelf.")
        self._customer_writes(self._create_ticket(), "Off it fell, the shelf.")
        self.assertEqual(self._find_by(conversation_text='"off the shelf"'), ticket)

    def test_words_of_a_request_are_found(self):
        ticket = self._create_pair(description="<p>It fell off the shelf.</p>")
        self.assertEqual(self._find_by(description="the shelf"), ticket)

    def test_log_lines_and_short_words_are_not_looked_for(self):
        ticket = self._create_ticket()
        ticket._message_log(body="Zebra crossing")
        self._customer_writes(ticket, "Oh no")
        self.assertFalse(self._find_by(conversation_text="zebra"))
        self.assertFalse(self._find_by(conversation_text="no"))

    def test_messages_of_other_documents_are_not_looked_for(self):
        ticket = self._create_ticket()
        secret = "Secret of the partner"
        note = self.customer.message_post(body=secret)
        note.flush_recordset()
        # A document of another kind with the same number
        self.env.cr.execute(
            "UPDATE mail_message SET res_id = %s WHERE id = %s", (ticket.id, note.id)
        )
        self.assertFalse(self._find_by(conversation_text="secret"))

    def test_conversation_of_tickets_that_one_may_not_read_is_not_found(self):
        ticket = self._create_ticket(team_id=self.second_team.id)
        self._customer_writes(ticket, "The shade is cracked.")
        self.env.flush_all()
        cracked = self._get_field_domain("conversation_text", "cracked")
        self.assertFalse(self._find(cracked))
        self.assertEqual(self._find(cracked, user=self.manager), ticket)

    def test_index_serves_the_search_in_messages(self):
        if not self.env.registry.has_trigram:
            self.skipTest("The database has no trigrams.")
        query = self.tickets.sudo()._search([("conversation_text", "ilike", "zebra")])
        # Among a few messages every way is short: leave only this one, until rollback.
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("DROP INDEX mail_message_model_res_id_idx")
        self.env.cr.execute("DROP INDEX mail_message_model_res_id_id_idx")
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.assertIn("support_text_idx", str(plan))

    # -- Filters --------------------------------------------------------------------
    def _get_cases(self):
        """Return {filter: (values of a ticket that it shows, of one that it hides)}."""
        now = fields.Datetime.now()
        hour, days = timedelta(hours=1), timedelta(days=9)
        reason = self.env.ref("customer_support.support_category_shipping_late").id
        return {
            "mine": ({"user_id": self.agent.id}, {"user_id": self.agent_own.id}),
            "unassigned": ({}, {"user_id": self.agent.id}),
            "open": ({}, {"stage_kind": "solved"}),
            "waiting": ({"stage_kind": "waiting_customer"}, {"stage_kind": "open"}),
            "solved": ({"stage_kind": "solved"}, {"stage_kind": "closed"}),
            "closed": ({"stage_kind": "closed"}, {"stage_kind": "solved"}),
            "cancelled": (
                {"stage_kind": "cancelled", "cancel_reason": "not_needed"},
                {"stage_kind": "cancelled", "cancel_reason": "spam"},
            ),
            "spam": (
                {"stage_kind": "cancelled", "cancel_reason": "spam"},
                {"stage_kind": "cancelled", "cancel_reason": "not_needed"},
            ),
            "snoozed": ({"snoozed_until": now + hour}, {"snoozed_until": now - hour}),
            "not_snoozed": ({}, {"snoozed_until_reply": True}),
            "unanswered": ({"unanswered_since": now - hour}, {}),
            "sla_late": (
                {"sla_due_date": now - hour},
                {"sla_due_date": now + hour},
            ),
            "sla_due_today": (
                {"sla_due_date": now + hour},
                {"sla_due_date": now + days},
            ),
            "dormant": ({"last_movement_date": now - days}, {}),
            "urgent": ({"priority": "3"}, {"priority": "2"}),
            "high": ({"priority": "2"}, {"priority": "1"}),
            "with_order": ({"sale_order_id": self.order.id}, {}),
            "without_reason": ({}, {"category_id": reason}),
            "reopened": ({"reopen_count": 1}, {}),
            "nobody_available": ({"waiting_reason": "full"}, {}),
            "triage_waiting": ({"triage_state": "waiting"}, {"triage_state": "done"}),
            "triage_unmatched": (
                {"triage_result": "unmatched"},
                {"triage_result": "matched"},
            ),
            "my_triage": ({"triage_state": "waiting"}, {"triage_state": "done"}),
            "priority_manual": ({"priority_is_manual": True}, {}),
            "with_problem": ({"problem_id": self.problem.id}, {}),
            "new_today": ({"create_date": now - hour}, {"create_date": now - days}),
        }

    def _get_all_cases(self):
        """Return the cases of every filter, see ``_get_cases``."""
        answered = {"automatic_reply_state": "answered"}
        handed_over = {"automatic_reply_state": "handed_over"}
        return {
            **self._get_cases(),
            "answered_automatically": (answered, handed_over),
            "handed_over": (handed_over, answered),
            "failure_open": (
                {"recovery_state": "recognised"},
                {"recovery_state": "recovered"},
            ),
            "low_score": (self._prepare_score(1), self._prepare_score(5)),
            "public_review": ({"public_review_ids": [(0, 0, _REVIEW)]}, {}),
            "with_wish": ({"wish_request_ids": [(0, 0, self._prepare_wish())]}, {}),
        }

    def _prepare_wish(self):
        wish = self.env["support.wish"].create(
            {"name": "A lamp in black", "company_id": self.company.id}
        )
        return {"wish_id": wish.id}

    def _prepare_score(self, mark):
        program = self.env["support.feedback.program"].create({"name": "How was it?"})
        answer = {
            "survey_id": program.survey_id.id,
            "support_program_id": program.id,
            "support_company_id": self.company.id,
            "support_user_id": self.agent.id,
            "support_band": "low" if mark < 3 else "high",
        }
        return {"feedback_answer_ids": [(0, 0, answer)]}

    def _create_as_it_is(self, values):
        """Create a ticket in any state, past the life cycle that leads there."""
        later = {
            "create_date",
            "last_movement_date",
            "priority_is_manual",
            "sla_due_date",
            "stage_kind",
            "triage_result",
            "triage_state",
            "waiting_reason",
        }
        ticket = self._create_ticket(
            **{name: value for name, value in values.items() if name not in later}
        )
        self.env.flush_all()
        for name in later & set(values):
            self.env.cr.execute(
                SQL(
                    "UPDATE support_ticket SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    values[name],
                    ticket.id,
                )
            )
        self.env.invalidate_all()
        return ticket

    def test_every_filter_shows_what_it_says_and_hides_the_rest(self):
        self._freeze("2026-03-02 09:00:00")
        self.team.triage_mode = "without_reason"
        for name, (shown_values, hidden_values) in self._get_all_cases().items():
            with self.subTest(filter=name):
                shown = self._create_as_it_is(shown_values)
                hidden = self._create_as_it_is(hidden_values)
                text = self.filters[name].get("domain")
                found = self._find(
                    Domain(safe_eval(text, {"uid": self.agent.id})),
                    Domain("id", "in", (shown + hidden).ids),
                )
                self.assertEqual(found, shown)

    def test_followed_shows_what_the_user_follows(self):
        followed = self._create_ticket()
        followed.message_subscribe(self.agent.partner_id.ids)
        other = self._create_ticket()
        domain = safe_eval(self.filters["followed"].get("domain"), {})
        found = self._find(Domain(domain), Domain("id", "in", (followed + other).ids))
        self.assertEqual(found, followed)

    def test_every_filter_with_a_domain_has_a_case(self):
        known = {*self._get_all_cases(), "followed"}
        wanted = {
            name
            for name, node in self.filters.items()
            if node.get("domain") and not name.startswith("activities_")
        }
        self.assertEqual(wanted - known, set())
