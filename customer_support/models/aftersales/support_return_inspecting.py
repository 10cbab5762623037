from odoo import Command, models
from odoo.exceptions import UserError


class SupportReturnInspecting(models.AbstractModel):
    """What the inspection finds, and the money that it releases."""

    _name = "support.return.inspecting"
    _description = "Inspection of a Return"

    def action_inspect_as_new(self):
        """Find all that came back as new; it can still be changed."""
        for return_ in self:
            return_._ensure_can_be("inspected")
            return_.sudo()._inspect_as_new()

    def _inspect_as_new(self):
        self.inspection_ids.unlink()
        self.inspection_ids = [
            Command.create(line._prepare_inspection_vals())
            for line in self.line_ids
            if line.received_quantity
        ]

    def action_finish_inspection(self):
        """Put everything where its grade says; what was accepted is settled next."""
        for return_ in self:
            return_._ensure_can_be("inspected")
            # Agents have no rights on scrap and transfers.
            return_.sudo()._finish_inspection()

    def _finish_inspection(self):
        self._check_graded()
        for line in self.line_ids:
            pieces = line._get_pieces()
            for inspection in line.inspection_ids:
                inspection._apply(pieces)
        self._set_state("inspected")
        self._after_inspected()

    def _check_graded(self):
        """Refuse an inspection that leaves out or invents something.

        :raise UserError: names the product
        """
        for line in self.line_ids:
            graded = sum(line.inspection_ids.mapped("quantity"))
            if line.product_uom_id.compare(graded, line.received_quantity):
                raise UserError(
                    self.env._(
                        "%(product)s: %(received)s came back, the inspection says "
                        "%(graded)s.",
                        product=line.product_id.display_name,
                        received=f"{line.received_quantity:g}",
                        graded=f"{graded:g}",
                    )
                )

    def _after_inspected(self):
        """Give the money back by itself if nobody had to approve, or ask the agent."""
        if self.is_automatic and self.desired_outcome == "refund":
            self._refund_accepted()
        elif not self._get_accepted_quantities():
            self._ask_agent(self.env._("The inspection did not accept anything"))
        else:
            self._ask_agent(self.env._("A return is inspected: how is it resolved?"))

    # -- Money ----------------------------------------------------------------------
    def _get_accepted_quantities(self):
        """Return {line: accepted quantity}, without those of which nothing is."""
        quantities = {line: line._get_accepted_quantity() for line in self.line_ids}
        return {line: n for line, n in quantities.items() if n}

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
        refunds = self.env["support.refund"]
        by_fee = {}
        for line, quantity in self.sudo()._get_accepted_quantities().items():
            by_fee.setdefault(line.fee_percent, {})[line.sale_line_id] = quantity
        freight = self.sudo()._get_freight_amount()
        try:
            with self.env.cr.savepoint():
                for fee, quantities in by_fee.items():
                    refunds |= self._refund(quantities, fee, freight)
                    freight = 0.0
        except UserError as error:
            self.sudo().failure = str(error)
            self.sudo()._ask_agent(self.env._("The refund of a return failed"))
            return refunds.browse()
        self.sudo().failure = False
        return refunds

    def _refund(self, quantities, fee_percent, freight):
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
            freight_amount=self.currency_id._convert(
                freight, currency, self.company_id
            ),
        )
        refund._submit()
        return refund.with_env(self.env)

    def _follow_refunds(self):
        """Be resolved when all that was given back has arrived."""
        for return_ in self.filtered(lambda r: r.state == "inspected"):
            refunds = return_.refund_ids.filtered(lambda r: r.state != "cancelled")
            if refunds and all(refund.state == "done" for refund in refunds):
                return_._resolve()
