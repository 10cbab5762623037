from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic.sla_clock import get_verdict
from ..logic.sla_history import get_situations, replay
from ..logic.working_time import LenientHours

_BATCH = 1000
_HORIZON = timedelta(days=400)


class SupportSlaSimulation(models.TransientModel):
    """What policies would have made of the tickets of a past span.

    No ticket is touched. Their own messages and stage changes are run through the same
    clocks.
    """

    _name = "support.sla.simulation"
    _description = "Try Out Service Levels"

    policy_ids = fields.Many2many(
        "support.sla.policy",
        string="Policies",
        required=True,
        context={"active_test": False},
        help="Archived ones too: try a policy out before you switch it on.",
    )
    date_from = fields.Date(
        "Tickets Received From",
        required=True,
        default=lambda self: fields.Date.today() - timedelta(days=30),
    )
    date_to = fields.Date("To", required=True, default=fields.Date.today)
    line_ids = fields.One2many("support.sla.simulation.line", "simulation_id")

    def action_simulate(self):
        """Calculate, and show the results with the tickets behind them."""
        self.ensure_one()
        self.line_ids.unlink()
        tickets = self._find_tickets()
        if not tickets:
            raise UserError(self.env._("No ticket was received in these days."))
        now = fields.Datetime.now()
        for start in range(0, len(tickets), _BATCH):
            self._simulate(tickets[start : start + _BATCH], now)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_support.support_sla_simulation_line_action"
        )
        return {**action, "domain": [("simulation_id", "=", self.id)]}

    def _find_tickets(self):
        last = self.date_to + timedelta(days=1)
        return self.env["support.ticket"].search(
            Domain("received_date", ">=", self.date_from)
            & Domain("received_date", "<", last)
            & Domain("company_id", "in", self.env.companies.ids)
        )

    def _simulate(self, tickets, now):
        """Create the lines of a batch of tickets.

        :param datetime now: clocks that have not ended are judged at this instant
        """
        promises = self._get_promises(tickets)
        history = tickets._get_sla_history()
        first = min(tickets.mapped("received_date"))
        hours = self._get_hours(promises, first, now)
        vals_list = []
        for ticket in tickets:
            situations = get_situations(*history[ticket])
            outcomes = replay(situations, promises[ticket], hours)
            vals_list += [
                self._prepare_line_vals(ticket, outcome, now) for outcome in outcomes
            ]
        self.env["support.sla.simulation.line"].create(vals_list)

    def _get_promises(self, tickets):
        """Return {ticket: what the chosen policies would promise it}."""
        definitions = self.env["support.sla.policy"]._get_definitions()
        chosen = [d for key, d in definitions.items() if key in self.policy_ids.ids]
        promises = {}
        # What a customer is promised may depend on data that not everybody reads.
        for company, group in tickets.sudo().grouped("company_id").items():
            own = [d for d in chosen if d.company_id in (None, company.id)]
            for ticket_sudo, found in group._match_sla_policies(own).items():
                promises[tickets.browse(ticket_sudo.id)] = list(found.values())
        return promises

    def _get_hours(self, promises, start, end):
        """Return the opening hours of all calendars that the promises name."""
        ids = {promise.calendar_id for found in promises.values() for promise in found}
        calendars = self.env["resource.calendar"]
        return {
            calendar_id: LenientHours(
                calendars.browse(calendar_id)._get_opening_hours(start, end + _HORIZON)
            )
            for calendar_id in ids
        }

    def _prepare_line_vals(self, ticket, outcome, now):
        clock, promise = outcome.clock, outcome.promise
        return {
            "simulation_id": self.id,
            "ticket_id": ticket.id,
            "policy_id": promise.policy_id,
            "kind": promise.target.kind,
            "level": promise.level,
            "priority": promise.priority,
            "verdict": get_verdict(clock, now),
            "started_date": clock.started_at,
            "due_date": clock.due_at or False,
            "fulfilled_date": clock.fulfilled_at or False,
            "worked_hours": clock.worked.total_seconds() / 3600,
        }
