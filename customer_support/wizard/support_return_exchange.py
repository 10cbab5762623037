from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class SupportReturnExchange(models.TransientModel):
    """Choose what the customer gets instead, and read the difference before."""

    _name = "support.return.exchange"
    _description = "Exchange of a Return"

    return_id = fields.Many2one("support.return", required=True, ondelete="cascade")
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_amounts", compute_sudo=True
    )
    line_ids = fields.One2many("support.return.exchange.line", "wizard_id", "Products")
    credit_amount = fields.Monetary(
        "For What Came Back",
        compute="_compute_amounts",
        compute_sudo=True,
        help="With taxes, less fee and way back.",
    )
    new_amount = fields.Monetary(
        "For What Is Sent", compute="_compute_amounts", compute_sudo=True
    )
    difference_words = fields.Char(compute="_compute_amounts", compute_sudo=True)

    @api.depends("return_id", "line_ids.product_id", "line_ids.quantity")
    def _compute_amounts(self):
        # Prices of what the agent offers; on orders he has no other rights.
        for wizard in self:
            origin = wizard._get_origin()
            wizard.currency_id = origin.currency_id
            wizard.credit_amount = wizard._get_credit_amount()
            order = self.env["sale.order"].new(wizard._prepare_order_vals(origin))
            wizard.new_amount = order.amount_total
            wizard.difference_words = wizard._get_difference_words()

    def _get_origin(self):
        return self.return_id.line_ids[:1].sale_line_id.order_id

    def _get_credit_amount(self):
        """Return about what the credit notes will come to."""
        total = 0.0
        for line, quantity in self.return_id._get_accepted_quantities().items():
            sold = line.sale_line_id
            value = sold.price_total / (sold.product_uom_qty or 1.0) * quantity
            total += value * (1 - line.fee_percent / 100)
        freight = self.return_id.currency_id._convert(
            self.return_id._get_freight_amount(),
            self.currency_id,
            self.return_id.company_id,
        )
        return self.currency_id.round(total - freight)

    def _get_difference_words(self):
        difference = self.credit_amount - self.new_amount
        amount = self.currency_id.format(abs(difference))
        if self.currency_id.is_zero(difference):
            return self.env._("Nobody pays anything.")
        if difference > 0:
            return self.env._("The customer gets back %(amount)s.", amount=amount)
        return self.env._("The customer pays %(amount)s.", amount=amount)

    def _prepare_order_vals(self, origin):
        """Return a quotation of the chosen goods, on the terms of the order."""
        chosen = self.line_ids.filtered(lambda line: line.product_id)
        return {
            "company_id": origin.company_id.id,
            "partner_id": origin.partner_id.id,
            "partner_shipping_id": origin.partner_shipping_id.id,
            "partner_invoice_id": origin.partner_invoice_id.id,
            "warehouse_id": origin.warehouse_id.id,
            "pricelist_id": origin.pricelist_id.id,
            "fiscal_position_id": origin.fiscal_position_id.id,
            "currency_id": origin.currency_id.id,
            "origin": f"{origin.name}, {self.return_id.name}",
            "order_line": [
                Command.create(
                    {
                        "product_id": line.product_id.id,
                        "product_uom_qty": line.quantity,
                    }
                )
                for line in chosen
            ],
        }

    def action_exchange(self):
        """Carry out the exchange, as far as stock and books allow.

        :raise UserError: nothing was chosen, or what came back is of several orders
        """
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Choose what the customer gets instead."))
        self.return_id._ensure_can_be("exchanged")
        # The right to decide on the return was checked; orders are made by it.
        wizard_sudo = self.sudo()
        origin_sudo = wizard_sudo._get_origin()
        order_sudo = (
            self.env["sale.order"]
            .sudo()
            .with_company(origin_sudo.company_id)
            .create(wizard_sudo._prepare_order_vals(origin_sudo))
        )
        resolution_sudo = wizard_sudo.return_id._exchange(order_sudo, self.env.user)
        return resolution_sudo.with_env(self.env)._get_records_action()
