from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import CustomerCommon


@tagged("post_install", "-at_install")
class TestCustomerAccess(CustomerCommon):
    # -- Who may ask ----------------------------------------------------------------
    def test_agent_without_sales_rights_sees_the_order_and_cannot_open_it(self):
        self._create_order()
        section = self._get_section(self._create_ticket(), "orders", self.agent)
        self.assertFalse(section["rows"][0]["can_open"])
        self.assertFalse(section["can_list"])

    def test_agent_with_sales_rights_can_open_the_order(self):
        self._create_order()
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman_all_leads")
        section = self._get_section(self._create_ticket(), "orders", self.agent)
        self.assertTrue(section["rows"][0]["can_open"])
        self.assertTrue(section["can_list"])

    def test_salesman_opens_his_own_orders_only(self):
        self.agent.group_ids += self.env.ref("sales_team.group_sale_salesman")
        own = self._create_order(user_id=self.agent.id)
        self._create_order(user_id=self.manager.id)
        rows = self._get_section(self._create_ticket(), "orders", self.agent)["rows"]
        self.assertEqual([r["name"] for r in rows if r["can_open"]], [own.name])

    def test_row_tells_nothing_beyond_the_contract(self):
        self._create_order(note="Bargained hard", client_order_ref="secret")
        [row] = self._get_section(self._create_ticket(), "orders")["rows"]
        known = "model id name detail date has_time amount currency_id badges links"
        self.assertEqual(set(row), {*known.split(), "can_open", "linked"})

    def test_agent_of_own_tickets_cannot_ask_for_a_colleagues_ticket(self):
        ticket = self._create_ticket(user_id=self.manager.id)
        with self.assertRaises(AccessError):
            self._get_history(ticket, self.agent_own)

    def test_agent_of_own_tickets_asks_for_an_unassigned_one(self):
        self.assertTrue(
            self._get_history(self._create_ticket(), self.agent_own)["partner"]
        )

    def test_collaborator_sees_the_ticket_and_no_history(self):
        ticket = self._create_ticket(user_id=self.collaborator.id)
        self.assertTrue(ticket.with_user(self.collaborator).name)
        with self.assertRaises(AccessError):
            self._get_history(ticket, self.collaborator)

    def test_customer_on_the_portal_is_refused(self):
        user = new_test_user(
            self.env, "support_ada", "base.group_portal", partner_id=self.customer.id
        )
        ticket = self._create_ticket()
        self.assertTrue(ticket.with_user(user).name)
        with self.assertRaises(AccessError):
            self._get_history(ticket, user)
        with self.assertRaises(AccessError):
            ticket.with_user(user).action_open_customer_history("orders")

    def test_manager_of_another_company_is_refused(self):
        with self.assertRaises(AccessError):
            self._get_history(self._create_ticket(), self.other_manager)

    # -- What never appears ---------------------------------------------------------
    def test_documents_of_another_customer_never_appear(self):
        order = self._create_order(self.other_customer)
        self._deliver(order)
        self._register_payment(self._invoice(order))
        history = self._get_history(self._create_ticket())
        self.assertFalse(
            [s["key"] for s in history["sections"] if s["count"] or s["rows"]]
        )
        self.assertEqual(history["value"]["settled"], 0.0)

    def test_documents_of_another_company_never_appear(self):
        self._create_order(company=self.other_company)
        history = self._get_history(self._create_ticket())
        self.assertFalse(
            [s["key"] for s in history["sections"] if s["count"] or s["rows"]]
        )

    def test_linked_order_of_another_customer_is_not_shown(self):
        ticket = self._create_ticket(
            sale_order_id=self._create_order(self.other_customer).id
        )
        self.assertEqual(self._get_names(ticket, "orders"), [])

    def test_earlier_ticket_of_a_foreign_team_is_counted_and_not_named(self):
        self._create_ticket(name="Confidential", team_id=self.second_team.id)
        own = self._create_ticket(name="The chair squeaks")
        section = self._get_section(self._create_ticket(), "tickets", self.agent)
        self.assertEqual([row["id"] for row in section["rows"]], own.ids)
        self.assertEqual((section["count"], section["hidden"]), (1, 1))

    def test_manager_sees_earlier_tickets_of_all_teams(self):
        self._create_ticket(team_id=self.second_team.id)
        section = self._get_section(self._create_ticket(), "tickets", self.manager)
        self.assertEqual((section["count"], section["hidden"]), (1, 0))

    # -- Show all -------------------------------------------------------------------
    def test_show_all_lists_what_was_counted(self):
        self.agent.group_ids += self.env.ref("stock.group_stock_user")
        picking = self._create_order().picking_ids
        self._create_order(self.other_customer)
        ticket = self._create_ticket().with_user(self.agent)
        action = ticket.action_open_customer_history("deliveries")
        found = (
            self.env[action["res_model"]].with_user(self.agent).search(action["domain"])
        )
        self.assertEqual(found, picking)

    def test_show_all_needs_rights_of_ones_own(self):
        ticket = self._create_ticket().with_user(self.agent)
        for key in ("orders", "invoices", "payments", "nonsense"):
            with self.subTest(key), self.assertRaises(AccessError):
                ticket.action_open_customer_history(key)
