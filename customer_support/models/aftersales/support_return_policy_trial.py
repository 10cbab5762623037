from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from odoo import models

from ...logic import return_simulation as simulation
from ...logic.conditions import get_fact_names
from ...logic.return_eligibility import Terms, judge_return


class Case(NamedTuple):
    """A line that the simulated policy is for.

    :param line: ``sale.order.line``
    :param terms: as simulated
    :param promised: those under which the order was confirmed
    :param returned_ratio: share that the customer has sent back in the last 12 months
    """

    line: models.BaseModel
    terms: Terms
    promised: Terms | None
    returned_ratio: float

    def get_facts(self, at, quantity):
        """Return the facts for a return of so much at a moment."""
        order = self.line.order_id
        return order._get_return_facts(
            self.line,
            at,
            order._get_support_delivered_date(),
            returnable=quantity,
            returned_ratio=self.returned_ratio,
        )


class SupportReturnPolicyTrial(models.AbstractModel):
    """Judging past orders and returns by a policy as if it had been in force then.

    The policy stands where it stands in the list: lines for which another policy comes
    first are none of its business.
    """

    _name = "support.return.policy.trial"
    _description = "Trial of a Return Policy"

    # -- Of whom --------------------------------------------------------------------
    def _get_period(self):
        """Return the first moment of the period and the first one after it, UTC."""
        zone = ZoneInfo(self.company_id.resource_calendar_id.tz or "UTC")
        days = (self.date_from, self.date_until + timedelta(days=1))
        return tuple(
            datetime.combine(day, time.min, zone)
            .astimezone(ZoneInfo("UTC"))
            .replace(tzinfo=None)
            for day in days
        )

    def _get_order_domain(self):
        since, until = self._get_period()
        return [
            ("company_id", "=", self.company_id.id),
            ("state", "=", "sale"),
            ("date_order", ">=", since),
            ("date_order", "<", until),
        ]

    def _get_return_domain(self):
        since, until = self._get_period()
        return [
            ("company_id", "=", self.company_id.id),
            ("create_date", ">=", since),
            ("create_date", "<", until),
        ]

    # -- Judging --------------------------------------------------------------------
    def _judge_orders(self, orders):
        """Return what is to be kept of orders: what if everything came back?"""
        lines = orders.order_line._filter_sold()
        lines._read_goods()
        wishes = {}
        for line in lines:
            quantity = line._get_quantity_sent()
            if quantity > 0:
                wishes[line] = quantity
        vals_list = []
        for case in self._find_cases(wishes):
            quantity = wishes[case.line]
            at = case.line._get_window_start() + timedelta(days=self.after_days)
            facts = case.get_facts(at, quantity)
            verdicts = [
                judge_return(terms, facts) for terms in (case.terms, case.promised)
            ]
            value = quantity * facts.unit_value
            vals_list.append(self._prepare_line_vals(case.line, *verdicts, value))
        return _charge_once(vals_list, "order_id")

    def _judge_returns(self, returns):
        """Return what is to be kept of returns that were really asked for."""
        wishes = returns.line_ids.grouped("sale_line_id")
        vals_list = []
        for case in self._find_cases(wishes):
            for wish in wishes[case.line]:
                facts = case.get_facts(wish.create_date, wish.quantity)
                request = wish.reason_id._prepare_request(wish.quantity)
                verdict = judge_return(case.terms, facts, request)
                value = wish.quantity * facts.unit_value
                told = _get_told(wish, verdict)
                vals = self._prepare_line_vals(case.line, verdict, told, value)
                vals.update(return_id=wish.return_id.id, is_real=True)
                vals_list.append(vals)
        return _charge_once(vals_list, "return_id")

    def _find_cases(self, lines):
        """Find the lines that the simulated policy is for, as ``Case``."""
        lines = self.env["sale.order.line"].union(*lines)
        policies = self._get_policies()
        facts = lines._get_facts(get_fact_names(policies))
        own_ids = []
        for line in lines:
            found = (p.id for p in policies if p.conditions.are_met(facts[line]))
            if next(found, None) == self.policy_id.id:
                own_ids.append(line.id)
        own = lines.browse(own_ids)
        terms = self.version_id._prepare_terms()
        promised = own._get_promised_terms()
        ratios = own.order_id._get_return_ratios([terms, *promised.values()])
        return [
            Case(line, terms, promised[line], ratios.get(line.order_id.partner_id, 0.0))
            for line in own
        ]

    def _get_policies(self):
        """Return the policies of the company in their order, ours though archived."""
        return [
            policy
            for policy in self.policy_id._get_definitions().values()
            if policy.id == self.policy_id.id
            or (policy.active and policy.company_id in (None, self.company_id.id))
        ]

    def _prepare_line_vals(self, line, verdict, promised, value):
        outcome, before = simulation.classify(verdict), simulation.classify(promised)
        return {
            "simulation_id": self.id,
            "order_id": line.order_id.id,
            "sale_line_id": line.id,
            "product_id": line.product_id.id,
            "promised": before,
            "outcome": outcome,
            "change": simulation.compare(before, outcome),
            "reason": simulation.find_reason(verdict),
            "value": value,
            "fee": simulation.get_fee(verdict, value),
            "promised_fee": simulation.get_fee(promised, value),
            "freight": simulation.get_freight(verdict),
            "promised_freight": simulation.get_freight(promised),
        }


def _get_told(wish, verdict):
    """Return the verdict that the customer was told when he asked."""
    return verdict._replace(
        allowed=wish.is_allowed,
        automatic=wish.is_automatic,
        fee_percent=wish.fee_percent,
        freight_amount=wish.freight_amount,
    )


def _charge_once(vals_list, parcel):
    """Count the way back once for all that comes back in one parcel."""
    paid = {"freight": set(), "promised_freight": set()}
    for vals in vals_list:
        for name, parcels in paid.items():
            if vals[parcel] in parcels:
                vals[name] = 0.0
            elif vals[name]:
                parcels.add(vals[parcel])
    return vals_list
