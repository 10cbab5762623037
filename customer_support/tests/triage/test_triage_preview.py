from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .triage_common import TriageCommon


@tagged("post_install", "-at_install")
class TestTriagePreview(TriageCommon):
    def setUp(self):
        super().setUp()
        self._freeze()
        self.old = self._create_arrival("Damaged long ago")
        self._wait(days=31)
        self.ticket = self._create_arrival("It is damaged")
        self.other = self._create_arrival("Where is my invoice?")

    def _preview(self, rule, user=None):
        user = user or self.manager
        companies = user.company_ids.ids
        rule = rule.with_user(user).with_context(allowed_company_ids=companies)
        action = rule.action_preview()
        rows = rule.env["support.triage.preview"]
        return rows.search(action["domain"])

    def test_matching_tickets_of_the_last_days_are_counted_while_editing(self):
        form = Form(self.env["support.triage.rule"].with_user(self.manager))
        form.name = "Damage"
        self.assertGreaterEqual(form.preview_count, 2)  # no condition: all of them
        form.phrases = "damaged"
        self.assertEqual(form.preview_count, 1)
        form.phrases = "damaged\ninvoice"
        self.assertEqual(form.preview_count, 2)

    def test_words_of_the_first_message_count(self):
        self._customer_writes(self.other, "By the way, it arrived broken.")
        rule = self._create_rule(stops=True)
        self.assertEqual(rule.with_user(self.manager).preview_count, 2)

    def test_rows_say_what_the_rule_would_have_set(self):
        self.cluster.with_company(self.company).team_id = self.warehouse
        rule = self._create_rule(
            set_category_id=self.damaged.id, add_tag_ids=self.tag.ids
        )
        row = self._preview(rule)
        self.assertEqual(row.ticket_id, self.ticket)
        self.assertEqual(row.team_id, self.team)
        self.assertEqual(
            row.changes, "reason Delivery / Damaged, team Warehouse, tags Parcel wet"
        )
        self.assertEqual(row.action_open_ticket()["res_id"], self.ticket.id)

    def test_what_is_so_already_is_not_named(self):
        rule = self._create_rule(set_team_id=self.team.id, add_tag_ids=self.tag.ids)
        self.ticket.tag_ids = self.tag
        self.assertEqual(self._preview(rule).changes, "nothing to add")

    def test_preview_touches_no_ticket(self):
        rule = self._create_rule(set_category_id=self.damaged.id, active=False)
        before = self.ticket.write_date, len(self.ticket.message_ids)
        self._wait(minutes=1)
        self.assertTrue(self._preview(rule))
        self.env.flush_all()
        self.env.invalidate_all()
        after = self.ticket.write_date, len(self.ticket.message_ids)
        self.assertEqual(before, after)
        self.assertFalse(self.ticket.category_id)

    def test_tickets_of_another_company_are_not_looked_at(self):
        elsewhere = self._create_arrival(
            team_id=self.other_team.id, channel_id=False, partner_id=False
        )
        shared = self._create_rule(company_id=False, add_tag_ids=self.tag.ids)
        own = self._preview(shared).ticket_id
        self.assertIn(self.ticket, own)
        self.assertNotIn(elsewhere, own)
        theirs = self._preview(shared, self.other_manager).ticket_id
        self.assertIn(elsewhere, theirs)
        self.assertNotIn(self.ticket, theirs)

    def test_agent_has_no_preview(self):
        rule = self._create_rule(stops=True).with_user(self.agent)
        with self.assertRaises(AccessError):
            rule.action_preview()
        with self.assertRaises(AccessError):
            rule.read(["preview_count"])

    def test_row_opens_no_door_to_tickets_of_others(self):
        rows = self.env["support.triage.preview"].with_user(self.other_manager)
        rows = rows.with_context(allowed_company_ids=self.other_company.ids)
        row = rows.create({"ticket_id": self.ticket.id})
        row.invalidate_recordset()
        with self.assertRaises(AccessError):
            row.read(["partner_id", "team_id"])

    def test_five_hundred_tickets_cost_few_queries(self):
        counts = []
        rule = self._create_rule(
            stops=True, partner_tag_ids=False, phrases="damaged", has_order=False
        )
        for number in (5, 400):
            self.env["support.ticket"].create(
                [
                    {
                        "name": "Damaged",
                        "team_id": self.team.id,
                        "partner_id": self.customer.id,
                    }
                ]
                * number
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertGreaterEqual(len(rule._find_recent_matches()), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_span_is_thirty_days(self):
        rule = self._create_rule(stops=True)
        self.ticket.sudo().received_date = self.ticket.received_date - timedelta(30)
        self.assertEqual(rule._find_recent_matches(), self.ticket)
        self.ticket.sudo().received_date -= timedelta(seconds=1)
        self.assertFalse(rule._find_recent_matches())
