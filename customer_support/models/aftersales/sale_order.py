from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.tools import format_date

from ...logic.return_eligibility import LineFacts, judge_cancellation, judge_return


class SaleOrder(models.Model):
    """What of an order may be returned or cancelled, in words."""

    _inherit = "sale.order"

    def _action_confirm(self):
        result = super()._action_confirm()
        self.order_line._freeze_return_policy()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        # Whoever cancels an order needs no rights in support.
        self.env["support.resolution"].sudo()._on_orders_cancelled(self.sudo())
        return result

    def _get_return_verdicts(self, requests=None, at=None):
        """Return what may be returned, with reasons in the reader's language.

        The caller has checked that the reader may see the orders.

        :param requests: {line: (quantity in its unit, ``support.return.reason``)};
            the other lines are judged on all that is returnable
        :param at: naive UTC; None: now
        :return: {line: ``logic.return_eligibility.Verdict``}
        """
        wishes = {
            line.id: reason.sudo()._prepare_request(quantity)
            for line, (quantity, reason) in (requests or {}).items()
        }
        return {
            line: self._put_in_words(judge_return(terms, facts, wishes.get(line.id)))
            for line, terms, facts in self._get_return_cases(at)
        }

    def _portal_may_return(self):
        """Tell whether goods of it were delivered: the page of returns tells more."""
        # Whoever sees the page of the order sees what of it was delivered.
        order_sudo = self.sudo()
        delivered = order_sudo.order_line._filter_goods().mapped("qty_delivered")
        return order_sudo.state == "sale" and any(delivered)

    def _portal_may_cancel(self):
        """Tell whether something of it has not left: the page of it tells more."""
        # Whoever sees the page of the order sees what of it was delivered.
        order_sudo = self.sudo()
        return order_sudo.state == "sale" and any(
            line.qty_delivered < line.product_uom_qty
            for line in order_sudo.order_line._filter_goods()
        )

    def _get_cancellation_verdicts(self, at=None):
        """Return what is not shipped and may be cancelled, as return verdicts."""
        return {
            line: self._put_in_words(judge_cancellation(terms, facts))
            for line, terms, facts in self._get_return_cases(at)
        }

    def _get_return_cases(self, at):
        """Return (line, terms, facts) of all goods and services of the orders."""
        # Whoever may see the order may know what of it can come back.
        lines_sudo = self.sudo().order_line._filter_sold()
        at = at or fields.Datetime.now()
        terms = lines_sudo._get_promised_terms()
        quantities = lines_sudo._get_returnable_quantities()
        arrivals = {o: o._get_support_delivered_date() for o in lines_sudo.order_id}
        ratios = lines_sudo.order_id._get_return_ratios(terms.values())
        return [
            (
                line.with_env(self.env),
                terms[line],
                line.order_id._get_return_facts(
                    line,
                    at,
                    returnable=quantities[line] if line.state == "sale" else 0.0,
                    delivered=arrivals[line.order_id],
                    returned_ratio=ratios.get(line.order_id.partner_id, 0.0),
                ),
            )
            for line in lines_sudo
        ]

    def _get_return_facts(self, line, at, delivered, **facts):
        zone = ZoneInfo(self.company_id.resource_calendar_id.tz or "UTC")
        moves = line.move_ids.filtered(
            lambda move: move.location_dest_id.usage == "customer"
        )
        shipped = moves.filtered(lambda move: move.state == "done").mapped("date")
        unshipped = line.product_uom_qty - line.qty_delivered
        return LineFacts(
            today=_get_day(at, zone),
            ordered=_get_day(self.date_order, zone),
            shipped=_get_day(max(shipped), zone) if shipped else None,
            delivered=_get_day(delivered, zone) if shipped and delivered else None,
            unshipped=unshipped if line.state == "sale" else 0.0,
            is_picked=any(
                move.picked and move.state not in ("done", "cancel") for move in moves
            ),
            unit_value=self._get_unit_value(line),
            unit_resale=self._get_unit_resale(line),
            is_assumed=not line.return_policy_version_id,
            **facts,
        )

    def _get_unit_value(self, line):
        """Return what one costs the customer, in the currency of the company."""
        if not line.product_uom_qty:
            return 0.0
        amount = line.price_total / line.product_uom_qty
        return amount / (self.currency_rate or 1.0)

    def _get_unit_resale(self, line):
        """Return what one is worth in stock, in the currency of the company."""
        product = line.product_id.with_company(self.company_id)
        if not line.product_uom_id:
            return 0.0
        one = line.product_uom_id._compute_quantity(1.0, product.uom_id, round=False)
        return one * product.standard_price

    def _get_proof_of_delivery(self):
        """Return when the customer has got it for sure: signed, or the carrier says so.

        :return: naive UTC or False
        """
        self.ensure_one()
        signed = self.picking_ids.filtered(
            lambda picking: (
                picking.picking_type_code == "outgoing"
                and picking.state == "done"
                and picking.is_signed
            )
        )
        dates = [*signed.mapped("date_done"), self._get_support_delivered_date()]
        return max(filter(None, dates), default=False)

    def _get_return_ratios(self, terms):
        """Return how much of what they received customers have sent back.

        :param terms: nothing is read unless one of them asks
        :return: {customer of an order: share between 0 and 1}
        """
        if not any(found and found.automatic_ratio for found in terms):
            return {}
        domain = [
            ("state", "=", "done"),
            ("sale_line_id.order_partner_id", "in", self.partner_id.ids),
            ("date", ">=", fields.Datetime.subtract(fields.Datetime.now(), years=1)),
        ]
        group = ["sale_line_id.order_partner_id"], ["quantity:sum"]
        moves = self.env["stock.move"]
        sent = moves._read_group(
            [*domain, ("location_dest_id.usage", "=", "customer")], *group
        )
        back = dict(
            moves._read_group([*domain, ("location_id.usage", "=", "customer")], *group)
        )
        return {
            partner: back.get(partner, 0.0) / quantity
            for partner, quantity in sent
            if quantity
        }

    def _put_in_words(self, verdict):
        words = [
            (f.code, self._get_finding_words(f), f.blocking) for f in verdict.reasons
        ]
        return verdict._replace(reasons=tuple(words))

    def _get_finding_words(self, finding):
        values = dict(finding.values)
        if "date" in values:
            values["date"] = format_date(self.env, values["date"], date_format="long")
        if "quantity" in values:
            values["quantity"] = f"{values['quantity']:g}"
        texts = {
            "no_policy": lambda: self.env._("Returns are not offered for this."),
            "nothing_returnable": lambda: self.env._(
                "Nothing of it can be returned: it was not delivered, is back already, "
                "or is on its way back."
            ),
            "quantity": lambda: self.env._(
                "Up to %(quantity)s of it can be returned.", **values
            ),
            "final_sale": lambda: self.env._("It was a final sale."),
            "window_over": lambda: self.env._(
                "It could be returned until %(date)s.", **values
            ),
            "window_open": lambda: self.env._(
                "It can be returned until %(date)s.", **values
            ),
            "approve_value": lambda: self.env._("We look at the request first."),
            "approve_ratio": lambda: self.env._("We look at the request first."),
            "approve_reason": lambda: self.env._("We look at this reason first."),
            "assumed": lambda: self.env._("By the terms of the day of the order."),
            "nothing_unshipped": lambda: self.env._("All of it has left already."),
            "cancellation_closed": lambda: self.env._("It cannot be cancelled."),
            "packed": lambda: self.env._("It is packed and about to leave."),
        }
        return texts[finding.code]()


def _get_day(value, zone):
    """Return the day of a naive UTC moment where the company is."""
    return value.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone).date()
