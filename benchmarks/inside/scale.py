"""What agents look at, in databases of several sizes, turn by turn."""

import json

from odoo.addons.customer_support.const import OPEN_KINDS

from . import screens
from .databases import open_databases
from .generate import BUSY_NAME
from .meter import Meter

REPEATS = 5
OPEN = [("stage_kind", "in", OPEN_KINDS), ("is_snoozed", "=", False)]


def main(_env, parameters):
    """Measure, and return the result as JSON."""
    parameters = json.loads(parameters)
    meter = Meter()
    with open_databases(parameters["databases"]) as envs:
        desks = {size: Desk(env) for size, env in envs.items()}
        for _round in range(parameters["rounds"] + 1):
            for operation in OPERATIONS:
                for size, desk in desks.items():
                    _measure(meter, operation, size, desk)
    return json.dumps(meter.get_results())


def _measure(meter, operation, size, desk):
    def call():
        for _time in range(REPEATS):
            desk.env.transaction.clear()
            OPERATIONS[operation](desk)

    meter.measure(operation, size, desk.env, call, count=REPEATS)


class Desk:
    """An agent before the tickets of his team, and the manager of all teams."""

    def __init__(self, env):
        self.env = env
        agent = env["res.users"].search([("login", "=", "agent0")])
        self.tickets = env["support.ticket"].with_user(agent)
        self.teams = env["support.team"].with_user(agent)
        self.all_tickets = env["support.ticket"].with_user(env.ref("base.user_admin"))
        self.own = OPEN + [("user_id", "=", agent.id)]
        middle = self.tickets.search([], order="id", limit=1, offset=40)
        self.ticket_id = middle.id
        self.number = middle.number
        self.busy_id = self._create_busy_ticket(agent.id)

    def _create_busy_ticket(self, agent_id):
        customer = self.env["res.partner"].search([("name", "=", BUSY_NAME)])
        values = {"name": "Where is it?", "partner_id": customer.id}
        values["team_id"] = self.tickets.browse(self.ticket_id).team_id.id
        return self.env["support.ticket"].create({**values, "user_id": agent_id}).id

    def show_history(self, ticket_id):
        """Read the panel beside a ticket."""
        return self.tickets.browse(ticket_id).get_customer_history()


OPERATIONS = {
    "list of 80, team": lambda d: screens.show_list(d.tickets, OPEN),
    "list of 80, own": lambda d: screens.show_list(d.tickets, d.own),
    "list of 80, unassigned": lambda d: screens.show_list(
        d.tickets, [*OPEN, ("user_id", "=", False)]
    ),
    "list of 80, all teams": lambda d: screens.show_list(d.all_tickets, OPEN),
    "kanban by stage, own": lambda d: screens.show_kanban(d.tickets, d.own),
    "kanban by stage, team": lambda d: screens.show_kanban(d.tickets, OPEN),
    "start page of the teams": lambda d: screens.show_start_page(d.teams),
    "search of a number": lambda d: screens.show_list(
        d.tickets, [("number", "=", d.number)]
    ),
    "form": lambda d: screens.show_form(d.tickets.browse(d.ticket_id)),
    "history": lambda d: d.show_history(d.ticket_id),
    "history, customer with 5,000 orders": lambda d: d.show_history(d.busy_id),
}
