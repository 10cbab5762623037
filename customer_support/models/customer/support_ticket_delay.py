from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...logic import delay_cause


class SupportTicketDelay(models.AbstractModel):
    """The cause of a delay, proposed from facts and set by people only."""

    _name = "support.ticket.delay"
    _description = "Probable Cause of a Delay"

    proposed_cause_id = fields.Many2one(
        "support.category",
        "Probable Cause",
        compute="_compute_proposed_cause",
        groups="customer_support.customer_support_group_agent_own",
    )
    proposed_cause_facts = fields.Char(
        compute="_compute_proposed_cause",
        groups="customer_support.customer_support_group_agent_own",
    )

    @api.depends("category_id", "sale_order_id")
    def _compute_proposed_cause(self):
        self.proposed_cause_id = False
        self.proposed_cause_facts = False
        asking = self.filtered(
            lambda ticket: (
                ticket.sale_order_id and ticket.category_id._get_delay_question()
            )
        )
        if not asking:
            return
        causes = self.env["support.category"]._find_delay_causes()
        now = fields.Datetime.now()
        for ticket in asking:
            facts = ticket._get_delivery_facts(now)
            finding = ticket._find_cause(facts)
            if finding:
                ticket.proposed_cause_id = causes._get_delay_cause(
                    ticket.category_id, finding.cause
                )
                ticket.proposed_cause_facts = ticket._get_facts_in_words(facts, finding)

    def _find_cause(self, facts):
        if self.category_id.delay_question == "incomplete":
            return delay_cause.find_missing_part(facts)
        return delay_cause.find_delay_cause(facts)

    def _get_delivery_facts(self, now):
        """Read what the documents of the ticket's order say about its delivery.

        :param now: naive UTC
        """
        # An agent without rights on Sales or Inventory sees days, and no document.
        ticket_sudo = self.sudo()
        zone = ZoneInfo(ticket_sudo.company_id.resource_calendar_id.tz or "UTC")
        dates = ticket_sudo.sale_order_id._get_support_delivery_dates(now)
        return delay_cause.DeliveryFacts(
            **{name: _get_day(value, zone) for name, value in dates.items()}
        )

    def _get_facts_in_words(self, facts, finding):
        words = [self._get_fact_in_words(facts, name) for name in finding.reasons]
        text = ", ".join(words)
        return f"{text[:1].upper()}{text[1:]}."

    def _get_fact_in_words(self, facts, name):
        day = self._get_day_in_words(getattr(facts, name, None), facts.today)
        words = {
            "promised": self.env._("promised %(day)s", day=day),
            "shipped": self.env._("left the warehouse %(day)s", day=day),
            "part_shipped": self.env._("only a part left, %(day)s", day=day),
            "not_shipped": self.env._("has not left the warehouse"),
            "delivered": self.env._("delivered %(day)s", day=day),
            "is_short": self.env._("not in stock"),
            "supply_expected": self.env._("supplier expected %(day)s", day=day),
            "supply_received": self.env._("supplier delivered %(day)s", day=day),
            "is_unpaid": self.env._("the order waits for its payment"),
            "paid": self.env._("paid %(day)s", day=day),
        }
        return words[name]

    def _get_day_in_words(self, value, today):
        if not isinstance(value, date):
            return ""
        # Within half a year the year goes without saying.
        near = abs(today - value) < timedelta(days=183)
        pattern = "d MMMM" if near else "d MMMM y"
        return format_date(self.env, value, date_format=pattern)

    def action_accept_cause(self):
        """Make the proposed cause the contact reason of the ticket.

        :raise UserError: nothing is proposed any more
        """
        self.ensure_one()
        self.check_access("write")
        if not self.proposed_cause_id:
            raise UserError(
                self.env._("No cause is proposed for this ticket any more.")
            )
        self.category_id = self.proposed_cause_id


def _get_day(value, zone):
    """Return the day of a naive UTC instant in a zone; what is no instant stays."""
    if not isinstance(value, datetime):
        return value
    return value.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()
