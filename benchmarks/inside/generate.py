"""Fills a database with tickets, customers and orders, by copying rows in SQL.

One record of each kind is made the usual way and then multiplied: columns that the
product gets later are filled without a change here. Nothing is left to luck, the seed
is fixed.
"""

import json

from odoo.fields import Command

from .peers import DOMAIN

AGENTS = 100
TEAMS = 10
TICKETS_PER_CUSTOMER = 20
OPEN_SHARE = 0.1
BUSY_ORDERS = 5000
BUSY_NAME = "Customer with many orders"

# Kinds of the open tickets, and how many of them per hundred.
OPEN_MIX = {"new": 20, "open": 35, "waiting_customer": 35, "waiting_third_party": 10}

PRIORITY_MIX = ["0", "1", "1", "1", "1", "1", "1", "2", "2", "3"]


def main(env, parameters):
    """Generate and commit; return nothing worth printing."""
    size = json.loads(parameters)["size"]
    env.cr.execute("SELECT setseed(0.42)")
    generator = Generator(env, size)
    generator.create_people()
    generator.multiply_documents()
    generator.multiply_tickets()
    env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    return "{}"


class Generator:
    """Makes the templates by the ORM, and the mass by ``INSERT ... SELECT``."""

    def __init__(self, env, size):
        self.env = env
        self.size = size
        self.customers = max(size // TICKETS_PER_CUSTOMER, 100)

    # -- People ---------------------------------------------------------------------
    def create_people(self):
        """Create teams with agents, and customers."""
        env = self.env
        env["mail.alias.domain"].create({"name": DOMAIN})
        group = env.ref("customer_support.customer_support_group_agent")
        self.agents = env["res.users"].create(
            [
                {
                    "name": f"Agent {number}",
                    "login": f"agent{number}",
                    "email": f"agent{number}@{DOMAIN}",
                    "group_ids": [Command.set(group.ids)],
                }
                for number in range(AGENTS)
            ]
        )
        self.teams = env["support.team"].create(
            [
                {
                    "name": f"Team {number}",
                    "member_ids": [
                        Command.create({"user_id": agent.id})
                        for agent in self.agents[number::TEAMS]
                    ],
                }
                for number in range(TEAMS)
            ]
        )
        self.busy = env["res.partner"].create(
            {"name": BUSY_NAME, "email": "b@b.example"}
        )
        self.first_customer = env["res.partner"].create(
            {"name": "Customer", "email": "customer@customers.example"}
        )
        self._multiply(
            self.first_customer,
            self.customers,
            name="'Customer ' || g",
            complete_name="'Customer ' || g",
            email="'c' || g || '@customers.example'",
            email_normalized="'c' || g || '@customers.example'",
            commercial_partner_id=f"{self.first_customer.id} + g",
        )

    # -- Orders, deliveries, invoices -----------------------------------------------
    def multiply_documents(self):
        """Give the busy customer thousands of documents and everybody else one."""
        product = self.env["product.product"].create(
            {"name": "Lamp", "list_price": 80, "is_storable": True}
        )
        order = self.env["sale.order"].create(
            {
                "partner_id": self.first_customer.id,
                "order_line": [Command.create({"product_id": product.id})],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.first_customer.id,
                "invoice_line_ids": [
                    Command.create({"product_id": product.id, "price_unit": 80})
                ],
            }
        )
        invoice.action_post()
        for count, customer in (
            (BUSY_ORDERS, str(self.busy.id)),
            (self.customers, f"{self.first_customer.id} + g"),
        ):
            self._multiply_documents_of(count, customer, order, picking, invoice)

    def _multiply_documents_of(self, count, customer, order, picking, invoice):
        number = f"'{customer.split()[0]}-' || g"
        past = "now() - random() * interval '900 days'"
        self._multiply(
            order,
            count,
            name=f"'SO' || {number}",
            partner_id=customer,
            partner_invoice_id=customer,
            partner_shipping_id=customer,
            date_order=past,
        )
        self.env.cr.execute("SELECT currval('sale_order_id_seq') - %s", [count])
        (before,) = self.env.cr.fetchone()
        self._multiply(
            picking,
            count,
            name=f"'OUT' || {number}",
            partner_id=customer,
            sale_id=f"{before} + g",
            scheduled_date=past,
        )
        self._multiply(
            invoice,
            count,
            name=f"'INV' || {number}",
            partner_id=customer,
            commercial_partner_id=customer,
            invoice_date=past,
            access_token="NULL",
        )

    # -- Tickets --------------------------------------------------------------------
    def multiply_tickets(self):
        """Create the tickets, with a first message, service levels and followers."""
        ticket = self.env["support.ticket"].create(
            {
                "name": "The lamp flickers",
                "partner_id": self.first_customer.id,
                "team_id": self.teams[0].id,
            }
        )
        message = ticket.message_post(
            body="<p>It started yesterday.</p>", author_id=self.first_customer.id
        )
        self._multiply(ticket, self.size, **self._get_ticket_columns())
        self._multiply(
            message,
            self.size,
            res_id=f"{ticket.id} + g",
            message_id="'<' || g || '@b>'",
        )
        self._multiply_clocks(ticket)
        self._add_followers()

    def _multiply_clocks(self, ticket):
        """Give each ticket its service levels: kept where it has ended."""
        ended = f"g <= {self.size} * (1 - {OPEN_SHARE})"
        due = f"{self._get_create_date()} + interval '5 days'"
        for clock in ticket.sla_clock_ids:
            self._multiply(
                clock,
                self.size,
                ticket_id=f"{ticket.id} + g",
                state=f"CASE WHEN {ended} THEN 'fulfilled' ELSE 'running' END",
                fulfilled_date=f"CASE WHEN {ended} THEN {self._get_create_date()} END",
                due_date=due,
                wake_date=f"CASE WHEN NOT {ended} THEN {due} END",
            )

    def _get_ticket_columns(self):
        is_open = f"g > {self.size} * (1 - {OPEN_SHARE})"
        stages = self.env["support.stage"]
        ended = {
            kind: stages._find_for_kind(kind).id for kind in ("closed", "cancelled")
        }
        stage_id = (
            f"CASE WHEN {is_open} THEN {self._get_open_stage()} "
            f"WHEN g % 20 = 0 THEN {ended['cancelled']} ELSE {ended['closed']} END"
        )
        partner = (
            f"{self.first_customer.id} + 1 + (g::bigint * 7919) % {self.customers}"
        )
        created = self._get_create_date()
        categories = self.env["support.category"].search([]).ids
        channels = self.env["support.channel"].search([]).ids
        return {
            "number": "'T' || g",
            "name": "'The lamp of order ' || g || ' flickers'",
            "partner_id": partner,
            "commercial_partner_id": partner,
            "partner_email": f"'c' || ({partner}) || '@customers.example'",
            "email_normalized": f"'c' || ({partner}) || '@customers.example'",
            "team_id": f"(ARRAY{self.teams.ids})[1 + g % {TEAMS}]",
            "user_id": self._get_user(is_open),
            "stage_id": stage_id,
            "stage_kind": f"(SELECT kind FROM support_stage WHERE id = {stage_id})",
            "priority": f"(ARRAY{PRIORITY_MIX})[1 + g / 7 % {len(PRIORITY_MIX)}]",
            "category_id": f"(ARRAY{categories})[1 + g % {len(categories)}]",
            "channel_id": f"(ARRAY{channels})[1 + g % {len(channels)}]",
            "create_date": created,
            "last_movement_date": created,
            "stage_date": created,
            "sla_due_date": (
                f"CASE WHEN {is_open} THEN {created} + interval '5 days' END"
            ),
            "closed_date": f"CASE WHEN {is_open} THEN NULL ELSE {created} END",
            "unanswered_since": f"CASE WHEN {is_open} AND g % 3 = 0 THEN {created} END",
            "access_token": "NULL",
        }

    def _get_create_date(self):
        return f"now() - ({self.size} - g) * interval '900 days' / {self.size}"

    def _get_open_stage(self):
        """Return the stage of an open ticket, by two digits that vary with it."""
        stages = self.env["support.stage"]
        cases, upper = [], 0
        for kind, share in OPEN_MIX.items():
            upper += share
            stage = stages._find_for_kind(kind)
            cases.append(f"WHEN (g / {TEAMS}) % 100 < {upper} THEN {stage.id}")
        return f"CASE {' '.join(cases)} END"

    def _get_user(self, is_open):
        """Return the agent: one of the team, none for a fifth of the open tickets."""
        agents = [agent for team in self.teams for agent in team.member_ids.user_id.ids]
        per_team = AGENTS // TEAMS
        index = f"1 + (g % {TEAMS}) * {per_team} + (g / 1000) % {per_team}"
        unassigned = f"{is_open} AND (g / {TEAMS}) % 100 < 20"
        return f"CASE WHEN {unassigned} THEN NULL ELSE (ARRAY{agents})[{index}] END"

    def _add_followers(self):
        for partner in ("t.partner_id", "u.partner_id"):
            self.env.cr.execute(
                f"""
                INSERT INTO mail_followers (res_model, res_id, partner_id)
                SELECT 'support.ticket', t.id, {partner}
                  FROM support_ticket t LEFT JOIN res_users u ON u.id = t.user_id
                 WHERE {partner} IS NOT NULL
                ON CONFLICT DO NOTHING
                """
            )

    # -- Copying --------------------------------------------------------------------
    def _multiply(self, record, count, **columns):
        """Copy a record's row ``count`` times.

        :param columns: SQL for what differs; ``g`` counts from 1
        """
        self.env.flush_all()
        cursor = self.env.cr
        cursor.execute(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = %s AND column_name != 'id' AND is_generated = 'NEVER'",
            [record._table],
        )
        names = [name for (name,) in cursor.fetchall()]
        values = [columns.get(name, f'row."{name}"') for name in names]
        quoted = ", ".join(f'"{name}"' for name in names)
        cursor.execute(
            f"INSERT INTO {record._table} ({quoted}) SELECT {', '.join(values)} "
            f"FROM generate_series(1, {count}) g, {record._table} row "
            f"WHERE row.id = {record.id} ORDER BY g"
        )
        # Foreign keys are checked by plans that were made for an empty table.
        cursor.execute(f"ANALYZE {record._table}")
        self.env.invalidate_all()
