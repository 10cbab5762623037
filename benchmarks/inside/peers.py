"""The three that are compared: our ticket, the host's lead, OCA's ticket."""

from odoo.fields import Command

DOMAIN = "bench.example"
CUSTOMERS = 200


class Peer:
    """One model in its database, with a team that gets mail and an agent."""

    name = model = group = alias = ""
    has_acknowledgement = False
    open_domain = []

    def __init__(self, env):
        self.env = env
        env["mail.alias.domain"].create({"name": DOMAIN})
        self.customers = env["res.partner"].create(
            [
                {"name": f"Customer {number}", "email": f"c{number}@customers.example"}
                for number in range(CUSTOMERS)
            ]
        )
        self.agent = self._create_agent()
        self.team = self._create_team()

    def _create_agent(self):
        return self.env["res.users"].create(
            {
                "name": f"Agent of {self.name}",
                "login": f"agent-{self.alias}",
                "email": f"agent-{self.alias}@{DOMAIN}",
                "group_ids": [Command.set([self.env.ref(self.group).id])],
            }
        )

    def _create_team(self):
        raise NotImplementedError

    def get_records(self):
        """Return the model for the agent."""
        return self.env[self.model].with_user(self.agent)

    def prepare_vals(self, number):
        """Return the values that a form or an importer gives."""
        return {
            "name": f"The lamp of order {number} flickers",
            "partner_id": self.customers[number % CUSTOMERS].id,
            "team_id": self.team.id,
            "description": "<p>It started yesterday evening.</p>",
        }


class SupportTicket(Peer):
    name = "support.ticket"
    has_acknowledgement = True
    model = "support.ticket"
    group = "customer_support.customer_support_group_agent"
    alias = "ours"
    open_domain = [("stage_kind", "in", ("new", "open"))]

    def _create_team(self):
        return self.env["support.team"].create(
            {
                "name": "Ours",
                "alias_name": self.alias,
                "member_ids": [Command.create({"user_id": self.agent.id})],
            }
        )


class CrmLead(Peer):
    name = "crm.lead"
    model = "crm.lead"
    group = "sales_team.group_sale_salesman_all_leads"
    alias = "leads"
    open_domain = [("stage_id.is_won", "=", False)]

    def _create_team(self):
        return self.env["crm.team"].create(
            {
                "name": "Leads",
                "alias_name": self.alias,
                "alias_contact": "everyone",
                "crm_team_member_ids": [Command.create({"user_id": self.agent.id})],
            }
        )

    def prepare_vals(self, number):
        return {**super().prepare_vals(number), "type": "opportunity"}


class HelpdeskTicket(Peer):
    name = "helpdesk.ticket (OCA)"
    model = "helpdesk.ticket"
    group = "helpdesk_mgmt.group_helpdesk_user"
    alias = "oca"
    open_domain = [("closed", "=", False)]

    def _create_team(self):
        return self.env["helpdesk.ticket.team"].create(
            {
                "name": "OCA",
                "alias_name": self.alias,
                "alias_contact": "everyone",
                "user_ids": [Command.set(self.agent.ids)],
            }
        )


PEERS = {peer.name: peer for peer in (SupportTicket, CrmLead, HelpdeskTicket)}
