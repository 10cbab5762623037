from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    support_refunded_line_id = fields.Many2one(
        "account.move.line",
        "Refunded Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The line of the invoice that this line of a credit note takes back.",
    )

    def _get_refundable_quantities(self):
        """Return what of each line of an invoice has not been credited yet.

        Also by hand: a line of a credit note that names no line takes back one of the
        same product and order.

        :return: {line: quantity in the line's own unit, never below zero}
        """
        left = {line: line.quantity for line in self}
        for invoice in self.move_id:
            own = self.filtered(lambda line, invoice=invoice: line.move_id == invoice)
            for credited in invoice._get_credit_notes().invoice_line_ids:
                credited._take_from(left, own)
        return left

    def _take_from(self, left, lines):
        """Take the quantity of a credit note's line from those of its invoice."""
        if self.display_type != "product" or self.price_unit < 0 or self.quantity <= 0:
            return
        same = self.support_refunded_line_id or lines.filtered(
            lambda line: (
                line.product_id == self.product_id
                and line.sale_line_ids == self.sale_line_ids
            )
        )
        rest = self.quantity
        for line in same & lines:
            taken = min(rest, left[line])
            left[line] -= taken
            rest -= taken
