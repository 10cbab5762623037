import csv

from odoo import fields
from odoo.tests import TransactionCase, tagged
from odoo.tools import file_open

from ...const import CHANNEL_KINDS, OPEN_KINDS, PRIORITIES, STAGE_KINDS

TALK = ("comment", "email")


@tagged("post_install", "-at_install", "-standard", "customer_support_demo")
class TestDemoShop(TransactionCase):
    """The shop that ``script/server`` shows; needs a database with demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.ref("customer_support.res_company_demo")
        cls.env = cls.env(context={"allowed_company_ids": cls.company.ids})
        own = [("company_id", "=", cls.company.id)]
        cls.tickets = cls.env["support.ticket"].search(own)
        cls.orders = cls.env["sale.order"].search(own)
        cls.pickings = cls.env["stock.picking"].search(own)
        cls.moves = cls.env["account.move"].search(own)
        with file_open("customer_support/demo/logins.csv", "r") as source:
            cls.logins = list(csv.DictReader(source))

    def _get_user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    # -- Size -----------------------------------------------------------------------
    def test_shop_has_the_size_of_a_small_trading_company(self):
        products = self.env["product.product"].search(
            [("company_id", "=", self.company.id)]
        )
        customers = self.orders.partner_id.commercial_partner_id
        self.assertGreaterEqual(len(products), 30)
        self.assertGreaterEqual(len(customers), 24)
        self.assertGreaterEqual(len(customers.country_id), 4)
        self.assertEqual(set(customers.mapped("lang")), {"en_US", "it_IT"})
        self.assertEqual(set(products.mapped("tracking")), {"none", "lot", "serial"})

    def test_team_has_agents_manager_and_collaborator(self):
        teams = self.env["support.team"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(teams), 3)
        self.assertEqual(len(teams.member_ids.user_id), 6)
        self.assertTrue(all(teams.mapped("alias_email")))

    def test_administrator_opens_the_shop_first(self):
        self.assertEqual(self.env.ref("base.user_admin").company_id, self.company)

    # -- Causes ---------------------------------------------------------------------
    def test_late_order_proposes_its_cause_on_an_open_ticket(self):
        chiara = self._get_user("chiara") or self.env.user
        asking = self.tickets.filtered(lambda t: t.stage_kind in OPEN_KINDS)
        causes = asking.with_user(chiara).mapped("proposed_cause_id.delay_cause")
        self.assertTrue({"warehouse", "supplier"} & set(causes), causes)

    # -- Orders ---------------------------------------------------------------------
    def test_orders_are_in_every_state(self):
        self.assertEqual(
            set(self.orders.mapped("state")), {"draft", "sent", "sale", "cancel"}
        )
        self.assertTrue(
            {"pending", "partial", "full"} <= set(self.orders.mapped("delivery_status"))
        )

    def test_deliveries_late_partial_and_returned_exist(self):
        waiting = self.pickings.filtered(lambda p: p.state not in ("done", "cancel"))
        late = waiting.filtered(lambda p: p.scheduled_date < fields.Datetime.now())
        self.assertTrue(late)
        self.assertTrue(self.pickings.backorder_id)
        self.assertTrue(self.pickings.return_id)

    def test_invoices_paid_overdue_and_credited_exist(self):
        invoices = self.moves.filtered(lambda move: move.move_type == "out_invoice")
        today = fields.Date.today()
        unpaid = invoices.filtered(lambda move: move.payment_state == "not_paid")
        self.assertTrue(unpaid.filtered(lambda m: m.invoice_date_due < today))
        self.assertTrue(unpaid.filtered(lambda m: m.invoice_date_due >= today))
        self.assertTrue(invoices.filtered(lambda m: m.payment_state != "not_paid"))
        self.assertIn("out_refund", self.moves.mapped("move_type"))

    def test_payments_and_refunds_went_through_the_demo_provider(self):
        if "demo" not in self.env["payment.provider"]._fields["code"].get_values(
            self.env
        ):
            self.skipTest("payment_demo is not installed")
        transactions = self.orders.transaction_ids
        self.assertEqual(set(transactions.mapped("state")), {"done"})
        self.assertIn("refund", transactions.child_transaction_ids.mapped("operation"))

    # -- Tickets --------------------------------------------------------------------
    def test_tickets_show_every_stage_channel_and_priority(self):
        tickets = self.tickets
        self.assertGreaterEqual(len(tickets), 60)
        self.assertEqual(set(tickets.mapped("stage_kind")), set(dict(STAGE_KINDS)))
        self.assertEqual(set(tickets.mapped("priority")), set(dict(PRIORITIES)))
        self.assertEqual(
            set(tickets.channel_id.mapped("kind")), set(dict(CHANNEL_KINDS))
        )

    def test_tickets_show_why_they_are_urgent(self):
        rules = {
            line["rule"]["name"]
            for ticket in self.tickets
            for line in ticket.priority_contributions or []
            if line["source"] == "rule"
        }
        self.assertEqual(len(rules), 3, rules)

    def test_tickets_show_every_special_case(self):
        now = fields.Datetime.now()
        cases = {
            "reopened": lambda t: t.reopen_count,
            "merged": lambda t: t.merged_into_id,
            "follow-up": lambda t: t.origin_ticket_id,
            "snoozed": lambda t: t.snoozed_until and t.snoozed_until > now,
            "dormant": lambda t: t.is_dormant,
            "unanswered": lambda t: t.unanswered_since,
            "spam": lambda t: t.cancel_reason == "spam",
            "planned": lambda t: t.activity_ids,
        }
        missing = {
            name for name, test in cases.items() if not self.tickets.filtered(test)
        }
        self.assertFalse(missing)

    def test_ticket_dates_are_in_their_order_and_never_in_the_future(self):
        now = fields.Datetime.now()
        for ticket in self.tickets:
            dates = [
                ticket.create_date,
                ticket.first_response_date,
                ticket.solved_date,
                ticket.closed_date,
            ]
            dates = [date for date in dates if date]
            with self.subTest(ticket=ticket.display_name):
                self.assertEqual(dates, sorted(dates))
                self.assertLessEqual(
                    max(dates + ticket.message_ids.mapped("date")), now
                )

    def test_ended_conversations_have_answers(self):
        for ticket in self.tickets.filtered("solved_date"):
            talk = ticket.message_ids.filtered(lambda m: m.message_type in TALK)
            agents = talk.author_id.filtered(lambda author: not author.partner_share)
            with self.subTest(ticket=ticket.display_name):
                self.assertTrue(agents)
                self.assertTrue(ticket.first_response_date)

    def test_conversations_differ(self):
        comment = self.env.ref("mail.mt_comment")
        talk = self.tickets.message_ids.filtered(lambda m: m.subtype_id == comment)
        self.assertGreater(len(talk), 150)
        self.assertEqual(len(talk), len(set(talk.mapped("body"))))

    def test_every_agent_has_open_tickets(self):
        open_tickets = self.tickets.filtered(lambda t: t.stage_kind in OPEN_KINDS)
        teams = self.env["support.team"].search([("company_id", "=", self.company.id)])
        self.assertEqual(open_tickets.user_id, teams.member_ids.user_id)

    def test_loading_sends_no_mail_to_customers(self):
        mails = self.env["mail.mail"].search([("model", "=", "support.ticket")])
        self.assertFalse(mails)

    # -- Triage ---------------------------------------------------------------------
    def test_rules_sort_what_has_come_in_and_some_tickets_wait(self):
        sorted_ones = self.tickets.filtered("triage_rule_ids")
        self.assertGreaterEqual(len(sorted_ones.triage_rule_ids), 3)
        self.assertTrue(sorted_ones.activity_ids)
        waiting = self.tickets.filtered(lambda t: t.triage_state == "waiting")
        self.assertGreaterEqual(len(waiting), 2)
        self.assertEqual(waiting.triage_user_id.login, "giulia")

    def test_rules_fit_the_stories_of_the_shop(self):
        rules = self.env["support.triage.rule"].search(
            [("company_id", "=", self.company.id)]
        )
        for rule in rules:
            with self.subTest(rule=rule.name):
                self.assertTrue(rule._find_recent_matches())

    # -- Log-ins --------------------------------------------------------------------
    def test_published_logins_work(self):
        for row in self.logins:
            with self.subTest(login=row["login"]):
                user = self._get_user(row["login"])
                self.assertEqual(user.name, row["name"])
                credential = {
                    "login": row["login"],
                    "password": row["login"],
                    "type": "password",
                }
                user.with_user(user)._check_credentials(
                    credential, {"interactive": True}
                )

    def test_customer_on_the_portal_sees_own_tickets_only(self):
        for login in ("anna", "jens"):
            user = self._get_user(login)
            seen = self.env["support.ticket"].with_user(user).search([])
            with self.subTest(login=login):
                self.assertTrue(seen)
                self.assertEqual(
                    seen.sudo().commercial_partner_id, user.commercial_partner_id
                )

    def test_agent_with_own_tickets_sees_no_colleagues_ones(self):
        luca = self._get_user("luca")
        seen = self.env["support.ticket"].with_user(luca).search([])
        self.assertTrue(seen)
        self.assertLessEqual(seen.sudo().user_id, luca)
