from odoo import Command, models
from odoo.exceptions import UserError


class SupportReturnResolving(models.AbstractModel):
    """What the customer gets for what came back, or for what he keeps."""

    _name = "support.return.resolving"
    _description = "Resolution of a Return"

    def _get_accepted_quantities(self):
        """Return {line: accepted quantity}, without those of which nothing is."""
        quantities = {line: line._get_accepted_quantity() for line in self.line_ids}
        return {line: n for line, n in quantities.items() if n}

    def _get_decisions(self):
        """Return the refunds and resolutions that were not given up."""
        return (
            self.refund_ids.filtered(lambda refund: refund.state != "cancelled"),
            self.resolution_ids.filtered(lambda r: r.state != "cancelled"),
        )

    def _settle_by_itself(self):
        """Do what the customer wanted if nobody had to approve, or ask the agent."""
        accepted = self._get_accepted_quantities()
        if not accepted:
            self._ask_agent(self.env._("The inspection did not accept anything"))
        elif self.is_automatic and self.desired_outcome in ("refund", "keep_item"):
            self._refund_accepted()
        elif self.is_automatic and self.desired_outcome == "replacement":
            self._replace_accepted()
        else:
            self._ask_agent(self.env._("A return is to be resolved: how?"))

    def _follow_decisions(self):
        """Be resolved when the customer has all that was decided."""
        for return_ in self.filtered("can_be_resolved"):
            refunds, resolutions = return_._get_decisions()
            states = {*refunds.mapped("state"), *resolutions.mapped("state")}
            if states == {"done"}:
                return_._resolve()

    # -- Money ----------------------------------------------------------------------
    def action_refund(self):
        """Give back what the accepted goods cost."""
        for return_ in self:
            return_._ensure_can_be("refunded")
            refunds = return_._refund_accepted()
        return refunds._get_records_action() if len(self) == 1 and refunds else None

    def _refund_accepted(self):
        """Ask for the refund of what was accepted, one for each fee.

        What cannot be refunded is said on the return; nothing is half done then.

        :return: the refunds, as the user
        """
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                refunds = self._create_refunds()
        except UserError as error:
            self.sudo().failure = str(error)
            self.sudo()._ask_agent(self.env._("The refund of a return failed"))
            return self.env["support.refund"]
        self.sudo().failure = False
        return refunds

    def _create_refunds(self, exchange_order=None):
        """Ask for the refund of what was accepted.

        :param exchange_order: ``sale.order`` that it is set off against first
        :return: the refunds, as the user
        :raise UserError: something of it cannot be refunded
        """
        self.sudo()._forget_to_ask()
        refunds = self.env["support.refund"]
        by_fee = {}
        for line, quantity in self.sudo()._get_accepted_quantities().items():
            by_fee.setdefault(line.fee_percent, {})[line.sale_line_id] = quantity
        freight = self.sudo()._get_freight_amount()
        for fee, quantities in by_fee.items():
            refunds |= self._refund(quantities, fee, freight, exchange_order)
            freight = 0.0
        return refunds

    def _refund(self, quantities, fee_percent, freight, exchange_order):
        """Ask for a refund.

        :param dict quantities: {``sale.order.line``: quantity in its unit}
        :param float freight: what of it the way back costs, in the company's currency
        """
        model = self.env["support.refund"]
        currency = next(iter(quantities)).sudo().currency_id
        if self.env.su:
            # Nobody decided: whoever received the goods has no part in the money.
            model = model.with_user(self.env.ref("base.user_root"))
        refund = model._create_from_sale_lines(
            quantities,
            fee_percent=fee_percent,
            ticket=self.ticket_id,
            reason=self.env._("Return %(number)s", number=self.name),
            return_id=self.id,
            exchange_order_id=exchange_order.id if exchange_order else False,
            freight_amount=self.currency_id._convert(
                freight, currency, self.company_id
            ),
        )
        refund._submit()
        return refund.with_env(self.env)

    # -- Goods ----------------------------------------------------------------------
    def action_replace(self):
        """Send the same goods again, without charge."""
        for return_ in self:
            return_._ensure_can_be("replaced")
            # Agents do not write what a decision is about; the button is the decision.
            resolutions = return_.sudo()._replace_accepted(return_.env.user)
        return resolutions.with_env(self.env)._get_records_action()

    def _replace_accepted(self, user=None):
        """Decide on a replacement for each order, and carry it out.

        What is not in stock stays decided and says so; it can be tried again.

        :param user: who decided; None: nobody had to
        :return: the resolutions, in sudo
        """
        by_order = {}
        for line, quantity in self._get_accepted_quantities().items():
            by_order.setdefault(line.sale_line_id.order_id, []).append((line, quantity))
        resolutions = self.env["support.resolution"]
        for order, chosen in by_order.items():
            resolutions |= self._decide("replacement", order, chosen, user)
        for resolution in resolutions:
            resolution._run()
        failed = resolutions.filtered("failure")
        if failed:
            self._ask_agent(failed[0].failure)
        return resolutions

    def _decide(self, kind, order, chosen, user=None, **values):
        """Write down a decision about accepted goods.

        :param list chosen: (line of the return, quantity) pairs
        """
        self._forget_to_ask()
        return self.env["support.resolution"].create(
            {
                "ticket_id": self.ticket_id.id,
                "kind": kind,
                "order_id": order.id,
                "return_id": self.id,
                "user_id": user.id if user else False,
                "cause": self.reason_id.name,
                "line_ids": [
                    Command.create(
                        {"sale_line_id": line.sale_line_id.id, "quantity": quantity}
                    )
                    for line, quantity in chosen
                ],
                **values,
            }
        )

    def action_exchange(self):
        """Choose what the customer gets instead."""
        self.ensure_one()
        self._ensure_can_be("exchanged")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Exchange"),
            "res_model": "support.return.exchange",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_return_id": self.id},
        }

    def _exchange(self, order, user):
        """Decide that the customer gets the goods of a quotation instead.

        :param order: draft ``sale.order``
        :return: the resolution, in sudo
        :raise UserError: what came back is of several orders
        """
        accepted = self._get_accepted_quantities()
        origins = {line.sale_line_id.order_id for line in accepted}
        if len(origins) != 1:
            raise UserError(
                self.env._("Goods of several orders are refunded, not exchanged.")
            )
        resolution = self._decide(
            "exchange",
            origins.pop(),
            list(accepted.items()),
            user,
            exchange_order_id=order.id,
        )
        resolution._run()
        return resolution
